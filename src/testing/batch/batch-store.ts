// What batches leave in the user's folder: how long packages take, for the next plan, and what has come of them so far, for
// going on after a crash. Reading it is forgiving: a file that is broken is as good as none.
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import { makeFolder } from '../../support/make-folder.js';
import { saveFile } from '../../support/save-file.js';
import type { PackageReport } from '../results/run-report.js';
import { testCase, testProblem } from '../results/test-results.js';

const KEPT_SHARE = 0.5;

const durations = z.object({
  format: z.literal('studio-bridge-durations@1'),
  packages: z.record(z.string(), z.number()),
});

/** The rest of a report is taken as it is: only this program writes it. */
const journalEntry = z.object({
  fingerprint: z.string(),
  report: z.looseObject({
    name: z.string(),
    verdict: z.enum(['passed', 'failed', 'empty', 'error']),
    tests: z.array(testCase),
    problems: z.array(testProblem),
    events: z.array(z.looseObject({ seq: z.number(), text: z.string() })),
  }),
});

export class BatchStore {
  readonly resultsFile: string;
  private readonly durationsFile: string;

  /** @param stateFolder The user's. @param root The workspace that the packages are in. @param backend Durations are its own. */
  constructor(stateFolder: string, root: string, backend: string) {
    const name = `${basename(root)}-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
    const folder = join(stateFolder, 'batches', name);
    this.resultsFile = join(folder, 'results.jsonl');
    this.durationsFile = join(folder, `durations-${backend}.json`);
    makeFolder(folder, 0o700);
  }

  /** Milliseconds by the name of the package. */
  readDurations(): Readonly<Record<string, number>> {
    try {
      return durations.parse(JSON.parse(readFileSync(this.durationsFile, 'utf8'))).packages;
    } catch {
      return {};
    }
  }

  /** A single slow run does not change the plan much. */
  keepDurations(measured: ReadonlyMap<string, number>): void {
    const known = new Map(Object.entries(this.readDurations()));
    for (const [name, ms] of measured) {
      known.set(name, Math.round((known.get(name) ?? ms) * KEPT_SHARE + ms * (1 - KEPT_SHARE)));
    }
    const packages = Object.fromEntries(known);
    saveFile(this.durationsFile, `${JSON.stringify({ format: 'studio-bridge-durations@1', packages })}\n`);
  }

  /** Forgets the results of earlier batches. */
  clearResults(): void {
    writeFileSync(this.resultsFile, '');
  }

  keepResult(fingerprint: string, report: PackageReport): void {
    appendFileSync(this.resultsFile, `${JSON.stringify({ fingerprint, report })}\n`);
  }

  /** The newest one of each, by what was tested. A line that a crash has cut counts for nothing. */
  readResults(): Map<string, PackageReport> {
    const found = new Map<string, PackageReport>();
    let text = '';
    try {
      text = readFileSync(this.resultsFile, 'utf8');
    } catch {
      return found;
    }
    for (const line of text.split('\n')) {
      try {
        const { fingerprint, report } = journalEntry.parse(JSON.parse(line));
        found.set(fingerprint, report as object as PackageReport);
      } catch {}
    }
    return found;
  }
}
