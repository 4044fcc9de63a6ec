// `batch test` from the workspace to its reports and its exit code.
import type { BatchRequest, TestRun } from '../../command/test-access.js';
import type { Clock } from '../../support/clock.js';
import { exitCodeOf } from '../exit-code.js';
import { type ChosenPackages, findPackagesAsync } from '../packages/find-packages.js';
import { localPath } from '../packages/workspace.js';
import { ReportOutputs } from '../reports/report-outputs.js';
import { caveatsOf, type PackageReport, problemNotes, type RunReport } from '../run-report.js';
import { locateFailuresAsync } from '../source-maps/locate-failures.js';
import { loadScriptFilesAsync } from '../source-maps/script-files.js';
import { BatchStore } from './batch-store.js';
import type { OpenedLanes } from './lanes.js';
import { type BatchProgress, runBatchAsync } from './run-batch.js';

export interface BatchSurroundings {
  readonly openLanesAsync: (packages: ChosenPackages) => Promise<OpenedLanes>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Of one package. */
  readonly timeoutMs?: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly stateFolder: string;
  /** A line for whoever reads the result while it comes. */
  readonly print: (line: string) => void;
  /** A line about what is going on. */
  readonly tell: (line: string) => void;
}

const PACKAGE_MS = 60_000;
const NOTHING: RunReport = { backend: 'emulator', packages: [], durationMs: 0 };
const MARKS = { passed: '✓', failed: '✗', empty: '○', error: '!' } as const;

export async function runBatchTestsAsync(
  request: BatchRequest,
  surroundings: BatchSurroundings,
): Promise<TestRun> {
  const { clock, env, folder, signal, print, tell } = surroundings;
  // Before anything runs: a report that cannot be made is known then.
  const outputs = new ReportOutputs(request.reports, { env, clock, print });
  try {
    const packages = await findPackagesAsync({ folder, signal, ...request });
    for (const { name, notes } of packages.targets) for (const note of notes) tell(`${name}: ${note}`);
    if (request.isListOnly) return list(packages);
    if (packages.targets.length === 0) return { ...nothingRan(packages, request), files: [] };
    outputs.begin({ packages: packages.targets.length });
    const report = await runAsync(packages, request, surroundings, outputs);
    return { exitCode: exitCodeOf(report, request), report, ...outputs.end(report) };
  } finally {
    outputs.close();
  }
}

async function runAsync(
  packages: ChosenPackages,
  request: BatchRequest,
  { openLanesAsync, stateFolder, timeoutMs, clock, signal, folder, tell }: BatchSurroundings,
  outputs: ReportOutputs,
): Promise<RunReport> {
  const { targets, workspace, total } = packages;
  const { shards, isSeparate, resume, builder } = request;
  tell(`Testing ${targets.length} of ${total} packages in ${workspace.root}.`);
  const opened = await openLanesAsync(packages);
  const backend = opened.lanes[0]?.job.backend ?? 'emulator';
  const store = new BatchStore(stateFolder, workspace.root, backend);
  const located: PackageReport[] = [];
  try {
    const report = await runBatchAsync({
      targets,
      ...opened,
      shards,
      isSeparate,
      resume,
      builder,
      tests: {
        name: request.filter,
        adapter: request.adapter,
        testTimeoutSeconds: request.testTimeoutMs / 1000,
      },
      packageMs: timeoutMs ?? PACKAGE_MS,
      store,
      clock,
      signal,
      onPackage: (one, progress) => tell(progressLine(one, progress)),
    });
    for (const [index, one] of report.packages.entries()) {
      const source = targets[index]?.source ?? '';
      located.push(await locateFailuresAsync(one, () => loadScriptFilesAsync(source, folder), folder));
    }
    for (const one of located) {
      for (const event of one.events) outputs.output(event);
      for (const test of one.tests) outputs.test(one.name, test);
      outputs.package(one);
    }
    return { ...report, packages: located };
  } catch (error) {
    if (signal.aborted) tell(`What is known so far is in ${store.resultsFile}. Go on with --resume.`);
    throw error;
  } finally {
    await Promise.all(opened.lanes.map(({ job }) => job.disposeAsync()));
  }
}

function progressLine(report: PackageReport, { done, total, isKept }: BatchProgress): string {
  const { verdict, name, tests, error, durationMs } = report;
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const ran = tests.filter(({ status }) => status !== 'skipped').length;
  const notes = [
    ...(error === undefined ? [] : [error]),
    ...caveatsOf(report),
    ...problemNotes(report.problems),
    ...(isKept ? ['from the last batch'] : []),
  ];
  const tail = notes.length > 0 ? `: ${notes.join(', ')}` : '';
  return `${MARKS[verdict]} [${done}/${total}] ${name} ${passed}/${ran} (${Math.round(durationMs)} ms)${tail}`;
}

function list({ targets, workspace }: ChosenPackages): TestRun {
  const shown = targets.map(({ name, source, script }) => ({
    name,
    source: localPath(workspace.root, source),
    ...(script === undefined ? {} : { script: localPath(workspace.root, script) }),
  }));
  const text = shown.map(({ name, source, script }) => [name, source, script].filter(Boolean).join('  '));
  return { exitCode: 0, text: text.join('\n'), report: { root: workspace.root, packages: shown }, files: [] };
}

function nothingRan({ workspace, total }: ChosenPackages, request: BatchRequest) {
  const why =
    total === 0
      ? `No package in ${workspace.root} has tests: a default.project.json, a test target in deploy.nevermore.json, or the command test in a studio-bridge.json.`
      : request.base === undefined
        ? 'No package has such a name.'
        : `Nothing that is tested has changed since ${request.base}.`;
  return { exitCode: request.passWithNoTests ? (0 as const) : (5 as const), text: why, report: NOTHING };
}
