// `batch test` from the workspace to its reports and its exit code.
import type { BatchRequest, TestRun } from '../../command/world/test-access.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock } from '../../support/clock.js';
import { CoverageRun, withCoverageAsync } from '../line-coverage/coverage-run.js';
import { type ChosenPackages, findPackagesAsync } from '../packages/find-packages.js';
import type { TestTarget } from '../packages/test-target.js';
import { localPath } from '../packages/workspace.js';
import { ProgressTable } from '../reports/progress-table.js';
import { ReportOutputs } from '../reports/report-outputs.js';
import type { PackageReport, RunReport } from '../results/run-report.js';
import { endedRun } from '../run/ended-run.js';
import { reasonOf } from '../run/known-so-far.js';
import { mergedRuns } from '../run/repeated-run.js';
import type { RunTurn } from '../run/test-run.js';
import { BatchListener } from './batch-listener.js';
import { BatchStore } from './batch-store.js';
import type { OpenedLanes } from './lanes.js';
import { type BatchSettings, backendOf, runBatchAsync } from './run-batch.js';

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
  /** What is under way, a line each; with it, nobody has to be told of packages that pass. */
  readonly showProgress?: ((lines: readonly string[]) => void) | undefined;
  /** Of a watch: the targets of these names, whatever has changed. */
  readonly turn?: (RunTurn & { readonly only: ReadonlySet<string> }) | undefined;
}

const PACKAGE_MS = 60_000;
const NOTHING: RunReport = { backend: 'emulator', packages: [], durationMs: 0 };

export async function runBatchTestsAsync(
  request: BatchRequest,
  surroundings: BatchSurroundings,
): Promise<TestRun> {
  const { clock, env, folder, print, tell, turn } = surroundings;
  if (request.resume && request.repeat > 1)
    throw new BridgeError('USAGE', 'Give --resume or --repeat, not both.');
  // What is kept of earlier results says nothing about lines.
  if (request.resume && request.coverage)
    throw new BridgeError('USAGE', 'Give --resume or --coverage, not both.');
  // Before anything runs: a report that cannot be made is known then.
  const outputs = new ReportOutputs(request.reports, {
    env,
    clock,
    print,
    folder,
    isContinued: (turn?.run ?? 1) > 1,
  });
  try {
    const packages = await chooseAsync(request, surroundings);
    for (const { name, notes } of packages.targets) for (const note of notes) tell(`${name}: ${note}`);
    if (request.isListOnly) return list(packages, request);
    if (packages.targets.length === 0) return { ...nothingRan(packages, request), files: [] };
    outputs.begin({ packages: packages.targets.length, run: turn?.run, changed: turn?.changed });
    const { report, coverage } = await runAllAsync(packages, request, surroundings, outputs);
    return endedRun(report, await withCoverageAsync(outputs.end(report), coverage), request, tell);
  } finally {
    outputs.close();
  }
}

async function chooseAsync(
  request: BatchRequest,
  { folder, signal, turn }: BatchSurroundings,
): Promise<ChosenPackages> {
  if (!turn) return await findPackagesAsync({ folder, signal, ...request });
  const all = await findPackagesAsync({ ...request, folder, signal, base: undefined });
  return { ...all, unknown: [], targets: all.targets.filter(({ name }) => turn.only.has(name)) };
}

