import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { readAttributes, writeAttributes } from './attributes.js';
import { writeMarkedPlace } from './marked-place.js';
import { Place } from './place.js';
import { readPlace, writePlace } from './place-file.js';
import { fromText, ValueType } from './value-type.js';

const MARK = { StudioBridgeRun: 'ab 1' };

function attributesOf(path: string): Record<string, string> {
  const place = readPlace(readFileSync(path));
  const workspace = place.classOf.findIndex(({ name }) => name === 'Workspace');
  const { values } = readAttributes(place.get(workspace, 'AttributesSerialize') ?? '');
  return Object.fromEntries([...values].map(([name, { value }]) => [name, value]));
}

function mark(folder: string, source: string | undefined): string {
  return writeMarkedPlace({ source, attributes: MARK }, (name) => join(folder, `out-${name}`));
}

test('without a source it is a place with nothing in it', () => {
  const folder = useTmp();
  const path = mark(folder, undefined);
  expect(path).toBe(join(folder, 'out-Place1.rbxl'));
  expect(attributesOf(path)).toEqual(MARK);
});

test.each(['game.rbxl', 'game.rbxlx'])('%s keeps its form, what is in it and its attributes', (name) => {
  const folder = useTmp();
  const place = new Place();
  const workspace = place.add('Workspace', -1, true);
  const part = place.add('Part', workspace);
  place.set(part, 'Name', ValueType.String, 'Mine');
  const own = new Map([['Own', { type: ValueType.String, value: fromText('kept') }]]);
  place.set(workspace, 'AttributesSerialize', ValueType.String, writeAttributes({ values: own }));
  const source = join(folder, name);
  writeFileSync(source, writePlace(place, { kind: 'place', isXml: name.endsWith('x') }));
  const path = mark(folder, source);
  expect(path).toBe(join(folder, `out-${name}`));
  expect(attributesOf(path)).toEqual({ Own: 'kept', ...MARK });
  expect(readFileSync(path).subarray(0, 8)).toEqual(readFileSync(source).subarray(0, 8));
  expect(
    readPlace(readFileSync(path))
      .classOf.map(({ name }) => name)
      .sort(),
  ).toEqual(['Part', 'Workspace']);
});

test('what a model holds is in Workspace', () => {
  const folder = useTmp();
  const model = new Place();
  model.set(model.add('Folder', -1), 'Name', ValueType.String, 'Mine');
  const source = join(folder, 'thing.rbxm');
  writeFileSync(source, writePlace(model, { kind: 'model', isXml: false }));
  const path = mark(folder, source);
  expect(path).toBe(join(folder, 'out-thing.rbxl'));
  const place = readPlace(readFileSync(path));
  const folderAt = place.classOf.findIndex(({ name }) => name === 'Folder');
  expect(place.classOf[place.parents[folderAt] ?? -1]?.name).toBe('Workspace');
});

test('a source that is none, and a folder that is not there, are told of', () => {
  const folder = useTmp();
  expect(() => mark(folder, join(folder, 'none.rbxl'))).toThrow(
    /Cannot open .*none\.rbxl: it does not exist/,
  );
  expect(() =>
    writeMarkedPlace({ source: undefined, attributes: MARK }, (name) => join(folder, 'no', name)),
  ).toThrow(/Cannot save .*its folder does not exist/);
});
