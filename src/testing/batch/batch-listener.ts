// What is told of a batch while it runs: lines of a report as they come, the table on the terminal, and a line for each
// package when its verdict is known.
import type { TestTarget } from '../packages/test-target.js';
import { durationText } from '../reports/duration-text.js';
import type { ProgressTable } from '../reports/progress-table.js';
import type { ReportOutputs } from '../reports/report-outputs.js';
import { MARKS, notesOf, type PackageReport } from '../results/run-report.js';
import { countTests } from '../results/test-results.js';
import { locateFailuresAsync } from '../source-maps/locate-failures.js';
import { loadScriptFilesAsync } from '../source-maps/script-files.js';
import type { ScriptFiles } from '../source-maps/script-locations.js';
import { withScript } from '../source-maps/script-name.js';
import type { LiveListener } from './batch-task.js';
import type { BatchProgress } from './run-batch.js';

export interface BatchAudience {
  /** What comes of a package is its verdict, and not one of several. */
  readonly isLastRun: boolean;
  /** In the order of the run. */
  readonly targets: readonly TestTarget[];
  readonly folder: string;
  readonly outputs: ReportOutputs;
  readonly table: ProgressTable;
  readonly tell: (line: string) => void;
  /** Somebody sees the table. */
  readonly showProgress?: ((lines: readonly string[]) => void) | undefined;
}

export class BatchListener {
  readonly hooks: {
    readonly onPackage: (report: PackageReport, progress: BatchProgress) => void;
    readonly onLive: LiveListener;
  };
  private readonly located = new Map<TestTarget, Promise<PackageReport>>();
  /** Of earlier runs, by the names of packages. */
  private readonly lastSeqs = new Map<string, number>();
  private failed = 0;

  constructor(private readonly audience: BatchAudience) {
    const { outputs, table } = audience;
    this.hooks = {
      onPackage: (report, progress) => this.hear(report, progress),
      onLive: {
        begin: ({ name }) => table.phase(name, 'executing'),
        output: ({ name }, event) => outputs.output({ ...event, seq: event.seq + this.lastSeqOf(name) }),
        test({ name }, test) {
          table.test(name, test.status);
          outputs.test(name, test);
        },
        again: ({ name }, why) => {
          table.end(name);
          outputs.again(name, why, this.lastSeqOf(name));
        },
      },
    };
    table.headline(`0/${audience.targets.length} packages`);
  }

  /** Lines go on where those of earlier runs end. */
  numberAfter(earlier: readonly (PackageReport | undefined)[]): void {
    for (const report of earlier) {
      if (!report) continue;
      const last = report.events.at(-1)?.seq ?? 0;
      this.lastSeqs.set(report.name, this.lastSeqOf(report.name) + last);
    }
  }

  /** Resolves when everything that was heard is told. */
  async finishAsync(): Promise<Map<TestTarget, PackageReport>> {
    const found = new Map<TestTarget, PackageReport>();
    for (const [target, report] of this.located) found.set(target, await report);
    return found;
  }

  private hear(report: PackageReport, progress: BatchProgress): void {
    const { targets, folder, tell, table, outputs, isLastRun, showProgress } = this.audience;
    const { done, total, index, isAgain } = progress;
    const target = targets[index];
    if (!target) return;
    const located = locateFailuresAsync(report, () => loadFilesAsync(target, folder), folder);
    this.located.set(target, located);
    // Whoever waits for all of them hears of what goes wrong.
    located.then((one) => isLastRun && outputs.package(one)).catch(() => {});
    if (isAgain) return;
    table.end(report.name);
    if (report.verdict === 'failed' || report.verdict === 'error') this.failed++;
    table.headline(`${done}/${total} packages${this.failed > 0 ? `  ${this.failed} not passed` : ''}`);
    if (report.verdict !== 'passed' || !showProgress) tell(progressLine(report, progress));
  }

  private lastSeqOf(name: string): number {
    return this.lastSeqs.get(name) ?? 0;
  }
}

async function loadFilesAsync(
  { source, script }: TestTarget,
  folder: string,
): Promise<ScriptFiles | undefined> {
  return withScript(await loadScriptFilesAsync(source, folder), script, folder);
}

function progressLine(report: PackageReport, { done, total, isKept }: BatchProgress): string {
  const { verdict, name, tests, durationMs } = report;
  const notes = [...notesOf(report), ...(isKept ? ['from the last batch'] : [])];
  const tail = notes.length > 0 ? `: ${notes.join(', ')}` : '';
  return `${MARKS[verdict]} [${done}/${total}] ${name} ${countTests(tests).passed}/${tests.length} (${durationText(durationMs)})${tail}`;
}
