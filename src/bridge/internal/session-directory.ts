// The client's copy of the host's session table. It is what lets `listSessions` answer without a round trip, and
// what knows that a session which went away may come back: a plugin that lost its socket reconnects by itself,
// perhaps under another id and to another host.
import type { SessionInfo } from '../../protocol/session-info.js';
import type { Clock, Timer } from '../../support/clock.js';
import { Emitter, type Unsubscribe } from '../../support/emitter.js';

/** How long a plugin that lost its socket is expected back, when the host lives on. */
export const SESSION_RETURN_MS = 3_000;
/** The same after the host ended: somebody has to become the host first. */
export const HOST_RETURN_MS = 10_000;

export type DirectoryEvents = {
  connected: SessionInfo;
  updated: SessionInfo;
  /** It can be reached: for the first time, or again after its host or its plugin was away. */
  attached: SessionInfo;
  disconnected: { session: SessionInfo; reason: string };
  /** A session of this identity is not expected back any more. */
  lost: string;
};

/** What stays the same when a plugin reconnects. */
export function identityOf(session: SessionInfo): string {
  return JSON.stringify([session.instanceId, session.context, session.player ?? null]);
}

export class SessionDirectory {
  private readonly sessions = new Map<string, SessionInfo>();
  /** Ids known from a host that is gone: listed, but nothing can be sent to them. */
  private readonly detached = new Set<string>();
  private readonly returning = new Map<string, Timer>();
  private readonly emitter = new Emitter<DirectoryEvents>();

  constructor(private readonly clock: Clock) {}

  on<K extends keyof DirectoryEvents>(event: K, listener: (value: DirectoryEvents[K]) => void): Unsubscribe {
    return this.emitter.on(event, listener);
  }

  list(): SessionInfo[] {
    return [...this.sessions.values()];
  }

  get(sessionId: string): SessionInfo | undefined {
    return this.sessions.get(sessionId);
  }

  /** Sessions that a host has now, without those that are only expected back. */
  listAttached(): SessionInfo[] {
    return this.list().filter((session) => !this.detached.has(session.sessionId));
  }

  /** The session that `session` stands for now: itself, or the same Studio context after it reconnected. */
  follow(session: SessionInfo): SessionInfo | undefined {
    const same = this.sessions.get(session.sessionId);
    if (same && !this.detached.has(same.sessionId)) return same;
    const identity = identityOf(session);
    const successors = this.listAttached().filter((other) => identityOf(other) === identity);
    return successors.length === 1 ? successors[0] : undefined;
  }

  isExpected(session: SessionInfo): boolean {
    return this.returning.has(identityOf(session));
  }

  upsert(session: SessionInfo): void {
    const known = this.sessions.has(session.sessionId);
    const isBack = this.detached.delete(session.sessionId);
    this.sessions.set(session.sessionId, session);
    this.endWait(identityOf(session));
    if (!known) this.dropDetachedTwins(session);
    this.emitter.emit(known ? 'updated' : 'connected', session);
    if (!known || isBack) this.emitter.emit('attached', session);
  }

  remove(sessionId: string, reason: string): void {
    const session = this.sessions.get(sessionId);
    if (!session) return;
    this.sessions.delete(sessionId);
    this.detached.delete(sessionId);
    this.expect(session, SESSION_RETURN_MS);
    this.emitter.emit('disconnected', { session, reason });
  }

  /** The link to the host is gone; its sessions are expected back on the next one. */
  detachAll(): void {
    for (const session of this.sessions.values()) {
      this.detached.add(session.sessionId);
      this.expect(session, HOST_RETURN_MS);
    }
  }

  /** What a host says it has, on joining it. */
  welcome(sessions: readonly SessionInfo[]): void {
    const present = new Set(sessions.map((session) => session.sessionId));
    for (const session of this.listAttached()) {
      if (!present.has(session.sessionId)) this.remove(session.sessionId, 'the host no longer has it');
    }
    for (const session of sessions) this.upsert(session);
  }

  dispose(): void {
    for (const timer of this.returning.values()) timer.cancel();
    this.returning.clear();
  }

  private expect(session: SessionInfo, withinMs: number): void {
    const identity = identityOf(session);
    this.returning.get(identity)?.cancel();
    const timer = this.clock.setTimer(withinMs, () => this.giveUp(identity), { background: true });
    this.returning.set(identity, timer);
  }

  private endWait(identity: string): void {
    this.returning.get(identity)?.cancel();
    this.returning.delete(identity);
  }

  private giveUp(identity: string): void {
    this.returning.delete(identity);
    for (const session of this.list()) {
      if (this.detached.has(session.sessionId) && identityOf(session) === identity) {
        this.sessions.delete(session.sessionId);
        this.detached.delete(session.sessionId);
        this.emitter.emit('disconnected', { session, reason: 'it did not come back' });
      }
    }
    this.emitter.emit('lost', identity);
  }

  /** A plugin that came back under a new id leaves its old entry behind. */
  private dropDetachedTwins(session: SessionInfo): void {
    const identity = identityOf(session);
    for (const other of this.list()) {
      if (this.detached.has(other.sessionId) && identityOf(other) === identity) {
        this.sessions.delete(other.sessionId);
        this.detached.delete(other.sessionId);
        this.emitter.emit('disconnected', { session: other, reason: 'it came back under a new id' });
      }
    }
  }
}
