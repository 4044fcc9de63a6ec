// What the scripts of `completion` are told by the program: sessions and actions that exist now.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

verifies('completion.sessions', 'the sessions that are connected are offered by id', async () => {
  const { runAsync, port, home } = await useStudioProcessAsync('Lobby');
  const { stdout } = await runAsync(['process', 'list', '--json']);
  const [{ sessionId }] = JSON.parse(stdout).sessions;
  const ask = (...words: string[]) => runAsync(['__complete', '--', ...words]);
  const line = `${sessionId.slice(0, 8)}\tLobby, edit, emulated\n`;
  expect(await ask('console', 'exec', '-t', '')).toEqual({ exitCode: 0, stdout: line, stderr: '' });
  expect((await ask('console', 'exec', '--target', sessionId.slice(0, 3))).stdout).toBe(line);
  expect((await ask('console', 'exec', '--target', 'zzz')).stdout).toBe('');

  mkdirSync(join(home, '.studio-bridge', 'actions'), { recursive: true });
  writeFileSync(join(home, '.studio-bridge', 'actions', 'countParts.luau'), 'return function() end');
  expect((await ask('action', 'c')).stdout).toBe('countParts\n');
  const asked = await runAsync(['__complete', '--new-word', '--', 'action', '--port', String(port)]);
  expect(asked.stdout).toBe('countParts\n');
});

test('without a host it says nothing and starts none', async () => {
  const cli = useCli();
  const env = { STUDIO_BRIDGE_PORT: '1', STUDIO_BRIDGE_HOST: 'background' };
  const words = ['__complete', '--', 'console', 'exec', '--target', ''];
  expect(await cli.runAsync(words, { env })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});
