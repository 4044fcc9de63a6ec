// The emulated Open Cloud as it is used: its tasks run on the emulated engine, each in a thread of its own.
import {
  type EmulatedOpenCloud,
  type EmulatedOpenCloudOptions,
  startCloudServerAsync,
} from './cloud-server.js';
import { runTaskInWorker } from './worker-task-runner.js';

export type { EmulatedOpenCloud };

/**
 * Starts one on loopback; its tasks run on the emulated engine, each in a thread of its own.
 *
 * @throws Error with code EADDRINUSE if the port is taken
 */
export function startEmulatedOpenCloudAsync(
  options: Omit<EmulatedOpenCloudOptions, 'run'>,
): Promise<EmulatedOpenCloud> {
  return startCloudServerAsync({ ...options, run: runTaskInWorker });
}
