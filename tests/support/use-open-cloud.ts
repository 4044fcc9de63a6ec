// For tests: an emulated Open Cloud of this process that ends with the test, and what talks to it.
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { NO_BOOT_TIMES } from '../../src/emulator/open-cloud/cloud-limits.js';
import type { EmulatedOpenCloudOptions } from '../../src/emulator/open-cloud/cloud-server.js';
import { startEmulatedOpenCloudAsync } from '../../src/emulator/open-cloud/start-emulated-open-cloud.js';
import { OpenCloudClient } from '../../src/open-cloud/index.js';
import { type Clock, systemClock } from '../../src/support/clock.js';
import { createCloudJobContext } from '../../src/testing/jobs/cloud-job-context.js';
import type { JobContext } from '../../src/testing/jobs/job-context.js';
import { UploadCache } from '../../src/testing/jobs/upload-cache.js';
import { useTmp } from './use-tmp.js';

export const PLACE = { universeId: 1, placeId: 2 };

export interface CloudRig {
  readonly url: string;
  readonly client: OpenCloudClient;
  /** `POST upload`, `GET task`, … in the order in which they came. */
  readonly requests: string[];
  /** What jobs said. */
  readonly notices: string[];
  /** A new one each time, on the same cache of uploads. */
  createJob(clock?: Clock): JobContext;
}

export async function useOpenCloudAsync(options: Partial<EmulatedOpenCloudOptions> = {}): Promise<CloudRig> {
  const requests: string[] = [];
  const notices: string[] = [];
  const notify = (line: string) => notices.push(line);
  const cloud = await startEmulatedOpenCloudAsync({
    clock: systemClock,
    boot: NO_BOOT_TIMES,
    onRequest: ({ method, path, status }) => requests.push(`${method} ${kindOf(path)} ${status}`),
    ...options,
  });
  onTestFinished(() => cloud.closeAsync());
  const client = new OpenCloudClient({ apiKey: 'any', baseUrl: cloud.url, random: () => 0 });
  const cache = new UploadCache(join(useTmp(), 'uploads.json'));
  return {
    url: cloud.url,
    client,
    requests,
    notices,
    createJob(clock = systemClock) {
      const job = createCloudJobContext({ client, service: cloud.url, ...PLACE, cache, clock, notify });
      onTestFinished(() => job.disposeAsync());
      return job;
    },
  };
}

function kindOf(path: string): string {
  if (path.endsWith('/versions')) return 'upload';
  if (/\/places\/\d+\/luau-execution-session-tasks$/.test(path)) return 'create';
  if (path.endsWith('/luau-execution-session-tasks')) return 'create pinned';
  if (path.endsWith('/logs')) return 'logs';
  if (path.includes('/tasks/')) return 'task';
  return path.split('/').slice(-2).join('/');
}
