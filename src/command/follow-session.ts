// Following what a session pushes until somebody has seen enough. Reconnects and changes of the host are waited out.
import { BridgeError } from '../protocol/bridge-error.js';
import type { SubscribableEvent } from '../protocol/events.js';
import type { SessionInfo } from '../protocol/session-info.js';
import type { Timer } from '../support/clock.js';
import type { Unsubscribe } from '../support/emitter.js';
import type { SessionContext, StudioSession } from './command-context.js';

/** A plugin that lost its host looks for one every two seconds at the latest. */
const RETURN_MS = 15_000;

/** The part of a command's context that this needs. */
export interface Followed extends Pick<SessionContext, 'clock' | 'signal'> {
  readonly session: Pick<StudioSession, 'info' | 'follow' | 'subscribeAsync' | 'unsubscribeAsync'>;
  readonly connection: Pick<SessionContext['connection'], 'on'>;
}

type Follower = Parameters<StudioSession['follow']>[0];

/**
 * Settles when it is interrupted; throws SESSION_DISCONNECTED when the session has left for good. `begin` runs once the
 * pushes have begun, and those that come meanwhile wait for it: nothing falls between what it reads and them.
 */
export async function followSessionAsync(
  context: Followed,
  event: SubscribableEvent,
  follower: Required<Follower>,
  begin: () => Promise<void>,
): Promise<void> {
  const { session } = context;
  let waiting: (() => void)[] | undefined = [];
  const inTurn = (tell: () => void) => (waiting ? void waiting.push(tell) : tell());
  const stopFollowing = session.follow({
    push: (pushed) => inTurn(() => pushed.type === event && follower.push(pushed)),
    missed: (lines) => inTurn(() => follower.missed(lines)),
  });
  const end = watchEnd(context);
  try {
    const granted = await session.subscribeAsync([event], { signal: context.signal });
    if (!granted.includes(event)) {
      throw new BridgeError('CAPABILITY_NOT_SUPPORTED', `The plugin does not push ${event}.`, {
        delivery: 'not-sent',
      });
    }
    await begin();
    const held = waiting;
    waiting = undefined;
    for (const tell of held) tell();
    await end.promise;
  } catch (error) {
    // Interrupted before the plugin had answered.
    if (!(error instanceof BridgeError && error.code === 'CANCELLED' && context.signal.aborted)) throw error;
  } finally {
    end.stop();
    stopFollowing();
    // Not awaited: where the connection ends too, the host sees to it.
    session.unsubscribeAsync([event]).catch(() => {});
  }
}

function watchEnd({ connection, session, clock, signal }: Followed): {
  promise: Promise<void>;
  stop(): void;
} {
  const { info } = session;
  let timer: Timer | undefined;
  const stops: Unsubscribe[] = [];
  const promise = new Promise<void>((resolve, reject) => {
    const end = (why: string) =>
      reject(new BridgeError('SESSION_DISCONNECTED', `${info.placeName || 'The session'} is gone: ${why}.`));
    const abort = () => resolve();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) resolve();
    stops.push(
      () => signal.removeEventListener('abort', abort),
      connection.on('closed', ({ reason }) => end(reason)),
      connection.on('session-disconnected', ({ session: left, reason }) => {
        if (!isSame(left, info)) return;
        timer?.cancel();
        timer = clock.setTimer(RETURN_MS, () => end(reason));
      }),
      connection.on('session-connected', (arrived) => {
        if (isSame(arrived, info)) timer?.cancel();
      }),
    );
  });
  // It may fail before anybody waits for it.
  promise.catch(() => {});
  return {
    promise,
    stop() {
      timer?.cancel();
      for (const stop of stops) stop();
    },
  };
}

/** A plugin that comes back has another id. */
function isSame(one: SessionInfo, other: SessionInfo): boolean {
  return one.instanceId === other.instanceId && one.context === other.context && one.player === other.player;
}
