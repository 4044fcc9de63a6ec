// Tests that run again when their files change: what a change concerns runs first, and only what changed goes to the
// place.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TestRun } from '../../command/world/test-access.js';
import { OutdatedPlaceError } from '../jobs/job-context.js';
import type { PackageReport } from '../results/run-report.js';
import { type PackageRequest, runDeployedAsync } from '../run/package-run.js';
import { refuseReports } from '../run/refuse-reports.js';
import { runRepeatedlyAsync } from '../run/repeated-run.js';
import { type PlacedRequest, type RunSurroundings, runOnceAsync } from '../run/test-run.js';
import { affectedSpecs } from './affected-specs.js';
import { ReadyPlace } from './ready-place.js';
import { type Watched, type WatchOptions, type WatchTurn, watchAsync } from './watch-loop.js';
import { readSubjectAsync, scriptTexts, type WatchSubject } from './watch-subject.js';

/** Runs until it is interrupted; the result is that of the newest run. */
export async function watchTestsAsync(
  request: PlacedRequest,
  surroundings: RunSurroundings,
  options: WatchOptions,
): Promise<TestRun> {
  refuseReports(request, surroundings);
  const tests = new WatchedTests(request, surroundings);
  try {
    return await watchAsync(tests, { ...surroundings, tell: request.onNotice }, options);
  } finally {
    await tests.closeAsync();
  }
}

class WatchedTests implements Watched {
  private readonly place: ReadyPlace;
  private subject: WatchSubject = { used: new Set(), scripts: new Map() };

  constructor(
    private readonly request: PlacedRequest,
    private readonly surroundings: RunSurroundings,
  ) {
    this.place = new ReadyPlace(surroundings.job, {
      source: request.place,
      packageName: request.place,
      builder: request.builder,
    });
  }

  async closeAsync(): Promise<void> {
    await this.place.discardAsync();
    await this.surroundings.job.disposeAsync();
  }

  async readAsync(): Promise<ReadonlySet<string>> {
    await this.place.discardAsync();
    const { place, scriptFile } = this.request;
    this.subject = await readSubjectAsync(place, this.surroundings.folder, scriptFile);
    return this.subject.used;
  }

  note({ kind, files }: Parameters<Watched['note']>[0]): void {
    if (kind === 'structure') return;
    this.place.note(this.scriptsIn(files).map(({ name, file }) => ({ name, source: textOf(file) })));
  }

  isDue(): boolean {
    return true;
  }

  async testAsync(turn: WatchTurn): Promise<TestRun> {
    const request: PlacedRequest = {
      ...this.request,
      script: this.scriptNow(),
      onTest: (title, status) => {
        turn.onResult();
        if (status === 'failed') this.request.onTest(title, status);
      },
    };
    const changed = new Set(this.scriptsIn(turn.files).map(({ name }) => name));
    const first = changed.size === 0 ? [] : affectedSpecs(scriptTexts(this.subject), changed);
    const { signal } = turn;
    return await runOnceAsync(request, { ...this.surroundings, signal, turn }, (one) =>
      this.runPackageAsync({ ...one, order: { ...one.order, first } }),
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
