// What the tests of a run covered, gathered from each place before it is released, and written in the forms that were
// asked for: of one place, or of each package of a batch and of all of them together.
import { relative, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { ownValue } from '../../support/own-value.js';
import { tryReadText } from '../../support/read-text.js';
import { isIn } from '../../support/real-path.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import { messageOf } from '../../support/thrown-text.js';
import type { Deployment, JobContext } from '../jobs/job-context.js';
import type { WrittenReports } from '../reports/report-outputs.js';
import { refuseUnwritable, writeReport } from '../reports/written-file.js';
import { loadScriptFilesAsync } from '../source-maps/script-files.js';
import type { ScriptFiles } from '../source-maps/script-locations.js';
import { coverageHtml } from './coverage-html.js';
import { coverageSummary, coverageText } from './coverage-text.js';
import {
  type CoveredFile,
  type CoveredPackage,
  countedScripts,
  coveredFiles,
  mergedFiles,
  tallyLines,
} from './covered-files.js';
import { lcovReport } from './lcov.js';

interface Form {
  readonly render: (files: readonly CoveredFile[], packages: readonly CoveredPackage[]) => string;
  readonly file?: string;
}

const FORMS: Readonly<Record<string, Form>> = {
  text: { render: coverageText },
  lcov: { render: lcovReport, file: 'coverage/lcov.info' },
  html: { render: coverageHtml, file: 'coverage/index.html' },
};

/** What a package is made of, as far as coverage goes. */
export interface CoverageSubject {
  readonly name: string;
  /** What its tests run in. */
  readonly place: string;
  /** Where its own files are; all that are known without it. */
  readonly folder?: string | undefined;
}

export class CoverageRun {
  private readonly gathered = new Map<CoverageSubject, Gathered>();
  private readonly wishes: readonly { form: Form; file: string | undefined }[];

  /** @throws BridgeError USAGE for a form that there is none of; FILE_NOT_WRITABLE. */
  constructor(
    reports: readonly string[],
    private readonly folder: string,
    /** Whose share is told, where there are several. */
    private readonly packages: readonly CoverageSubject[] = [],
  ) {
    this.wishes = (reports.length > 0 ? reports : ['text']).map(readWish);
    for (const { file } of this.wishes) if (file !== undefined) refuseUnwritable(file);
  }

  /** What is gathered of one subject several times is added up. */
  async gatherAsync(subject: CoverageSubject, job: JobContext, deployment: Deployment): Promise<void> {
    const own = this.gatheredOf(subject);
    const unloaded = countedScripts((await own.files) ?? new Map()).flatMap(([script, file]) => {
      const source = tryReadText(file);
      return source === undefined ? [] : [{ script, source }];
    });
    own.coverage.push(...((await job.readCoverageAsync?.(deployment, unloaded)) ?? []));
  }

  async writeAsync(): Promise<WrittenReports> {
    const known = await Promise.all(
      [...this.gathered].map(async ([subject, { coverage, files }]) => {
        const covered = coveredFiles(coverage, await files, this.folder);
        return { subject, covered };
      }),
    );
    const covered = mergedFiles(known.flatMap((one) => one.covered));
    const packages = this.packages.flatMap((wanted) =>
      known.flatMap((one) => (one.subject === wanted ? [packageOf(one, this.folder)] : [])),
    );
    const printed: string[] = [];
    const files: string[] = [];
    const faults: string[] = [];
    for (const { form, file } of this.wishes) {
      const text = form.render(covered, packages);
      try {
        if (file === undefined) printed.push(text);
        else files.push(writeReport(file, text));
      } catch (fault) {
        faults.push(messageOf(fault));
      }
    }
    if (printed.length === 0)
      printed.push(
        coverageSummary(
          covered,
          files.map((file) => this.shown(file)),
        ),
      );
    return { text: printed.join('\n'), files, faults };
  }

  private shown(file: string): string {
    const inside = relative(this.folder, file);
    return inside.startsWith('..') ? file : inside;
  }

  private gatheredOf(subject: CoverageSubject): Gathered {
    const own = this.gathered.get(subject) ?? {
      coverage: [],
      files: loadScriptFilesAsync(subject.place, this.folder),
    };
    this.gathered.set(subject, own);
    return own;
  }
}

/** What is to be printed and what was written, with the coverage last. */
export async function withCoverageAsync(
  written: WrittenReports,
  coverage: CoverageRun | undefined,
): Promise<WrittenReports> {
  if (!coverage) return written;
  const { text, files, faults } = written;
  const covered = await coverage.writeAsync();
  return {
    text: [text, covered.text].filter((part) => part !== '').join('\n\n'),
    files: [...files, ...covered.files],
    faults: [...faults, ...covered.faults],
  };
}

interface Gathered {
  readonly coverage: ScriptCoverage[];
  readonly files: Promise<ScriptFiles | undefined>;
}

/** A package answers for what is its own; others that it uses do so themselves. */
function packageOf(
  { subject, covered }: { subject: CoverageSubject; covered: readonly CoveredFile[] },
  folder: string,
): CoveredPackage {
  const { name, folder: home } = subject;
  const isOwn = ({ file }: CoveredFile) => home !== undefined && isIn(resolve(folder, file), home);
  const own = covered.filter(isOwn);
  return { name, ...tallyLines(own.length > 0 ? own : covered) };
}

function readWish(wanted: string) {
  const at = wanted.indexOf('=');
  const name = at < 0 ? wanted : wanted.slice(0, at);
  const form = ownValue(FORMS, name);
  if (form) return { form, file: at < 0 ? form.file : wanted.slice(at + 1) };
  throw new BridgeError('USAGE', `There is no report of coverage "${name}".`, {
    hint: `There are ${Object.keys(FORMS).join(', ')}; a file comes after =, as in lcov=lcov.info.`,
  });
}
