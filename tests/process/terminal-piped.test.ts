// The terminal without a terminal: what comes from a pipe is run, and nothing but results is written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

verifies('repl.piped', 'entries, dot commands and failures', async () => {
  const { runAsync } = await useStudioProcessAsync('Lobby');
  const input = [
    'x = 20',
    'for i = 1, 2 do',
    '  print(i)',
    'end',
    '{ a = { b = { c = 1 } } }',
    '.process info',
    'error("no")',
    'x + 1',
  ].join('\n');
  const { exitCode, stdout, stderr } = await runAsync(['terminal'], { input });
  expect(stdout).toMatch(/^1\n2\n\{ a = \{ b = \{ c = 1 \} \} \}\nMode {6}Edit\n[\s\S]*\n21\n$/);
  expect(stderr).toMatch(/^terminal:1: no\nStack Begin\n/);
  expect(stdout + stderr).not.toContain('\u001b');
  expect(exitCode).toBe(1);
  const good = await runAsync(['terminal'], { input: 'return 1\n.exit\nerror("not reached")' });
  expect(good).toEqual({ exitCode: 0, stdout: '1\n', stderr: '' });
});

verifies('commands.read-only', 'a terminal that only looks runs no Luau and changes nothing', async () => {
  const { runAsync } = await useStudioProcessAsync('Lobby');
  const input = '_G.x = 1\n.explorer create Folder --name Made\n.explorer find Made\n';
  const { exitCode, stdout, stderr } = await runAsync(['terminal', '--read-only'], { input });
  expect(stdout).toBe('Nothing was found.\n');
  expect(stderr).toContain('The script could change something, and this is --read-only.');
  expect(stderr).toContain('explorer create could change something, and this is --read-only.');
  expect(exitCode).toBe(1);
});

verifies(
  'repl.dot-commands',
  'a result goes to a file or comes as base64 where that is asked for',
  async () => {
    const { runAsync } = await useStudioProcessAsync('Lobby');
    const file = join(useTmp(), 'shot.png');
    const input = [`.viewport screenshot --output "${file}"`, '.viewport screenshot --format base64'].join(
      '\n',
    );
    const { exitCode, stdout, stderr } = await runAsync(['terminal'], { input });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `Written to ${file}\n` });
    const start = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
    expect(readFileSync(file).subarray(0, 4)).toEqual(start);
    expect(Buffer.from(stdout, 'base64').subarray(0, 4)).toEqual(start);
  },
);

verifies('repl.dot-commands', 'what the terminal has decided is refused, and not offered', async () => {
  const { runAsync } = await useStudioProcessAsync('Lobby');
  const input = ['.process list --port 1', '.logs --remote=a:1', '.exec --timeout 5s -- --port'].join('\n');
  const refused = await runAsync(['terminal'], { input });
  expect(refused.stderr).toContain('--port is decided when the terminal starts.');
  expect(refused.stderr).toContain('start another one: studio-bridge terminal --remote');
  expect(refused.exitCode).not.toBe(0);
  const help = await runAsync(['terminal'], { input: '.help process list\n.logs --help' });
  expect(help.stdout).toContain('  --wait --timeout --actions --help\n');
  expect(help.stdout).not.toMatch(/--(port|remote|token|config|verbose)\b/);
});

test('a session that is not there is an error, and no reason to start a Studio', async () => {
  const port = String(await freePortAsync());
  const args = ['terminal', '--port', port, '--target', 'nobody', '--wait', '50ms'];
  const { exitCode, stdout, stderr } = await useCli().runAsync(args, { input: 'return 1' });
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toMatch(/No session fits "nobody"/);
});
