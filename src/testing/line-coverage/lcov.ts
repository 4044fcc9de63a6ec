// Coverage in the form of lcov, which editors and services for coverage read.
import { type CoveredFile, tallyLines } from './covered-files.js';

export function lcovReport(files: readonly CoveredFile[]): string {
  return files.map(record).join('');
}

function record(one: CoveredFile): string {
  const { file, functions, lines } = one;
  const { covered, all } = tallyLines([one]);
  const named = functions.map((each) => ({ ...each, name: each.name.replaceAll(/[\r\n,]/g, ' ') }));
  return `${[
    'TN:',
    `SF:${file}`,
    ...named.map(({ name, line }) => `FN:${line},${name}`),
    ...named.map(({ name, hits }) => `FNDA:${hits},${name}`),
    `FNF:${named.length}`,
    `FNH:${named.filter(({ hits }) => hits > 0).length}`,
    ...[...lines].map(([line, hits]) => `DA:${line},${hits}`),
    `LF:${all}`,
    `LH:${covered}`,
    'end_of_record',
  ].join('\n')}\n`;
}
