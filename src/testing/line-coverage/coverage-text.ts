// Coverage as a table for people.
import {
  type CoveredFile,
  type CoveredPackage,
  type LineTally,
  percentOf,
  tallyLines,
} from './covered-files.js';

/** Of the lines that did not run: more than these say nothing. */
const SHOWN_RANGES = 6;

export function coverageText(
  files: readonly CoveredFile[],
  packages: readonly CoveredPackage[] = [],
): string {
  const rows = files.map((one) => [one.file, share([one]), rangesText(one)] as const);
  const shares = packages.map((one) => [one.name, percentText(one), ''] as const);
  const width = Math.max(9, ...[...rows, ...shares].map(([name]) => name.length));
  const line = ([file, percent, missing]: readonly [string, string, string]) =>
    `${file.padEnd(width)}  ${percent.padStart(7)}  ${missing}`.trimEnd();
  return [
    ...(shares.length > 0 ? [line(['Packages', 'lines', '']), ...shares.map(line), ''] : []),
    line(['Coverage', 'lines', 'not run']),
    ...rows.map(line),
    line(['All files', share(files), '']),
  ].join('\n');
}

/** One line, for whoever gets the rest as files. */
export function coverageSummary(covered: readonly CoveredFile[], files: readonly string[]): string {
  const { covered: ran, all } = tallyLines(covered);
  return `Coverage: ${ran} of ${all} lines (${share(covered)}), written to ${files.join(', ')}`;
}

function share(files: readonly CoveredFile[]): string {
  return percentText(tallyLines(files));
}

const percentText = (tally: LineTally) => `${percentOf(tally).toFixed(1)} %`;

function rangesText({ lines }: CoveredFile): string {
  const ranges: { from: number; to: number }[] = [];
  let isOpen = false;
  // Lines between two of a range cannot run: comments, ends, blank ones.
  for (const [line, hits] of [...lines].sort(([a], [b]) => a - b)) {
    const last = ranges.at(-1);
    if (hits > 0) isOpen = false;
    else if (isOpen && last) last.to = line;
    else {
      ranges.push({ from: line, to: line });
      isOpen = true;
    }
  }
  const shown = ranges
    .slice(0, SHOWN_RANGES)
    .map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return ranges.length > SHOWN_RANGES ? `${shown.join(', ')}, …` : shown.join(', ');
}
