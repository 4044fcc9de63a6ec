import { expect, test } from 'vitest';
import { ProgressTable } from './progress-table.js';

test('each package has a row that says where it stands', () => {
  let shown: readonly string[] = [];
  const table = new ProgressTable((lines) => {
    shown = lines;
  });
  table.phase('shop', 'launching');
  table.phase('arena.project.json', 'executing');
  for (const status of ['passed', 'passed', 'failed', 'skipped'] as const) table.test('shop', status);
  expect(shown).toEqual([
    'shop                launching  2 passed  1 failed  1 skipped',
    'arena.project.json  executing',
  ]);
  expect(() => new ProgressTable(undefined).phase('shop', 'executing')).not.toThrow();
});
