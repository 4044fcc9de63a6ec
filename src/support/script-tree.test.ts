import { expect, test } from 'vitest';
import { scriptTreeOf } from './script-tree.js';

test('files become scripts by their names, folders folders', () => {
  const tree = scriptTreeOf('Root', {
    'Main.server.luau': 'main',
    'Client.client.luau': 'client',
    'Library/init.luau': 'library',
    'Library/Part.luau': 'part',
    'Library/readme.md': 'no script',
  });
  expect(tree).toEqual({
    name: 'Root',
    className: 'Folder',
    children: [
      { name: 'Client', className: 'LocalScript', source: 'client', children: [] },
      {
        name: 'Library',
        className: 'ModuleScript',
        source: 'library',
        children: [{ name: 'Part', className: 'ModuleScript', source: 'part', children: [] }],
      },
      { name: 'Main', className: 'Script', source: 'main', children: [] },
    ],
  });
});

test('an init file makes the root itself a script', () => {
  const tree = scriptTreeOf('Plugin', { 'init.server.luau': 'main', 'Module.luau': 'module' });
  expect([tree.className, tree.source, tree.children.length]).toEqual(['Script', 'main', 1]);
});
