// Which plugins are connected, under which id, and as what they are shown.
import { randomUUID } from 'node:crypto';
import type { SessionInfo } from '../../../protocol/session-info.js';
import { Emitter, type Unsubscribe } from '../../../support/emitter.js';
import { identityOf } from '../session-directory.js';

/** What the tracker needs to know of a connected plugin. */
export interface TrackedSession {
  info: SessionInfo;
}

type TrackerEvents<Session> = {
  connected: Session;
  updated: Session;
  disconnected: { session: Session; reason: string };
};

export class SessionTracker<Session extends TrackedSession> {
  private readonly sessions = new Map<string, Session>();
  private readonly emitter = new Emitter<TrackerEvents<Session>>();

  get size(): number {
    return this.sessions.size;
  }

  on<K extends keyof TrackerEvents<Session>>(
    event: K,
    listener: (value: TrackerEvents<Session>[K]) => void,
  ): Unsubscribe {
    return this.emitter.on(event, listener);
  }

  list(): Session[] {
    return [...this.sessions.values()];
  }

  get(sessionId: string): Session | undefined {
    return this.sessions.get(sessionId);
  }

  /** The id a plugin proposes, or a fresh one where that is taken: nobody is ever evicted by a clash. */
  allotId(proposed: string): string {
    return proposed !== '' && !this.sessions.has(proposed) ? proposed : randomUUID();
  }

  /** Sessions of the same Studio, context and player: the one that registers may be their successor. */
  twinsOf(info: SessionInfo): Session[] {
    const identity = identityOf(info);
    return this.list().filter((session) => identityOf(session.info) === identity);
  }

  add(session: Session): void {
    this.sessions.set(session.info.sessionId, session);
    this.emitter.emit('connected', session);
  }

  update(session: Session, change: Partial<SessionInfo>): void {
    const changed = Object.entries(change).some(
      ([key, value]) => session.info[key as keyof SessionInfo] !== value,
    );
    if (!changed || this.sessions.get(session.info.sessionId) !== session) return;
    session.info = { ...session.info, ...change };
    this.emitter.emit('updated', session);
  }

  remove(session: Session, reason: string): void {
    if (this.sessions.get(session.info.sessionId) !== session) return;
    this.sessions.delete(session.info.sessionId);
    this.emitter.emit('disconnected', { session, reason });
  }
}
