// Waiting for a Studio that was started: until its plugin connects, and while it works, for as long as it is there.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock } from '../../support/clock.js';
import { delayAsync } from '../../support/delay.js';
import type { CommandContext, SessionChoice } from '../command-context.js';
import type { RunningStudio } from '../world/studio-launcher.js';

/** Roblox Studio loads for longer than the emulated one. */
const START_MS = { emulator: 60_000, studio: 120_000 } as const;
/** For a script that was interrupted to end by itself; one that does not listen ends with its Studio. */
const INTERRUPTION_GRACE_MS = 250;
/** What it said at last may be on its way when it has ended. */
const LAST_WORDS_MS = 500;

/** @throws BridgeError SESSION_DISCONNECTED, SESSION_NOT_FOUND, STUDIO_NOT_READY, CANCELLED */
export async function connectedSessionAsync<Session>(
  connection: { resolveSessionAsync(choice: SessionChoice): Promise<Session> },
  studio: RunningStudio,
  { waitMs = START_MS[studio.kind], signal }: { waitMs?: number | undefined; signal: AbortSignal },
): Promise<Session> {
  const ended = studio.exited.then((): never => {
    throw new BridgeError('SESSION_DISCONNECTED', 'The Studio ended before it connected.');
  });
  const target = studio.instanceId === undefined ? {} : { target: studio.instanceId };
  try {
    return await Promise.race([connection.resolveSessionAsync({ ...target, waitMs, signal }), ended]);
  } catch (error) {
    if (signal.aborted || !studio.explainAsync) throw error;
    throw await studio.explainAsync();
  }
}

/** What `work` gives, unless the Studio ends before. */
export async function whileItRunsAsync<Result>(
  studio: RunningStudio,
  clock: Clock,
  work: Promise<Result>,
): Promise<Result> {
  const ended = studio.exited.then(async (): Promise<never> => {
    await delayAsync(clock, LAST_WORDS_MS);
    throw new BridgeError('SESSION_DISCONNECTED', 'The Studio ended while the script ran.', {
      hint: 'If it crashed, its log says more; run it again to see whether the script is the cause.',
    });
  });
  ended.catch(() => {});
  return await Promise.race([work, ended]);
}

/** Nobody else has this Studio, so an interrupted script is as good as ended, and nobody has to ask what became of it. */
export async function endedBySignalAsync<Result>(
  work: Promise<Result>,
  { signal, clock }: Pick<CommandContext, 'signal' | 'clock'>,
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
