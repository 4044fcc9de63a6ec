import { expect, test } from 'vitest';
import { pluginUninstall } from './uninstall.js';

test.each([
  [true, false, 'Removed /P'],
  [true, true, 'Would be removed: /P'],
  [false, false, 'Nothing to remove: /P is not there.'],
])('removed %s, dry run %s', (removed, dryRun, text) => {
  expect(pluginUninstall.format({ path: '/P', removed, dryRun }, { streamed: true })).toBe(text);
});
