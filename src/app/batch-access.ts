// How commands run batches. Beside app.ts, because it joins the test runner with what tests can run on.
import { join } from 'node:path';
import type { CommandContext } from '../command/command-context.js';
import type { BatchRequest, TestRun } from '../command/world/test-access.js';
import { BridgeError } from '../protocol/bridge-error.js';
import type { BatchSurroundings } from '../testing/batch/batch-tests.js';
import type { OpenedLanes } from '../testing/batch/lanes.js';
import type { ChosenPackages } from '../testing/packages/find-packages.js';
import { openCloudAsync } from './cloud-access.js';
import { backendFor, createJobContextAsync, sayingOnce, UPLOADS } from './test-jobs.js';

export async function runBatchAsync(
  wanted: BatchRequest,
  context: CommandContext,
  stateFolder: string,
): Promise<TestRun> {
  const request = { ...wanted, backend: backendFor(wanted) };
  const { clock, signal, options, notify } = context;
  const jobs = sayingOnce(context);
  const surroundings: BatchSurroundings = {
    openLanesAsync: (packages) =>
      request.backend === 'cloud'
        ? openCloudLanesAsync(packages, request, jobs, stateFolder)
        : openLocalLanesAsync(request, jobs, stateFolder),
    clock,
    signal,
    timeoutMs: options.timeoutMs,
    env: process.env,
    folder: process.cwd(),
    stateFolder,
    print: (text) => context.emit({ text, to: 'result' }),
    tell: notify,
    showProgress: context.showProgress,
  };
  if (!request.watch || request.isListOnly) {
    const { runBatchTestsAsync } = await import('../testing/batch/batch-tests.js');
    return await runBatchTestsAsync(request, surroundings);
  }
  const [{ watchBatchAsync }, { FolderWatch }] = await Promise.all([
    import('../testing/batch/watch-batch.js'),
    import('../support/folder-watch.js'),
  ]);
  const createEvents = (onChange: (path: string) => void) =>
    new FolderWatch(onChange, { holdsProcess: true });
  return await watchBatchAsync(request, surroundings, { createEvents, onRun: request.onRun });
}

async function openLocalLanesAsync(
  { backend, shards, coverage }: BatchRequest,
  context: CommandContext,
  stateFolder: string,
): Promise<OpenedLanes> {
  const { emulatorLanesAsync, studioLanes } = await import('../testing/batch/lanes.js');
  const isStudio = backend === 'studio' || (backend === undefined && (await hasStudioAsync(context)));
  const createJobAsync = () =>
    createJobContextAsync({ backend: isStudio ? 'studio' : 'emulator', coverage }, context, stateFolder);
  return isStudio
    ? studioLanes(await createJobAsync(), shards)
    : await emulatorLanesAsync(createJobAsync, shards);
}

async function hasStudioAsync({ studios }: CommandContext): Promise<boolean> {
  try {
    return (await studios.listInstallationsAsync()).length > 0;
  } catch {
    return false;
  }
}

/** One client for all places: what Open Cloud allows, it allows to the owner of the key. */
async function openCloudLanesAsync(
  { targets }: ChosenPackages,
  { cloud = {}, places }: BatchRequest,
  { clock, notify }: CommandContext,
  stateFolder: string,
): Promise<OpenedLanes> {
  const [{ cloudLanes, placesOf }, { createCloudJobContext }, { UploadCache }] = await Promise.all([
    import('../testing/batch/lanes.js'),
    import('../testing/jobs/cloud-job-context.js'),
    import('../testing/jobs/upload-cache.js'),
  ]);
  const chosen = placesOf({ named: places, single: cloud, targets });
  if (chosen.length === 0) {
    throw new BridgeError('USAGE', 'Open Cloud needs places to run the tests in, and their universes.', {
      hint: 'Name them: --places 34/12,34/13, or in deploy.nevermore.json. The tests are uploaded there as versions that players do not get.',
    });
  }
  const { client, service } = await openCloudAsync(cloud, stateFolder, notify);
  const names = chosen.map(({ universeId, placeId }) => `${universeId}/${placeId}`);
  notify(`Using Open Cloud at ${service}: ${names.length === 1 ? 'place' : 'places'} ${names.join(', ')}.`);
  const cache = new UploadCache(join(stateFolder, UPLOADS));
  return cloudLanes(
    chosen.map((place) => ({
      job: createCloudJobContext({ client, service, cache, clock, notify, ...place }),
      universeId: place.universeId,
    })),
  );
}
