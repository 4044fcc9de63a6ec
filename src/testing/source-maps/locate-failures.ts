// Adds to what failed where in the user's files that was, with the lines around it.
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { PackageReport, ReportedProblem, ReportedTest, SourcePlace } from '../results/run-report.js';
import { excerptOf } from './excerpt.js';
import { originalPlace } from './generated-source.js';
import { locationOf, type ScriptFiles } from './script-locations.js';

export interface Located {
  readonly at?: SourcePlace;
  readonly excerpt?: string;
}

/** `loadFilesAsync` is asked only if something failed. */
export async function locateFailuresAsync(
  report: PackageReport,
  loadFilesAsync: () => Promise<ScriptFiles | undefined>,
  folder: string,
): Promise<PackageReport> {
  const { tests, problems } = report;
  if (problems.length === 0 && !tests.some(({ status }) => status === 'failed')) return report;
  const files = await loadFilesAsync();
  if (!files) return report;
  const locate = (one: Pick<ReportedProblem, 'module' | 'message' | 'trace'>) => locateIn(one, files, folder);
  return {
    ...report,
    tests: tests.map(
      (test): ReportedTest =>
        test.status === 'failed' ? { ...test, ...locate({ ...test, message: test.message ?? '' }) } : test,
    ),
    problems: problems.map((problem) => ({ ...problem, ...locate(problem) })),
  };
}

function locateIn(
  { module, message, trace = '' }: Pick<ReportedProblem, 'module' | 'message' | 'trace'>,
  files: ScriptFiles,
  folder: string,
): Located {
  const own = module === undefined ? undefined : files.get(module);
  const generated =
    locationOf(`${message}\n${trace}`, files) ?? (own === undefined ? undefined : { file: own });
  if (generated === undefined) return {};
  const place = originalPlace(generated);
  const { file, line, text } = place;
  const excerpt = line === undefined ? undefined : readExcerpt(file, line, text);
  return {
    at: { file: shortened(file, folder), ...(line === undefined ? {} : { line }) },
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}

/** Relative to where the user is, and with slashes, as other tools want it. */
function shortened(file: string, folder: string): string {
  const inside = relative(folder, file);
  return (inside.startsWith('..') ? file : inside).split(sep).join('/');
}

function readExcerpt(file: string, line: number, text: string | undefined): string | undefined {
  try {
    return excerptOf(readFileSync(file, 'utf8'), line);
  } catch {
    return text === undefined ? undefined : excerptOf(text, line);
  }
}
