// What the tests of a run covered, gathered from each place before it is released, and written in the forms that were
// asked for.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import type { Deployment, JobContext } from '../jobs/job-context.js';
import { writeReport } from '../reports/written-file.js';
import { loadScriptFilesAsync } from '../source-maps/script-files.js';
import type { ScriptFiles } from '../source-maps/script-locations.js';
import { coverageHtml } from './coverage-html.js';
import { coverageSummary, coverageText } from './coverage-text.js';
import { type CoveredFile, countedScripts, coveredFiles } from './covered-files.js';
import { lcovReport } from './lcov.js';

const FORMS: Readonly<Record<string, { render: (files: readonly CoveredFile[]) => string; file?: string }>> =
  {
    text: { render: coverageText },
    lcov: { render: lcovReport, file: 'coverage/lcov.info' },
    html: { render: coverageHtml, file: 'coverage/index.html' },
  };

export interface WrittenCoverage {
  readonly text: string;
  readonly files: readonly string[];
}

export class CoverageRun {
  private readonly gathered: ScriptCoverage[] = [];
  private scripts: Promise<ScriptFiles | undefined> | undefined;
  private readonly wishes: readonly { form: (typeof FORMS)[string]; file: string | undefined }[];

  /** @throws BridgeError USAGE for a form that there is none of. */
  constructor(
    reports: readonly string[],
    private readonly place: string,
    private readonly folder: string,
  ) {
    this.wishes = (reports.length > 0 ? reports : ['text']).map(readWish);
  }

  async gatherAsync(job: JobContext, deployment: Deployment): Promise<void> {
    const unloaded = countedScripts((await this.filesAsync()) ?? new Map()).flatMap(([script, file]) => {
      const source = readOrUndefined(file);
      return source === undefined ? [] : [{ script, source }];
    });
    this.gathered.push(...((await job.readCoverageAsync?.(deployment, unloaded)) ?? []));
  }

  async writeAsync(): Promise<WrittenCoverage> {
    const covered = coveredFiles(this.gathered, await this.filesAsync(), this.folder);
    const printed: string[] = [];
    const files: string[] = [];
    for (const { form, file } of this.wishes) {
      const text = form.render(covered);
      if (file === undefined) printed.push(text);
      else files.push(writeReport(file, text));
    }
    if (printed.length === 0)
      printed.push(
        coverageSummary(
          covered,
          files.map((file) => this.shown(file)),
        ),
      );
    return { text: printed.join('\n'), files };
  }

  private shown(file: string): string {
    const inside = relative(this.folder, file);
    return inside.startsWith('..') ? file : inside;
  }

  private filesAsync(): Promise<ScriptFiles | undefined> {
    this.scripts ??= loadScriptFilesAsync(this.place, this.folder);
    return this.scripts;
  }
}

function readWish(wanted: string) {
  const at = wanted.indexOf('=');
  const name = at < 0 ? wanted : wanted.slice(0, at);
  const form = FORMS[name];
  if (form) return { form, file: at < 0 ? form.file : wanted.slice(at + 1) };
  throw new BridgeError('USAGE', `There is no report of coverage "${name}".`, {
    hint: `There are ${Object.keys(FORMS).join(', ')}; a file comes after =, as in lcov=lcov.info.`,
  });
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
