import { expect, test } from 'vitest';
import { readSnapshot, snapshotText } from './snapshot.js';
import { SnapshotBuilder } from './snapshot-builder.js';
import type { PackedTree } from './tree.js';

const page = (changes: Partial<PackedTree>): PackedTree => ({
  depth: 1000,
  classes: [
    { name: 'Folder', properties: ['Name'] },
    { name: 'Part', properties: ['Name', 'Anchored', 'Mass'] },
  ],
  pool: ['Yard', 'A', false, 7, 'B', true],
  rows: '0;1;3;1\n1;2;0;2,3,4\n1;2;0;~1=5\n1;2;0;~2=6,3=0',
  segments: ['game.Workspace.Yard', 'B', 'A[2]', 'A[1]'],
  names: {},
  stubs: [],
  attributes: { 2: { Zeta: 1, Alpha: 'x' } },
  tags: { 2: ['Old', 'New'] },
  ...changes,
});
const SHOWN = {
  kind: 'studio-bridge-snapshot',
  version: 2,
  root: 'game.Workspace.Yard',
  classes: { Folder: { Name: 'Yard' }, Part: { Anchored: false, Mass: 7, Name: 'B' } },
  instances: {
    'game.Workspace.Yard': { className: 'Folder', properties: {} },
    'game.Workspace.Yard.A[1]': { className: 'Part', without: ['Mass'], properties: { Anchored: true } },
    'game.Workspace.Yard.A[2]': { className: 'Part', properties: {} },
    'game.Workspace.Yard.B': {
      className: 'Part',
      tags: ['New', 'Old'],
      properties: { Name: 'A' },
      attributes: { Alpha: 'x', Zeta: 1 },
    },
  },
};

test('a class tells what most of its instances have, and they tell the rest', () => {
  const builder = new SnapshotBuilder();
  builder.add(page({}));
  expect(builder.build()).toEqual(SHOWN);
});

test('pages make the same snapshot, whatever order values came in', () => {
  const builder = new SnapshotBuilder();
  builder.add(page({ rows: '0;1;3;1\n1;2;0;2,3,4', segments: ['game.Workspace.Yard', 'B'] }));
  builder.add(
    page({
      pool: [7, true, 'B', false],
      rows: '0;1;3;\n1;2;0;3,4,1\n1;2;0;~2=2,3=0',
      segments: ['game.Workspace.Yard', 'A[2]', 'A[1]'],
      stubs: [1],
      attributes: {},
      tags: {},
    }),
  );
  expect(snapshotText(builder.build())).toBe(snapshotText(SHOWN as never));
});

test('the file has a line for each value, and is read again as it was', () => {
  const builder = new SnapshotBuilder();
  builder.add(page({}));
  const text = snapshotText(builder.build());
  expect(readSnapshot(text, 'a.json')).toEqual(SHOWN);
  expect(text.split('\n')).toContain('    "Alpha": "x",');
  expect(text.split('\n').slice(0, 8)).toEqual([
    '{',
    ' "kind": "studio-bridge-snapshot",',
    ' "version": 2,',
    ' "root": "game.Workspace.Yard",',
    ' "classes": {',
    '  "Folder": {',
    '   "Name": "Yard"',
    '  },',
  ]);
});

test('an empty property list is written down, too', () => {
  const builder = new SnapshotBuilder();
  builder.add(page({ rows: '0;1;0;', segments: ['game.X'], attributes: {}, tags: {} }));
  expect(readSnapshot(snapshotText(builder.build()), 'a.json').instances).toEqual({
    'game.X': { className: 'Folder', properties: {} },
  });
});