async function runAllAsync(
  packages: ChosenPackages,
  request: BatchRequest,
  surroundings: BatchSurroundings,
  outputs: ReportOutputs,
): Promise<{ report: RunReport; coverage: CoverageRun | undefined }> {
  const { openLanesAsync, stateFolder, clock, tell, print, showProgress } = surroundings;
  const { targets, workspace, total, unknown } = packages;
  tell(`Testing ${targets.length} of ${total} packages in ${workspace.root}.`);
  if (unknown.length > 0) tell(noSuchName(unknown));
  const startedAt = clock.now();
  const runs: ReadonlyMap<TestTarget, PackageReport>[] = [];
  const subjects = new Map(
    targets.map((target) => [
      target,
      { name: target.name, place: target.source, folder: target.package.folder },
    ]),
  );
  const coverage = request.coverage
    ? new CoverageRun(request.coverageReports, surroundings.folder, [...subjects.values()])
    : undefined;
  const opened = await openLanesAsync(packages);
  const backend = backendOf(opened.lanes);
  const store = new BatchStore(stateFolder, workspace.root, backend);
  const table = new ProgressTable(showProgress);
  const isLastRun = request.repeat === 1;
  let listener: BatchListener | undefined;
  const conclude = (): RunReport => {
    const known = targets.map((target) => runs.flatMap((run) => run.get(target) ?? []));
    const merged = known.flatMap((own) => (own.length === 0 ? [] : [mergedRuns(own)]));
    if (!isLastRun) for (const one of merged) outputs.package(one);
    return { backend, packages: merged, durationMs: clock.now() - startedAt };
  };
  try {
    for (let count = 1; count <= request.repeat; count++) {
      if (count > 1) tell(`Run ${count} of ${request.repeat}`);
      const open = targets.filter((target) => runs.every((run) => goesOn(run.get(target))));
      if (open.length === 0) break;
      listener = new BatchListener({ ...surroundings, targets: open, outputs, table, isLastRun });
      listener.numberAfter(runs.flatMap((run) => [...run.values()]));
      const settings = { ...settingsOf(request, surroundings, outputs), ...opened, ...listener.hooks };
      const afterwardsAsync: BatchSettings['afterwardsAsync'] = async (target, job, deployment) => {
        const subject = subjects.get(target);
        if (subject) await coverage?.gatherAsync(subject, job, deployment);
      };
      await runBatchAsync({ ...settings, targets: open, store, afterwardsAsync });
      const reports = await listener.finishAsync();
      runs.push(reports);
      if (request.failFast && [...reports.values()].some(({ verdict }) => verdict === 'failed')) break;
    }
    const report = conclude();
    const left = targets.length - report.packages.length;
    if (left > 0)
      tell(`A package has failed, so ${left} more ${left === 1 ? 'was' : 'were'} not run to an end.`);
    return { report, coverage };
  } catch (error) {
    if (surroundings.turn?.isReplaced()) {
      outputs.replace();
      throw error;
    }
    const known = await listener?.finishAsync();
    if (known && !runs.includes(known)) runs.push(known);
    const report = { ...conclude(), incomplete: reasonOf(error) };
    const { text, faults } = outputs.end(report, { isWanted: report.packages.length > 0 });
    for (const fault of faults) tell(fault);
    if (text !== '') print(text);
    tell(`What is known so far is in ${store.resultsFile}. Go on with --resume.`);
    throw error;
  } finally {
    table.clear();
    await Promise.all(opened.lanes.map(({ job }) => job.disposeAsync()));
  }
}

/** A package without a verdict has none the next time either. */
const goesOn = (report: PackageReport | undefined) => report !== undefined && report.verdict !== 'error';

function settingsOf(
  request: BatchRequest,
  { timeoutMs, clock, signal }: BatchSurroundings,
  outputs: ReportOutputs,
) {
  const { shards, resume, builder, retries, failFast } = request;
  return {
    shards,
    // Lines are counted by the names of scripts, which several packages may have.
    isSeparate: request.isSeparate || request.coverage,
    resume,
    builder,
    retries,
    failFast,
    tests: {
      name: request.filter,
      adapter: request.adapter,
      testTimeoutSeconds: request.testTimeoutMs / 1000,
      ...(failFast ? { failFast } : {}),
      isGrouped: !request.namesLines && !outputs.namesLines,
    },
    packageMs: timeoutMs ?? PACKAGE_MS,
    clock,
    signal,
  };
}

function list(packages: ChosenPackages, request: BatchRequest): TestRun {
  const { targets, workspace } = packages;
  const shown = targets.map(({ name, source, script }) => ({
    name,
    source: localPath(workspace.root, source),
    ...(script === undefined ? {} : { script: localPath(workspace.root, script) }),
  }));
  const text = shown.map(({ name, source, script }) => [name, source, script].filter(Boolean).join('  '));
  const shownText = targets.length === 0 ? nothingRan(packages, request).text : text.join('\n');
  return { exitCode: 0, text: shownText, report: { root: workspace.root, packages: shown }, files: [] };
}

function noSuchName(names: readonly string[]): string {
  return `No package that is to be tested has such a name: ${names.join(', ')}.`;
}

function nothingRan({ workspace, total }: ChosenPackages, request: BatchRequest) {
  const why =
    total === 0
      ? `No package in ${workspace.root} has tests: a project such as default.project.json, a test target in deploy.nevermore.json, or the command test in a studio-bridge.json.`
      : request.names.length > 0
        ? noSuchName(request.names)
        : `Nothing that is tested has changed since ${request.base}.`;
  return { exitCode: request.passWithNoTests ? (0 as const) : (5 as const), text: why, report: NOTHING };
}
