// What was covered, for people, for editors and in a browser.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import { coverageHtml } from './coverage-html.js';
import { CoverageRun } from './coverage-run.js';
import { coverageText } from './coverage-text.js';
import { coveredFiles } from './covered-files.js';
import { lcovReport } from './lcov.js';

const lines = (hits: Record<number, number>) =>
  new Map(Object.entries(hits).map(([line, count]) => [Number(line), count]));
const CART: ScriptCoverage = {
  script: 'S.cart',
  lines: lines({ 1: 1, 3: 2, 4: 0, 6: 0, 8: 1, 10: 0 }),
  functions: [{ name: 'add', line: 3, hits: 2 }],
};

function useFiles() {
  const folder = useTmp();
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'cart.luau'), 'local a = "<b>"\n\nx()\ny()\n\nz()\n');
  const file = (name: string) => join(folder, 'src', name);
  const files = new Map([
    ['S.cart', file('cart.luau')],
    ['S.cart.spec', file('cart.spec.luau')],
    ['S.lib', join(folder, 'node_modules', 'lib.luau')],
  ]);
  return { folder, files };
}

test('only the user’s own code counts, and what ran several times is added up', () => {
  const { folder, files } = useFiles();
  const others = ['S.cart.spec', 'S.lib', 'S.elsewhere'].map((script) => ({ ...CART, script }));
  const covered = coveredFiles([CART, CART, ...others], files, folder);
  expect(covered.map(({ file }) => file)).toEqual(['src/cart.luau']);
  expect(covered[0]?.lines.get(3)).toBe(4);
  expect(covered[0]?.functions).toEqual([{ name: 'add', line: 3, hits: 4 }]);
  expect(coveredFiles(others, undefined, folder).map(({ file }) => file)).toEqual(['S.lib', 'S.elsewhere']);
});

test('people read which lines did not run', () => {
  const { folder, files } = useFiles();
  expect(coverageText(coveredFiles([CART], files, folder))).toBe(
    ['Coverage         lines  not run', 'src/cart.luau   50.0 %  4-6, 10', 'All files       50.0 %'].join(
      '\n',
    ),
  );
  expect(coverageText([])).toContain('All files  100.0 %');
});

test('lcov gets a record for each file', () => {
  const { folder, files } = useFiles();
  expect(lcovReport(coveredFiles([CART], files, folder))).toBe(
    'TN:\nSF:src/cart.luau\nFN:3,add\nFNDA:2,add\nFNF:1\nFNH:1\n' +
      'DA:1,1\nDA:3,2\nDA:4,0\nDA:6,0\nDA:8,1\nDA:10,0\nLF:6\nLH:3\nend_of_record\n',
  );
});

test('the page shows the sources, and lets nothing of them become part of it', () => {
  const { folder, files } = useFiles();
  const html = coverageHtml(coveredFiles([CART], files, folder));
  expect(html).toContain('<td>local a = &quot;&lt;b&gt;&quot;</td>');
  expect(html).toContain('<tr class="not"><td class="n">4</td><td class="n">0</td><td>y()</td></tr>');
  expect(html).toContain("script-src 'none'");
  expect(html).not.toContain('<script');
});

test('a form that there is none of is refused before anything runs', () => {
  expect(() => new CoverageRun(['xml'], '.')).toThrow('There is no report of coverage "xml".');
});
