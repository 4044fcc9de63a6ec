// A real Studio that is open, with the plugin installed: the same commands as on the emulated one.
import { expect, test } from 'vitest';
import { useCli } from '../support/use-cli.js';

test('a script runs in the Studio that is open', async () => {
  const cli = useCli();
  const { exitCode, stdout } = await cli.runAsync([
    'console',
    'exec',
    'print("here"); return 1 + 1, typeof(game)',
    '--wait',
    '60s',
    '--json',
  ]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, returnValues: [2, 'Instance'], logs: 'here' });
});

test('the session does not claim to be emulated', async () => {
  const { stdout } = await useCli().runAsync(['process', 'list', '--wait', '60s', '--json']);
  expect(stdout).not.toMatch(/"emulator"/);
  expect(stdout).toMatch(/"sessionId"/);
});
