// Every report that was asked for: the one that is written line by line while the tests run, and those that are made at
// the end.
import { resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock } from '../../support/clock.js';
import { messageOf } from '../../support/thrown-text.js';
import { type PackageReport, type RunEvent, type RunReport, tallyOf } from '../results/run-report.js';
import type { TestCase } from '../results/test-results.js';
import { githubReport } from './github.js';
import { groupedReport } from './grouped.js';
import { GrowingFile } from './growing-file.js';
import { htmlReport } from './html.js';
import { JsonLines, type RunHead } from './json-lines.js';
import { junitReport } from './junit.js';
import { markdownReport, SUMMARY_BYTES } from './markdown.js';
import { tapReport } from './tap.js';
import { summaryReport, textReport } from './text.js';
import { type Environment, isGithub, withoutOrders } from './text-escape.js';
import { appendReport, isOrdinary, refuseUnwritable, writeReport } from './written-file.js';

type Render = (report: RunReport, env: Environment, folder: string) => string;

const STREAMED = 'jsonl';
const JSON_FORMAT = 'studio-bridge-report@1';
/** These say of each line which test it is of. */
const WITH_LINES_OF_TESTS: readonly string[] = ['json', STREAMED];
const JOB_SUMMARY = 'github-summary';
const JOB_SUMMARY_VARIABLE = 'GITHUB_STEP_SUMMARY';

/** On GitHub these give orders on purpose, or cannot say things in another way. */
const AS_THEY_ARE: readonly string[] = ['github', 'grouped', 'json'];

const REPORTS: Readonly<Record<string, Render>> = {
  text: textReport,
  summary: summaryReport,
  grouped: groupedReport,
  json: (report) =>
    `${JSON.stringify({ format: JSON_FORMAT, ...report, tally: tallyOf(report) }, undefined, 2)}\n`,
  junit: junitReport,
  tap: tapReport,
  markdown: (report) => markdownReport(report),
  github: githubReport,
  html: htmlReport,
};
const FORMATS = [...Object.keys(REPORTS), STREAMED, JOB_SUMMARY];

const summaryOfJob: Render = (report) => markdownReport(report, SUMMARY_BYTES);

interface FinalReport {
  readonly format: string;
  readonly render: Render;
  readonly file: string | undefined;
  /** Others write to the same file. */
  readonly isAppended?: boolean;
}

export interface ReportSurroundings {
  /** Where the user is. */
  readonly folder: string;
  readonly env: Environment;
  readonly clock: Clock;
  /** A line for whoever reads the result while it comes. */
  readonly print: (line: string) => void;
  /** There were runs before: lines of JSON come after theirs. */
  readonly isContinued?: boolean;
}

export interface WrittenReports {
  /** What is to be printed now. */
  readonly text: string;
  readonly files: readonly string[];
  /** Why others are not there, or not all of them. */
  readonly faults: readonly string[];
}

export class ReportOutputs {
  /** The reports are made. */
  isEnded = false;
  /** Some report says of each line which test it is of. */
  readonly namesLines: boolean;
  private readonly finals: readonly FinalReport[];
  private readonly streams: readonly JsonLines[];
  private readonly files: GrowingFile[] = [];
  private readonly isPrinting: boolean;

  /** @throws BridgeError USAGE for a report that there is none of; FILE_NOT_WRITABLE. */
  constructor(
    wanted: readonly string[],
    private readonly surroundings: ReportSurroundings,
  ) {
    const { env, clock, print, isContinued = false } = surroundings;
    const asked = wanted.map(readWish);
    refuseSameFile(asked);
    this.namesLines = asked.some(({ format }) => WITH_LINES_OF_TESTS.includes(format));
    this.finals = asked.flatMap(({ format, file }) => finalReport(format, file, env));
    for (const { file, isAppended: isGrowing } of this.finals)
      if (file !== undefined) refuseUnwritable(file, { isGrowing });
    const streamed = asked.filter(({ format }) => format === STREAMED);
    this.isPrinting = streamed.some(({ file }) => file === undefined);
    this.streams = streamed.map(({ file }) => {
      if (file === undefined) return new JsonLines((line) => print(line.trimEnd()));
      const growing = new GrowingFile(file, clock, isContinued);
      this.files.push(growing);
      return new JsonLines(growing.write);
    });
  }

