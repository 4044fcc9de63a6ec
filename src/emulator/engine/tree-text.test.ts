import { expect, test } from 'vitest';
import { scriptTreeOf } from '../../support/script-tree.js';
import { SourceShelf } from './module-operations.js';
import { treeText } from './tree-text.js';

test('the engine is told one line a script, and keeps the sources elsewhere', () => {
  const sources = new SourceShelf();
  const text = treeText(scriptTreeOf('Root', { 'A/B.luau': 'the\nsource' }), sources);
  expect(text).toBe('0\tFolder\t-1\tRoot\n1\tFolder\t-1\tA\n2\tModuleScript\t0\tB\n');
  expect(sources.get(0)).toBe('the\nsource');
});
