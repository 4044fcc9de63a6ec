// The events that this process follows. A following outlasts the connection it was made on: when the session is
// back, on this host or the next, it is asked for again, and lines that were missed meanwhile are named.
import type { Envelope } from '../../protocol/envelope.js';
import { logPushPayload } from '../../protocol/events.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import { Emitter, type Unsubscribe } from '../../support/emitter.js';
import { identityOf, type SessionDirectory } from './session-directory.js';

export interface PushEvent {
  readonly type: string;
  readonly payload: unknown;
}

/** Lines that were logged and did not arrive, by their `seq`, both ends included. */
export interface MissedLines {
  readonly fromSeq: number;
  readonly toSeq: number;
}

interface Following {
  /** How often each event was asked for; the last that leaves ends it. */
  readonly counts: Map<string, number>;
  readonly emitter: Emitter<{ push: PushEvent; missed: MissedLines }>;
  last: { sessionId: string; seq: number } | undefined;
}

export interface AskOptions {
  readonly timeoutMs?: number | undefined;
  /** Ends the wait with CANCELLED. */
  readonly signal?: AbortSignal | undefined;
}

export interface FollowingsPort {
  readonly directory: SessionDirectory;
  /** Sends `subscribe` or `unsubscribe` and resolves with the events that the plugin named. */
  askAsync(
    type: 'subscribe' | 'unsubscribe',
    session: SessionInfo,
    events: readonly string[],
    options?: AskOptions,
  ): Promise<string[]>;
}

export class Followings {
  private readonly followings = new Map<string, Following>();

  constructor(private readonly port: FollowingsPort) {
    port.directory.on('attached', (session) => this.restore(session));
  }

  on(
    session: SessionInfo,
    listener: { push?: (event: PushEvent) => void; missed?: (lines: MissedLines) => void },
  ): Unsubscribe {
    const { emitter } = this.get(session);
    const stop = [
      listener.push && emitter.on('push', listener.push),
      listener.missed && emitter.on('missed', listener.missed),
    ];
    return () => {
      for (const unsubscribe of stop) unsubscribe?.();
    };
  }

  /** Resolves with the events that the plugin does push. */
  async subscribeAsync(
    session: SessionInfo,
    events: readonly string[],
    options: AskOptions = {},
  ): Promise<string[]> {
    const { counts } = this.get(session);
    for (const event of events) counts.set(event, (counts.get(event) ?? 0) + 1);
    let granted: string[] = [];
    try {
      granted = await this.port.askAsync('subscribe', session, events, options);
      return granted;
    } finally {
      const ended = events.filter((event) => !granted.includes(event) && decrement(counts, event) === 0);
      // The plugin may have heard the question of somebody who did not wait for the answer.
      if (options.signal?.aborted && ended.length > 0)
        this.port.askAsync('unsubscribe', session, ended).catch(() => {});
    }
  }

  /** Resolves with the events that nobody in this process follows any more. */
  async unsubscribeAsync(
    session: SessionInfo,
    events: readonly string[],
    options: AskOptions = {},
  ): Promise<string[]> {
    const { counts } = this.get(session);
    const ended = events.filter((event) => counts.has(event) && decrement(counts, event) === 0);
    return ended.length === 0 ? [] : this.port.askAsync('unsubscribe', session, ended, options);
  }

  receive(session: SessionInfo, { type, payload, sessionId }: Envelope): void {
    const following = this.followings.get(identityOf(session));
    if (!following?.counts.has(type)) return;
    if (type === 'logPush' && !this.isNew(following, sessionId, payload)) return;
    following.emitter.emit('push', { type, payload });
  }

  /** Tells what is missing before the line; false for one that was here already. */
  private isNew(following: Following, sessionId: string, payload: unknown): boolean {
    const push = logPushPayload.safeParse(payload);
    const seq = push.success ? push.data.entry.seq : undefined;
    if (seq === undefined) return true;
    const { last } = following;
    if (last && seq <= last.seq && sessionId === last.sessionId) return false;
    // A lower count under another id is a plugin that began anew, and it has nothing that was missed.
    if (last && seq > last.seq + 1) {
      following.emitter.emit('missed', { fromSeq: last.seq + 1, toSeq: seq - 1 });
    }
    following.last = { sessionId, seq };
    return true;
  }

  private restore(session: SessionInfo): void {
    const events = [...(this.followings.get(identityOf(session))?.counts.keys() ?? [])];
    // What fails here fails because the session is gone again, and then this is called again.
    if (events.length > 0) this.port.askAsync('subscribe', session, events).catch(() => {});
  }

  private get(session: SessionInfo): Following {
    const identity = identityOf(session);
    const following = this.followings.get(identity) ?? {
      counts: new Map(),
      emitter: new Emitter(),
      last: undefined,
    };
    this.followings.set(identity, following);
    return following;
  }
}

function decrement(counts: Map<string, number>, event: string): number {
  const count = (counts.get(event) ?? 1) - 1;
  if (count > 0) counts.set(event, count);
  else counts.delete(event);
  return count;
}
