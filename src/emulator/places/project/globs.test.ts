import { expect, test } from 'vitest';
import { globMatcher } from './globs.js';

test.each<[pattern: string, matches: string[], others: string[]]>([
  ['*.spec.luau', ['a.spec.luau', 'src/deep/a.spec.luau', '.spec.luau'], ['a.luau', 'a.spec.luau.txt']],
  ['**/*.spec.luau', ['a.spec.luau', 'src/a.spec.luau'], ['src/a.luau']],
  ['src/skip/**', ['src/skip/a', 'src/skip/b/c'], ['src/skip', 'src/skipped/a']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/xb', 'ab']],
  ['**', ['a', 'a/b'], []],
  ['**/node_modules', ['node_modules', 'a/node_modules'], ['a/node_modules/b', 'anode_modules']],
  ['?.txt', ['a.txt', '/.txt'], ['ab.txt', '.txt']],
  ['*.{lua,luau}', ['a.lua', 'a.luau'], ['a.l', 'a.{lua,luau}']],
  ['{a,b{c,d}}', ['a', 'bc', 'bd'], ['b', 'abc']],
  ['[ab-d].x', ['a.x', 'c.x'], ['e.x', 'ab.x']],
  ['[!ab].x', ['c.x'], ['a.x']],
  ['a.b+(c)|$^', ['a.b+(c)|$^'], ['aXb+(c)|$^']],
  ['\\*.x', ['*.x'], ['a.x']],
  ['a,b}', ['a,b}'], ['a']],
])('%s', (pattern, matches, others) => {
  const isMatch = globMatcher(pattern);
  expect([matches.filter((path) => !isMatch(path)), others.filter(isMatch)]).toEqual([[], []]);
});
