import { expect, test } from 'vitest';
import { SourceShelf } from './module-operations.js';
import { scriptTreeOf, treeText } from './script-tree.js';

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

test('the engine is told one line a script, and keeps the sources elsewhere', () => {
  const sources = new SourceShelf();
  const text = treeText(scriptTreeOf('Root', { 'A/B.luau': 'the\nsource' }), sources);
  expect(text).toBe('0\tFolder\t-1\tRoot\n1\tFolder\t-1\tA\n2\tModuleScript\t0\tB\n');
  expect(sources.get(0)).toBe('the\nsource');
});
