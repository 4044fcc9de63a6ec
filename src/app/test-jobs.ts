// What tests can run on, for the commands that run them. Beside app.ts, because it joins the test runner with Studios and
// Open Cloud.
import { join } from 'node:path';
import type { CommandContext } from '../command/command-context.js';
import type { CloudTarget, TestRequest } from '../command/world/test-access.js';
import { BridgeError } from '../protocol/bridge-error.js';
import type { JobContext } from '../testing/jobs/job-context.js';
import { openCloudAsync } from './cloud-access.js';

export const UPLOADS = 'cloud-uploads.json';

/** @throws BridgeError USAGE where coverage is wanted of what cannot count it. */
export function backendFor({
  backend,
  coverage,
}: Pick<TestRequest, 'backend' | 'coverage'>): TestRequest['backend'] {
  if (!coverage || backend === 'emulator') return backend;
  if (backend === undefined) return 'emulator';
  throw new BridgeError('USAGE', 'Coverage is counted by the emulated Studio only.', {
    hint: 'Leave the backend out, or give --emulator.',
  });
}

/** What stands behind a backend; it says so in one line. */
export async function createJobContextAsync(
  {
    backend,
    cloud = {},
    coverage = false,
  }: Pick<TestRequest, 'backend' | 'cloud'> & Partial<Pick<TestRequest, 'coverage'>>,
  context: CommandContext,
  stateFolder: string,
): Promise<JobContext> {
  if (backend === 'cloud') return await createCloudAsync(cloud, context, stateFolder);
  const { createEmulatorJobContext, createLocalJobContext, createStudioJobContext } = await import(
    '../testing/jobs/studio-job-context.js'
  );
  if (backend === 'emulator') return createEmulatorJobContext(context, { coverage });
  return backend === 'studio' ? createStudioJobContext(context) : createLocalJobContext(context);
}

async function createCloudAsync(
  target: CloudTarget,
  { clock, notify }: CommandContext,
  stateFolder: string,
): Promise<JobContext> {
  const { universeId, placeId } = target;
  if (universeId === undefined || placeId === undefined) {
    throw new BridgeError('USAGE', 'Open Cloud needs a place to run the tests in, and its universe.', {
      hint: 'Name them: --universe-id 34 --place-id 12, or in deploy.nevermore.json. The tests are uploaded there as a version that players do not get.',
    });
  }
  const [{ client, service }, { createCloudJobContext }, { UploadCache }] = await Promise.all([
    openCloudAsync(target, stateFolder, notify),
    import('../testing/jobs/cloud-job-context.js'),
    import('../testing/jobs/upload-cache.js'),
  ]);
  notify(`Using Open Cloud: place ${placeId} of universe ${universeId} at ${service}.`);
  const cache = new UploadCache(join(stateFolder, UPLOADS));
  return createCloudJobContext({ client, service, universeId, placeId, cache, clock, notify });
}

/** Which Studio it is counts once, however often one is started. */
export function sayingOnce(context: CommandContext): CommandContext {
  const said = new Set<string>();
  return {
    ...context,
    notify(line) {
      if (!said.has(line)) context.notify(line);
      said.add(line);
    },
  };
}
