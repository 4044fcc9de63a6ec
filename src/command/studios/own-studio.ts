// A Studio that a command starts for itself, on a host of its own: no other session is touched, and both end with it.
import type { CommandContext, StudioSession } from '../command-context.js';
import { untilAbortedAsync } from '../waits.js';
import type { LaunchOptions, RunningStudio } from '../world/studio-launcher.js';
import { connectedSessionAsync, endedBySignalAsync, whileItRunsAsync } from './studio-start.js';

/** How long the start may take, as the help tells it. */
export const OWN_STUDIO_DEFAULTS = { wait: '120s; 60s in an emulated Studio' } as const;

export interface OwnStudio {
  readonly session: StudioSession;
  readonly running: RunningStudio;
  closeAsync(): Promise<void>;
}

export interface OwnStudioUse {
  /** It is not closed with the command. */
  readonly keepOpen?: boolean | undefined;
}

export async function withOwnStudioAsync<Result>(
  launch: Omit<LaunchOptions, 'port'>,
  context: CommandContext,
  work: (session: StudioSession, studio: RunningStudio) => Promise<Result>,
  { keepOpen = false }: OwnStudioUse = {},
): Promise<Result> {
  const { session, running, closeAsync } = await openOwnStudioAsync(launch, context);
  let isKept = false;
  try {
    const working = whileItRunsAsync(running, context.clock, work(session, running));
    const result = await endedBySignalAsync(working, context);
    if (keepOpen && !context.signal.aborted) isKept = await keepAsync(running, context);
    return result;
  } finally {
    await closeAsync({ isKept });
  }
}

/** @param onStarted Called when it runs and has yet to connect. */
export async function openOwnStudioAsync(
  launch: Omit<LaunchOptions, 'port'>,
  context: CommandContext,
  onStarted?: () => void,
): Promise<OwnStudio & { closeAsync(how?: { readonly isKept: boolean }): Promise<void> }> {
  const { notify, signal } = context;
  const isInner = launch.faults === undefined && (await context.studios.isEmulatedAsync(launch));
  const connection = await context.openConnectionAsync({ isPrivate: true, isInner });
  let studio: RunningStudio | undefined;
  const closeAsync = async (how?: { readonly isKept: boolean }) => {
    // Side by side: neither needs the other any more. One whose script was interrupted may be too busy to hear of it.
    const atOnce = signal.aborted;
    await Promise.all([
      how?.isKept ? undefined : studio?.closeAsync({ atOnce }),
      connection.disconnectAsync(),
    ]);
  };
  try {
    studio = await context.studios.launchAsync({
      port: connection.port,
      admit: connection.admit,
      notify,
      ...launch,
    });
    notify(studio.notice);
    onStarted?.();
    const session = await connectedSessionAsync(connection, studio, {
      waitMs: context.options.waitMs,
      signal,
    });
    return { session, running: studio, closeAsync };
  } catch (error) {
    await closeAsync();
    throw error;
  }
}

/** True if it goes on without this process. One that cannot is kept until somebody has had enough of it. */
async function keepAsync(studio: RunningStudio, { signal, notify }: CommandContext): Promise<boolean> {
  if (studio.letGoAsync) {
    await studio.letGoAsync();
    notify('Studio stays open, with a copy of the place: to keep what is in it, save it under another name.');
    return true;
  }
  notify('The emulated Studio stays open until this command is interrupted.');
  await Promise.race([untilAbortedAsync(signal), studio.exited]);
  return false;
}
