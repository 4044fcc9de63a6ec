// A Studio that a command starts for itself, on a host of its own: no other session is touched, and both end with it.
import { BridgeError } from '../protocol/bridge-error.js';
import type { CommandContext, LaunchOptions, RunningStudio, StudioSession } from './command-context.js';

const START_TIMEOUT_MS = 60_000;
/** For a script that was interrupted to end by itself; one that does not listen ends with its Studio. */
const INTERRUPTION_GRACE_MS = 250;

export interface OwnStudio {
  readonly session: StudioSession;
  readonly running: RunningStudio;
  closeAsync(): Promise<void>;
}

export async function withOwnStudioAsync<Result>(
  launch: Omit<LaunchOptions, 'port'>,
  context: CommandContext,
  work: (session: StudioSession, studio: RunningStudio) => Promise<Result>,
): Promise<Result> {
  const { session, running, closeAsync } = await openOwnStudioAsync(launch, context);
  try {
    return await endedBySignalAsync(work(session, running), context);
  } finally {
    await closeAsync();
  }
}

/** @param onStarted Called when it runs and has yet to connect. */
export async function openOwnStudioAsync(
  launch: Omit<LaunchOptions, 'port'>,
  context: CommandContext,
  onStarted?: () => void,
): Promise<OwnStudio> {
  const connection = await context.openConnectionAsync({ isPrivate: true });
  let studio: RunningStudio | undefined;
  const closeAsync = async () => {
    // Side by side: neither needs the other any more. One whose script was interrupted may be too busy to hear of it.
    const atOnce = context.signal.aborted;
    await Promise.all([studio?.closeAsync({ atOnce }), connection.disconnectAsync()]);
  };
  try {
    studio = await context.studios.launchAsync({ port: connection.port, ...launch });
    context.notify(studio.notice);
    onStarted?.();
    const session = await Promise.race([
      connection.resolveSessionAsync({
        waitMs: context.options.waitMs ?? START_TIMEOUT_MS,
        signal: context.signal,
      }),
      studio.exited.then(() => {
        throw new BridgeError('SESSION_DISCONNECTED', 'The Studio ended before it connected.');
      }),
    ]);
    return { session, running: studio, closeAsync };
  } catch (error) {
    await closeAsync();
    throw error;
  }
}

/** Nobody else has this Studio, so an interrupted script is as good as ended, and nobody has to ask what became of it. */
async function endedBySignalAsync<Result>(
  work: Promise<Result>,
  { signal, clock }: CommandContext,
): Promise<Result> {
  let stop = () => {};
  const interrupted = new Promise<never>((_resolve, reject) => {
    const end = () =>
      reject(new BridgeError('CANCELLED', 'The script was interrupted, and its Studio closed.'));
    const begin = () => {
      const timer = clock.setTimer(INTERRUPTION_GRACE_MS, end);
      stop = () => timer.cancel();
    };
    if (signal.aborted) begin();
    else {
      signal.addEventListener('abort', begin, { once: true });
      stop = () => signal.removeEventListener('abort', begin);
    }
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    stop();
  }
}
