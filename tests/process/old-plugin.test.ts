// A Studio whose plugin is older than this program: it works as far as it goes, and its user hears what to do.
import { expect } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { usePlugin, useRegisteredPlugin } from '../support/scripted-plugin.js';
import { useCli } from '../support/use-cli.js';
import { verifies } from '../support/verifies.js';

async function useHostAsync() {
  const cli = useCli();
  const port = await freePortAsync();
  const host = cli.start(['serve', '--port', String(port)]);
  await host.seesAsync(/listening/);
  const env = { STUDIO_BRIDGE_PORT: String(port) };
  return { host, port, runAsync: (...args: string[]) => cli.runAsync(args, { env }) };
}

verifies('bridge.plugin-update', 'each command that uses it says so, beside what it prints', async () => {
  const { host, port, runAsync } = await useHostAsync();
  await useRegisteredPlugin(port, { payload: { pluginVersion: '0.0.1', placeName: 'Old' } });
  await host.seesAsync(/Plugin version 0\.0\.1 is older than recommended minimum/, 'stderr');
  const shown = await runAsync('console', 'exec', 'x', '--target', 'Old');
  expect(shown).toMatchObject({ exitCode: 0, stdout: 'x\n' });
  expect(shown.stderr).toMatch(
    /The plugin of Old is version 0\.0\.1, older than recommended: .+ Update it: studio-bridge plugin install/,
  );
  const data = await runAsync('console', 'exec', 'x', '--target', 'Old', '--json');
  expect(data).toMatchObject({ exitCode: 0, stderr: '' });
  const list = await runAsync('process', 'list');
  expect(list).toMatchObject({ exitCode: 0, stderr: '' });
});

verifies(
  'bridge.legacy-plugin',
  'one of version 1 runs scripts, and says what else it cannot do',
  async () => {
    const { port, runAsync } = await useHostAsync();
    const plugin = await usePlugin(port, '/0123456789abcdef');
    plugin.on('execute', (message) => {
      plugin.reply(message, 'output', { messages: [{ level: 'Print', body: 'from long ago' }] });
      plugin.reply(message, 'scriptComplete', { success: true });
    });
    const sessionId = '0123456789abcdef';
    plugin.sessionId = sessionId;
    plugin.send({ type: 'hello', sessionId, payload: { sessionId } });
    expect(await plugin.nextAsync('welcome')).toEqual({ type: 'welcome', sessionId, payload: { sessionId } });
    const ran = await runAsync('console', 'exec', 'print("x")', '--target', sessionId);
    expect(ran).toMatchObject({ exitCode: 0, stdout: 'from long ago\n' });
    expect(plugin.log.at(-1)?.requestId).toBeUndefined();
    const asked = await runAsync('process', 'info', '--target', sessionId);
    expect(asked.exitCode).toBe(1);
    expect(asked.stderr).toMatch(/does not offer queryState/);
  },
);