  begin(about: RunHead): void {
    for (const stream of this.streams) stream.begin(about);
  }

  output(event: RunEvent): void {
    for (const stream of this.streams) stream.output(event);
  }

  test(packageName: string, test: TestCase): void {
    for (const stream of this.streams) stream.test(packageName, test);
  }

  /** The package runs again: what was told of it counts no more, but for the lines up to one. */
  again(packageName: string, why: string, lastSeq?: number): void {
    for (const stream of this.streams) stream.again(packageName, why, lastSeq);
  }

  package(report: PackageReport): void {
    for (const stream of this.streams) stream.package(report);
  }

  /**
   * Each is written, even if another one cannot be.
   *
   * @param options `isWanted`: where nothing is printed, the report in words is. A run that is over before its time may
   * have nothing to say.
   */
  end(report: RunReport, { isWanted = true } = {}): WrittenReports {
    this.isEnded = true;
    for (const stream of this.streams) stream.end(report);
    const { env, folder } = this.surroundings;
    const isSilent = isWanted && !this.isPrinting && this.finals.every(({ file }) => file !== undefined);
    const printed = isSilent ? [forLog('text', textReport(report), env)] : [];
    const { files, faults } = this.close();
    for (const { format, file, render, isAppended = false } of this.finals) {
      const text = render(report, env, folder);
      try {
        if (file === undefined) printed.push(forLog(format, text.trimEnd(), env));
        else files.push(isAppended ? appendReport(file, text) : writeReport(file, text));
      } catch (fault) {
        faults.push(messageOf(fault));
      }
    }
    return { text: printed.join('\n'), files, faults };
  }

  /** The run is over before its time, and another one has begun in its place. */
  replace(): void {
    for (const stream of this.streams) stream.replaced();
  }

  /** Also where no report could be made: what is known so far stays. */
  close(): { files: string[]; faults: string[] } {
    const files: string[] = [];
    const faults: string[] = [];
    for (const file of this.files.splice(0)) {
      file.close();
      if (file.fault === undefined) files.push(file.path);
      else faults.push(messageOf(file.fault));
    }
    return { files, faults };
  }
}

function forLog(format: string, text: string, env: Environment): string {
  return isGithub(env) && !AS_THEY_ARE.includes(format) ? withoutOrders(text) : text;
}

/** The last one would be all that is left. */
function refuseSameFile(asked: readonly { file: string | undefined }[]): void {
  const files = asked.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]));
  const twice = files.find((file, index) => files.indexOf(file) < index && isOrdinary(file));
  if (twice === undefined) return;
  throw new BridgeError('USAGE', `Two reports cannot be written to one file: ${twice}.`, {
    hint: 'Name another file for one of them.',
  });
}

function readWish(wanted: string): { format: string; file: string | undefined } {
  const at = wanted.indexOf('=');
  const format = at < 0 ? wanted : wanted.slice(0, at);
  const file = at < 0 ? undefined : wanted.slice(at + 1);
  if (file === '') {
    throw new BridgeError('USAGE', `--report ${wanted} names no file.`, {
      hint: `Put one after =, as in ${wanted}results, or leave out the =.`,
    });
  }
  if (FORMATS.includes(format)) return { format, file };
  throw new BridgeError('USAGE', `There is no report "${format}".`, {
    hint: `There are ${FORMATS.join(', ')}; a file comes after =, as in junit=results.xml.`,
  });
}

function finalReport(format: string, file: string | undefined, env: Environment): FinalReport[] {
  const render = REPORTS[format];
  if (render) return [{ format, render, file }];
  if (format !== JOB_SUMMARY) return [];
  const summary = file ?? env[JOB_SUMMARY_VARIABLE];
  if (summary) return [{ format, render: summaryOfJob, file: summary, isAppended: file === undefined }];
  throw new BridgeError('USAGE', `The report ${JOB_SUMMARY} has nowhere to go.`, {
    hint: `GitHub says in ${JOB_SUMMARY_VARIABLE} where; elsewhere name a file, as in ${JOB_SUMMARY}=summary.md.`,
  });
}
