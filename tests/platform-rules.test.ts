// Every rule of the platform that is listed has cases, and every case that is named is there. Whether they pass is
// told where they run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../scripts/bundling.js';
import { PLATFORM_RULES } from './platform-rules.js';
import { verifies } from './support/verifies.js';

const EMULATOR = join(ROOT, 'src', 'emulator');
const SPECS = join(EMULATOR, 'engine', 'conformance');

const walk = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));

/** By the names that cases give to files: those of specs from their folder on, those of tests alone. */
function textsOfFiles(): Map<string, string> {
  const specs = walk(SPECS)
    .filter((path) => path.endsWith('.spec.luau'))
    .map((path): [string, string] => [path.slice(0, -'.spec.luau'.length), join(SPECS, path)]);
  const tests = walk(EMULATOR)
    .filter((path) => path.endsWith('.test.ts'))
    .map((path): [string, string] => [
      path.slice(path.lastIndexOf('/') + 1, -'.ts'.length),
      join(EMULATOR, path),
    ]);
  return new Map([...specs, ...tests].map(([name, file]) => [name, readFileSync(file, 'utf8')]));
}

const texts = textsOfFiles();

/** Whether the file has a case of that title. */
function exists(name: string): boolean {
  const at = name.indexOf(': ');
  const file = name.slice(0, at);
  const title = name.slice(at + 2);
  const text = texts.get(file);
  if (text === undefined) return false;
  if (!file.endsWith('.test')) return text.includes(`["${title}"] = function`);
  const isEnd = title.startsWith('…');
  const quotes = ["'", '`', '"'];
  return quotes.some((quote) => text.includes((isEnd ? title.slice(1) : quote + title) + quote));
}

verifies('engine.rules', 'every rule has a case, and every case is there', () => {
  const rules = Object.values(PLATFORM_RULES).flat();
  expect(rules.filter(({ cases }) => cases.length === 0).map(({ rule }) => rule)).toEqual([]);
  expect(rules.flatMap(({ cases }) => cases).filter((name) => !exists(name))).toEqual([]);
  expect(rules.length).toBeGreaterThan(90);
});

test('no rule is listed twice', () => {
  const rules = Object.values(PLATFORM_RULES).flatMap((list) => list.map(({ rule }) => rule));
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});
