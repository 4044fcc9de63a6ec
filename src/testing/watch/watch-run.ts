// Tests that run again when their files change: the newest change wins, what it concerns runs first, and only what
// changed goes to the place.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { TestRun } from '../../command/world/test-access.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { FileEvents } from '../../support/folder-watch.js';
import { OutdatedPlaceError } from '../jobs/job-context.js';
import type { PackageReport } from '../results/run-report.js';
import { type PackageRequest, runDeployedAsync } from '../run/package-run.js';
import { runRepeatedlyAsync } from '../run/repeated-run.js';
import { type PlacedRequest, type RunSurroundings, runOnceAsync } from '../run/test-run.js';
import { affectedSpecs } from './affected-specs.js';
import { ChangeBatch } from './change-batch.js';
import { ReadyPlace } from './ready-place.js';
import { SourceSet } from './source-set.js';
import { readSubjectAsync, scriptTexts, type WatchSubject } from './watch-subject.js';

const SCRIPT = /\.luau?$/;
const NOTHING_RAN: TestRun = { exitCode: 5, text: '', report: {}, files: [] };

export interface WatchOptions {
  readonly createEvents: (onChange: (path: string) => void) => FileEvents;
  /** Told what each run came to. */
  readonly onRun: (run: TestRun) => void;
}

/** Runs until it is interrupted; the result is that of the newest run. */
export async function watchTestsAsync(
  request: PlacedRequest,
  surroundings: RunSurroundings,
  options: WatchOptions,
): Promise<TestRun> {
  const watch = new Watch(request, surroundings, options);
  try {
    return await watch.runAsync();
  } finally {
    await watch.closeAsync();
    await surroundings.job.disposeAsync();
  }
}

class Watch {
  private readonly sources = new SourceSet();
  private readonly batch: ChangeBatch;
  private readonly events: FileEvents;
  private readonly place: ReadyPlace;
  private subject: WatchSubject = { used: new Set(), scripts: new Map() };
  private last = NOTHING_RAN;
  private current = new AbortController();
  private runs = 0;
  /** Changes are dealt with one after the other, but only the newest is run to its end. */
  private work = Promise.resolve();

  constructor(
    private readonly request: PlacedRequest,
    private readonly surroundings: RunSurroundings,
    private readonly options: WatchOptions,
  ) {
    this.batch = new ChangeBatch(surroundings.clock, (paths, firstAt) => this.onChanges(paths, firstAt));
    this.events = options.createEvents(this.batch.add);
    this.place = new ReadyPlace(surroundings.job, {
      source: request.place,
      packageName: request.place,
      builder: request.builder,
    });
  }

  async runAsync(): Promise<TestRun> {
    const { signal, clock } = this.surroundings;
    const interrupted = new Promise<void>((done) => {
      if (signal.aborted) done();
      signal.addEventListener('abort', () => done(), { once: true });
    });
    await this.readAsync();
    this.enqueue(() => this.testAsync([], clock.now()));
    await interrupted;
    // It was told when it was known.
    return { ...this.last, text: '' };
  }

  async closeAsync(): Promise<void> {
    this.batch.close();
    this.events.stop();
    this.current.abort();
    await this.work;
    await this.place.discardAsync();
  }

  private async readAsync(): Promise<void> {
    const { place, scriptFile } = this.request;
    this.subject = await readSubjectAsync(place, this.surroundings.folder, scriptFile);
    this.sources.remember(this.subject.used);
    this.events.follow(this.subject.used);
  }

  private onChanges(paths: ReadonlySet<string>, firstAt: number): void {
    const change = this.sources.look(paths, (path) => SCRIPT.test(path));
    if (change.kind === 'none') return;
    this.current.abort();
    this.enqueue(async () => {
      if (change.kind === 'structure') {
        await this.place.discardAsync();
        await this.readAsync();
      } else {
        this.place.note(
          this.scriptsIn(change.files).map(({ name, file }) => ({ name, source: textOf(file) })),
        );
      }
      await this.testAsync(change.files, firstAt);
    });
  }

  private enqueue(action: () => Promise<void>): void {
    this.work = this.work.then(action).catch((error: unknown) => {
      const isOver = error instanceof BridgeError && error.code === 'CANCELLED';
      if (!isOver) this.request.onNotice(error instanceof Error ? error.message : String(error));
    });
  }

  private async testAsync(files: readonly string[], firstAt: number): Promise<void> {
    const { clock, signal, folder } = this.surroundings;
    const current = new AbortController();
    this.current = current;
    const either = AbortSignal.any([signal, current.signal]);
    const names = files.map((file) => relative(folder, file));
    if (names.length > 0) this.request.onNotice(`── ${names.join(', ')} ──`);
    this.runs++;
    const turn = {
      run: this.runs,
      changed: names,
      isReplaced: () => current.signal.aborted && !signal.aborted,
    };
    let firstMs: number | undefined;
    const request: PlacedRequest = {
      ...this.request,
      script: this.scriptNow(),
      onTest: (title, status) => {
        firstMs ??= clock.now() - firstAt;
        if (status === 'failed') this.request.onTest(title, status);
      },
    };
    const changed = new Set(this.scriptsIn(files).map(({ name }) => name));
    const first = changed.size === 0 ? [] : affectedSpecs(scriptTexts(this.subject), changed);
    this.last = await runOnceAsync(request, { ...this.surroundings, signal: either, turn }, (one) =>
      this.runPackageAsync({ ...one, order: { ...one.order, first } }),
    );
    const verdictMs = clock.now() - firstAt;
    this.options.onRun(this.last);
    const early = firstMs === undefined ? '' : `first result after ${Math.round(firstMs)} ms, `;
    this.request.onNotice(
      `${early}verdict after ${Math.round(verdictMs)} ms. Waiting for changes; Ctrl+C ends.`,
    );
  }

  private async runPackageAsync(one: PackageRequest): Promise<PackageReport> {
    const { job, clock } = this.surroundings;
    const { repeat, retries } = this.request;
    if (repeat > 1 || retries > 0 || !job.updateScriptsAsync) {
      return await runRepeatedlyAsync(job, one, { ...this.request, onAgain: this.request.onNotice });
    }
    const startedAt = clock.now();
    const ready = await this.place.takeAsync(one.signal, one.onPhase);
    try {
      const part = await runDeployedAsync(job, ready.deployment, one);
      return { name: one.name, ...part, durationMs: clock.now() - startedAt };
    } catch (error) {
      if (!(error instanceof OutdatedPlaceError)) throw error;
      // Not a second time: the job knows by now that this cannot be done, and has the place deployed again.
      return await this.runPackageAsync(one);
    } finally {
      // After the verdict: neither is in its way.
      clock.setTimer(0, () => {
        if (!this.surroundings.signal.aborted) this.place.prepare();
      });
      void this.place.releaseAsync(ready);
    }
  }

  private scriptNow(): string | undefined {
    const { script, scriptFile } = this.request;
    return scriptFile === undefined ? script : textOf(resolve(this.surroundings.folder, scriptFile));
  }

  private scriptsIn(files: readonly string[]): { name: string; file: string }[] {
    const wanted = new Set(files);
    return [...this.subject.scripts].flatMap(([name, file]) => (wanted.has(file) ? [{ name, file }] : []));
  }
}

const textOf = (file: string) => readFileSync(file, 'utf8');
