// How commands run batches. Beside app.ts, because it joins the test runner with what tests can run on.
import type { CommandContext } from './command/command-context.js';
import type { BatchRequest, TestRun } from './command/test-access.js';
import type { OpenedLanes } from './testing/batch/lanes.js';
import type { ChosenPackages } from './testing/packages/find-packages.js';

export async function runBatchAsync(
  request: BatchRequest,
  context: CommandContext,
  stateFolder: string,
): Promise<TestRun> {
  const { runBatchTestsAsync } = await import('./testing/batch/batch-tests.js');
  const { clock, signal, options, notify } = context;
  return await runBatchTestsAsync(request, {
    openLanesAsync: (packages) => openLanesAsync(packages, request, context),
    clock,
    signal,
    timeoutMs: options.timeoutMs,
    env: process.env,
    folder: process.cwd(),
    stateFolder,
    print: (text) => context.emit({ text, to: 'result' }),
    tell: notify,
  });
}

async function openLanesAsync(
  _packages: ChosenPackages,
  { backend, shards }: BatchRequest,
  context: CommandContext,
): Promise<OpenedLanes> {
  const { createEmulatorJobContext, createStudioJobContext } = await import(
    './testing/jobs/studio-job-context.js'
  );
  const { emulatorLanes, studioLanes } = await import('./testing/batch/lanes.js');
  const isStudio = backend === 'studio' || (backend === undefined && (await hasStudioAsync(context)));
  return isStudio
    ? studioLanes(createStudioJobContext(context), shards)
    : emulatorLanes(() => createEmulatorJobContext(context), shards);
}

async function hasStudioAsync({ studios }: CommandContext): Promise<boolean> {
  try {
    return (await studios.listInstallationsAsync()).length > 0;
  } catch {
    return false;
  }
}
