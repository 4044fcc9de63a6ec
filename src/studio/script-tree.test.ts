import { expect, test } from 'vitest';
import { scriptTree } from './script-tree.js';

test('file names say which kind of script they are', () => {
  expect(
    scriptTree('Root', { 'B.luau': 'b', 'A.server.luau': 'a', 'C.client.luau': 'c', 'notes.md': 'x' }),
  ).toEqual({
    name: 'Root',
    className: 'Folder',
    children: [
      { name: 'A', className: 'Script', source: 'a', children: [] },
      { name: 'B', className: 'ModuleScript', source: 'b', children: [] },
      { name: 'C', className: 'LocalScript', source: 'c', children: [] },
    ],
  });
});

test('an init file turns its folder into the script', () => {
  expect(
    scriptTree('Root', { 'Kit/init.luau': 'kit', 'Kit/Part.luau': 'part', 'init.server.luau': 'main' }),
  ).toEqual({
    name: 'Root',
    className: 'Script',
    source: 'main',
    children: [
      {
        name: 'Kit',
        className: 'ModuleScript',
        source: 'kit',
        children: [{ name: 'Part', className: 'ModuleScript', source: 'part', children: [] }],
      },
    ],
  });
});
