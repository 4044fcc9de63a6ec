// The emulated Open Cloud as it is used: its tasks run on the emulated engine, each in a thread of its own.
import { type Clock, systemClock } from '../../support/clock.js';
import { unlessAbortedAsync } from '../../support/unless-aborted.js';
import { cancelledAsync } from '../start-error.js';
import {
  type EmulatedOpenCloud,
  type EmulatedOpenCloudOptions,
  startCloudServerAsync,
} from './cloud-server.js';
import { runTaskInWorker } from './worker-task-runner.js';

export type { EmulatedOpenCloud };

export interface StartOpenCloudOptions extends Omit<EmulatedOpenCloudOptions, 'run' | 'clock'> {
  /** Whose time tasks, logs and limits go by. Default: that of this machine. */
  clock?: Clock;
  /** Gives up the start: it then ends with CANCELLED. */
  signal?: AbortSignal;
}

/**
 * Starts one on loopback; its tasks run on the emulated engine, each in a thread of its own.
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function startEmulatedOpenCloudAsync({
  signal,
  clock = systemClock,
  ...options
}: StartOpenCloudOptions = {}): Promise<EmulatedOpenCloud> {
  return await unlessAbortedAsync(
    startCloudServerAsync({ ...options, clock, run: runTaskInWorker }),
    signal,
    () => cancelledAsync('The start of the emulated Open Cloud'),
    (late) => late.closeAsync(),
  );
}
