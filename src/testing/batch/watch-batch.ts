// A batch that runs again when files change: only the packages that a change reaches, and the newest change wins.
import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BatchRequest, TestRun } from '../../command/world/test-access.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { FileEvents } from '../../support/folder-watch.js';
import { affectedPackages } from '../packages/dependents.js';
import { type ChosenPackages, findPackagesAsync } from '../packages/find-packages.js';
import { ChangeBatch } from '../watch/change-batch.js';
import { SourceSet } from '../watch/source-set.js';
import type { WatchOptions } from '../watch/watch-run.js';
import { readSubjectAsync } from '../watch/watch-subject.js';
import { type BatchSurroundings, runBatchTestsAsync } from './batch-tests.js';

const SCRIPT = /\.luau?$/;
const MANIFEST = 'package.json';
const NOTHING_RAN: TestRun = { exitCode: 5, text: '', report: {}, files: [] };

/** Runs until it is interrupted; the result is that of the newest run. */
export async function watchBatchAsync(
  request: BatchRequest,
  surroundings: BatchSurroundings,
  options: WatchOptions,
): Promise<TestRun> {
  const watch = new BatchWatch(request, surroundings, options);
  try {
    return await watch.runAsync();
  } finally {
    await watch.closeAsync();
  }
}

class BatchWatch {
  private readonly sources = new SourceSet();
  private readonly changes: ChangeBatch;
  private readonly events: FileEvents;
  /** Names of targets that have no verdict since they changed. */
  private readonly open = new Set<string>();
  private packages: ChosenPackages | undefined;
  private last = NOTHING_RAN;
  private runs = 0;
  private current = new AbortController();
  /** Changes are dealt with one after the other, but only the newest is run to its end. */
  private work = Promise.resolve();

  constructor(
    private readonly request: BatchRequest,
    private readonly surroundings: BatchSurroundings,
    private readonly options: WatchOptions,
  ) {
    this.changes = new ChangeBatch(surroundings.clock, (paths, firstAt) => this.onChanges(paths, firstAt));
    this.events = options.createEvents(this.changes.add);
  }

  async runAsync(): Promise<TestRun> {
    const { signal, clock, folder } = this.surroundings;
    const interrupted = new Promise<void>((done) => {
      if (signal.aborted) done();
      signal.addEventListener('abort', () => done(), { once: true });
    });
    const chosen = await findPackagesAsync({ folder, signal, ...this.request });
    for (const { name } of chosen.targets) this.open.add(name);
    await this.readAsync();
    this.enqueue(() => this.testAsync([], clock.now()));
    await interrupted;
    // It was told when it was known.
    return { ...this.last, text: '' };
  }

  async closeAsync(): Promise<void> {
    this.changes.close();
    this.events.stop();
    this.current.abort();
    await this.work;
  }

  /** Everything that could be concerned by a change, whatever has changed so far. */
  private async readAsync(): Promise<void> {
    const { folder, signal } = this.surroundings;
    this.packages = await findPackagesAsync({ ...this.request, folder, signal, base: undefined });
    const used = new Set<string>();
    for (const { source, script, package: one } of this.packages.targets) {
      used.add(join(one.folder, MANIFEST));
      const subject = await readSubjectAsync(source, folder, script).catch(() => undefined);
      for (const path of subject?.used ?? [source]) used.add(path);
    }
    this.sources.remember(used);
    this.events.follow(used);
  }

  private onChanges(paths: ReadonlySet<string>, firstAt: number): void {
    const change = this.sources.look(paths, (path) => SCRIPT.test(path));
    if (change.kind === 'none') return;
    this.current.abort();
    this.enqueue(async () => {
      if (change.kind === 'structure') await this.readAsync();
      this.reach(change.files);
      await this.testAsync(change.files, firstAt);
    });
  }

  private reach(files: readonly string[]): void {
    if (!this.packages) return;
    const { workspace, targets } = this.packages;
    const affected = affectedPackages(workspace, targets, { files: files.map(realPathOf), gone: [] });
    for (const { name, package: one } of targets) if (affected.has(one.name)) this.open.add(name);
  }

  private enqueue(action: () => Promise<void>): void {
    this.work = this.work.then(action).catch((error: unknown) => {
      const isOver = error instanceof BridgeError && error.code === 'CANCELLED';
      if (!isOver) this.surroundings.tell(error instanceof Error ? error.message : String(error));
    });
  }

  private async testAsync(files: readonly string[], firstAt: number): Promise<void> {
    const { clock, signal, folder, tell } = this.surroundings;
    if (this.open.size === 0) return;
    const current = new AbortController();
    this.current = current;
    const changed = files.map((file) => relative(folder, file));
    if (changed.length > 0) tell(`── ${changed.join(', ')} ──`);
    const isReplaced = () => current.signal.aborted && !signal.aborted;
    const turn = { run: ++this.runs, changed, isReplaced, only: new Set(this.open) };
    const either = AbortSignal.any([signal, current.signal]);
    this.last = await runBatchTestsAsync(this.request, { ...this.surroundings, signal: either, turn });
    for (const name of turn.only) this.open.delete(name);
    this.options.onRun(this.last);
    tell(`Verdict after ${Math.round(clock.now() - firstAt)} ms. Waiting for changes; Ctrl+C ends.`);
  }
}

/** As folders of packages are named; what is gone is where it was. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
