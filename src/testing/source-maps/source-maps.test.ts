// From what Luau says of a script to the user's own file: full names, Rojo's source maps and those of compilers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import type { PackageReport } from '../results/run-report.js';
import { excerptOf } from './excerpt.js';
import { originalPlace } from './generated-source.js';
import { locateFailuresAsync } from './locate-failures.js';
import { readRojoSourceMap } from './rojo-source-map.js';
import { locationOf, locationsIn } from './script-locations.js';

const FILES = new Map([
  ['ReplicatedStorage.Shop.cart', '/w/src/cart.luau'],
  ['ReplicatedStorage.Shop.the cart.spec', '/w/src/the cart.spec.luau'],
  ['ReplicatedStorage.Packages.jest', '/w/node_modules/jest/init.lua'],
]);

test('the script of a line is the longest name that stands before its number', () => {
  expect(locationsIn('ReplicatedStorage.Shop.the cart.spec:5: no money', FILES)).toEqual([
    { file: '/w/src/the cart.spec.luau', line: 5 },
  ]);
  expect(locationOf('  at [ReplicatedStorage.Shop.cart:12] and 3:4', FILES)?.line).toBe(12);
  expect(locationOf('Somewhere.else:5: no', FILES)).toBeUndefined();
});

test('the user’s own code comes before that of a library', () => {
  const trace = 'ReplicatedStorage.Packages.jest:90: expected\nReplicatedStorage.Shop.cart:3 function pay';
  expect(locationOf(trace, FILES)).toEqual({ file: '/w/src/cart.luau', line: 3 });
  expect(locationOf('ReplicatedStorage.Packages.jest:90', FILES)?.line).toBe(90);
});

test('an excerpt marks its line, and a line that is not there has none', () => {
  expect(excerptOf('a\nb\n\tc\nd\ne', 3)).toBe('  1 | a\n  2 | b\n> 3 |   c\n  4 | d\n  5 | e');
  expect(excerptOf('a', 1)).toBe('> 1 | a');
  expect(excerptOf('a', 9)).toBeUndefined();
});

test('a sourcemap.json tells of places that others have built', () => {
  const map = {
    name: 'game',
    className: 'DataModel',
    children: [
      {
        name: 'ReplicatedStorage',
        className: 'ReplicatedStorage',
        children: [
          { name: 'cart', className: 'ModuleScript', filePaths: ['src/cart.luau', 'src/cart.meta.json'] },
        ],
      },
    ],
  };
  expect([...readRojoSourceMap(JSON.stringify(map), '/w/sourcemap.json')]).toEqual([
    ['ReplicatedStorage.cart', join('/w', 'src/cart.luau')],
  ]);
  expect(() => readRojoSourceMap('{}', '/w/sourcemap.json')).toThrow();
});

/** Line 3 of out/cart.luau was line 2 of src/cart.ts. */
const TYPESCRIPT_MAP = { version: 3, sources: ['../src/cart.ts'], names: [], mappings: 'AAAA;;AACA' };

function useFiles(files: Record<string, string>): string {
  const root = useTmp();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

verifies('testing.source-lines', 'what was compiled leads back to what it was compiled from', () => {
  const beside = useFiles({ 'out/cart.luau': 'x', 'out/cart.luau.map': JSON.stringify(TYPESCRIPT_MAP) });
  expect(originalPlace({ file: join(beside, 'out/cart.luau'), line: 3 })).toEqual({
    file: join(beside, 'src/cart.ts'),
    line: 2,
  });
  const inline = `x\n-- # sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(TYPESCRIPT_MAP)).toString('base64')}\n`;
  const within = useFiles({ 'out/cart.luau': inline });
  expect(originalPlace({ file: join(within, 'out/cart.luau'), line: 3 })).toMatchObject({ line: 2 });
  const broken = useFiles({ 'out/cart.luau': 'x', 'out/cart.luau.map': '{"mappings' });
  const place = { file: join(broken, 'out/cart.luau'), line: 3 };
  expect(originalPlace(place)).toBe(place);
});

test('only what failed is looked up, and the spec’s own file stands in where no line is known', async () => {
  const root = useFiles({ 'src/cart.spec.luau': 'one\ntwo\nthree' });
  const files = new Map([['S.cart.spec', join(root, 'src/cart.spec.luau')]]);
  const report = {
    tests: [
      { module: 'S.cart.spec', path: ['a'], status: 'passed' },
      { module: 'S.cart.spec', path: ['b'], status: 'failed', message: 'S.cart.spec:2: no' },
      { module: 'S.cart.spec', path: ['c'], status: 'failed', message: 'no line' },
    ],
    problems: [],
  } as Partial<PackageReport> as PackageReport;
  const { tests } = await locateFailuresAsync(report, async () => files, root);
  expect(tests.map(({ at }) => at)).toEqual([
    undefined,
    { file: 'src/cart.spec.luau', line: 2 },
    { file: 'src/cart.spec.luau' },
  ]);
  expect(tests[1]?.excerpt).toBe('  1 | one\n> 2 | two\n  3 | three');
});
