// How commands run tests. Beside app.ts, because it joins the test runner with what tests can run on.
import type { CommandContext } from '../command/command-context.js';
import type { TestAccess, TestRequest } from '../command/world/test-access.js';
import type { TestTarget } from '../testing/configuration/find-test-target.js';
import { backendFor, createJobContextAsync, sayingOnce } from './test-jobs.js';

const testAccess = (stateFolder: string): Pick<TestAccess<CommandContext>, 'runAsync'> => ({
  async runAsync(request, context) {
    const { findTestTarget } = await import('../testing/configuration/find-test-target.js');
    const { clock, signal, options } = context;
    const folder = process.cwd();
    const target = findTestTarget(request, folder);
    if (target.foundIn !== undefined) context.notify(`Testing ${target.place}, as ${target.foundIn} says.`);
    const script = request.script ?? (await readScriptAsync(target, request, context));
    const cloud = {
      ...request.cloud,
      universeId: request.cloud?.universeId ?? target.universeId,
      placeId: request.cloud?.placeId ?? target.placeId,
    };
    const { coverage } = request;
    const backend = backendFor(request);
    if (backend === 'cloud') await tellShorterAsync(options.timeoutMs, context);
    const job = await createJobContextAsync({ backend, cloud, coverage }, sayingOnce(context), stateFolder);
    const scriptFile = request.scriptFile ?? (script === undefined ? undefined : target.script);
    const found = { ...request, ...target, script, scriptFile };
    const surroundings = {
      job,
      clock,
      signal,
      timeoutMs: options.timeoutMs,
      env: process.env,
      folder,
      print: (text: string) => context.emit({ text, to: 'result' }),
    };
    if (!request.watch) {
      const { runTestsAsync } = await import('../testing/run/test-run.js');
      return await runTestsAsync(found, surroundings);
    }
    const [{ watchTestsAsync }, { FolderWatch }] = await Promise.all([
      import('../testing/watch/watch-run.js'),
      import('../support/folder-watch.js'),
    ]);
    const createEvents = (onChange: (path: string) => void) =>
      new FolderWatch(onChange, { holdsProcess: true });
    return await watchTestsAsync(found, surroundings, { createEvents, onRun: request.onRun });
  },
});

export function createTestAccess(stateFolder: string): TestAccess<CommandContext> {
  return {
    ...testAccess(stateFolder),
    async runBatchAsync(request, context) {
      const { runBatchAsync } = await import('./batch-access.js');
      return await runBatchAsync(request, context, stateFolder);
    },
  };
}

/** Who asks for single specs does not want the script that runs all of them. */
async function readScriptAsync(
  { script }: TestTarget,
  { paths, filter, adapter }: TestRequest,
  { files }: CommandContext,
): Promise<string | undefined> {
  if (script === undefined || paths.length > 0 || filter !== undefined || adapter !== undefined)
    return undefined;
  return await files.readTextAsync(script);
}

/** Open Cloud gives no task more. */
async function tellShorterAsync(timeoutMs: number | undefined, { notify }: CommandContext): Promise<void> {
  const { LONGEST_SCRIPT_MS } = await import('../testing/jobs/job-context.js');
  if (timeoutMs === undefined || timeoutMs <= LONGEST_SCRIPT_MS) return;
  const longest = LONGEST_SCRIPT_MS / 1000;
  notify(`In Open Cloud the tests have ${longest} s at the most, not ${timeoutMs / 1000} s.`);
}
