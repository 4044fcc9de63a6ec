import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { loadConfiguration } from './configuration-file.js';

function useProject(content: string | undefined) {
  const folder = useTmp();
  const file = join(folder, 'studio-bridge.json');
  if (content !== undefined) writeFileSync(file, content);
  const inside = join(folder, 'a', 'b');
  mkdirSync(inside, { recursive: true });
  const load = (named?: string) => loadConfiguration(named, ['serve'], () => inside);
  return { folder, file, inside, load };
}

test('the nearest file at or above the working folder counts', () => {
  const { file, inside, load } = useProject('{ "port": 1 }');
  expect(load()).toMatchObject({ path: file, general: { port: 1 } });
  const nearer = join(inside, 'studio-bridge.json');
  writeFileSync(nearer, '\ufeff{ "port": 2 }');
  expect(load()).toMatchObject({ path: nearer, general: { port: 2 } });
});

test('one can be named instead, or none', () => {
  const { inside, load } = useProject('{ "port": 1 }');
  writeFileSync(join(inside, 'other.json'), '{ "port": 3 }');
  expect(load('other.json')).toMatchObject({ general: { port: 3 } });
  expect(load('none')).toBeUndefined();
});

test('none at all is nothing special, and neither is a folder that is gone', () => {
  expect(useProject(undefined).load()).toBeUndefined();
  const gone = () => {
    throw new Error('ENOENT: uv_cwd');
  };
  expect(loadConfiguration(undefined, [], gone)).toBeUndefined();
});

describe('a file that cannot be read is one sentence', () => {
  test.each([
    ['', 'it ends in the middle'],
    ['{ "port": ', 'it ends in the middle'],
    ['{\n  "port": 1,\n}', 'something is wrong at line 3, column 1'],
    ['port = 1', '"p" is not expected there'],
  ])('%j', (content, reason) => {
    const { file, load } = useProject(content);
    expect(() => load()).toThrow(`The configuration ${file} is not JSON: ${reason}.`);
  });

  test('a name that is wrong', () => {
    const { inside, load } = useProject(undefined);
    const path = join(inside, 'x.json');
    expect(() => load('x.json')).toThrow(`Cannot read the configuration ${path}: it does not exist.`);
  });
});
