// `doctor` on a machine as it is: every hop is looked at, and what is broken is found and mended by what it says.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useTcpServer } from '../support/bridge.js';
import { freePortAsync } from '../support/free-port.js';
import { useRegisteredPlugin } from '../support/scripted-plugin.js';
import { type Cli, useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

interface Finding {
  readonly hop: string;
  readonly state: string;
  readonly finding: string;
  readonly mend?: string;
}

async function examineAsync(cli: Pick<Cli, 'runAsync'>, args: string[], env: Record<string, string> = {}) {
  const { stdout, stderr, exitCode } = await cli.runAsync(['doctor', '--json', ...args], { env });
  if (stdout === '') throw new Error(stderr);
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  return { exitCode, checks, of: (hop: string) => checks.find((check) => check.hop === hop) };
}

async function useHostAsync() {
  const cli = useCli();
  const port = await freePortAsync();
  await cli.start(['serve', '--port', String(port)]).seesAsync(/listening/);
  return { cli, port, args: ['--port', String(port)] };
}

describe('doctor', () => {
  verifies('doctor.hops', 'looks at every hop', async () => {
    const studio = await useStudioProcessAsync('Lobby');
    const { exitCode, checks, of } = await examineAsync(studio, []);
    expect(checks.map(({ hop }) => hop)).toEqual([
      'version',
      'port',
      'host',
      'link',
      'session',
      'token',
      'studio',
      'plugin',
      'emulator',
      'places',
    ]);
    expect(checks.filter(({ state }) => state === 'wrong')).toEqual([]);
    expect(exitCode).toBe(0);
    expect(of('port')?.finding).toMatch(`process ${studio.host.process.pid}`);
    expect(of('session')?.finding).toMatch(/^Lobby \(edit, .+\) is Edit, .+, emulator\.$/);
    expect(of('emulator')).toMatchObject({ state: 'ok' });
    expect(of('places')).toMatchObject({ state: 'ok' });
  });

  verifies('doctor.mends', 'finds a token file that is open to others, and its advice mends it', async () => {
    const { cli, args } = await useHostAsync();
    chmodSync(join(cli.home, 'token'), 0o644);
    const { exitCode, of } = await examineAsync(cli, args);
    expect(exitCode).toBe(1);
    expect(of('token')).toMatchObject({ state: 'wrong', finding: expect.stringContaining('mode 644') });
    expect(of('link')).toMatchObject({ state: 'wrong' });
    const [, path = ''] = /chmod 600 (\S+)/.exec(of('token')?.mend ?? '') ?? [];
    chmodSync(path, 0o600);
    expect((await examineAsync(cli, args)).of('link')).toMatchObject({ state: 'ok' });
  });

  verifies('doctor.mends', 'finds a host of another token, and no session', async () => {
    const { cli, args } = await useHostAsync();
    const foreign = await examineAsync(cli, args, { STUDIO_BRIDGE_TOKEN: 'the-token-of-somebody' });
    expect(foreign.of('link')).toMatchObject({
      state: 'wrong',
      finding: 'The host did not accept the token of this client.',
      mend: expect.stringContaining('--token'),
    });
    const own = await examineAsync(cli, args);
    expect(own.exitCode).toBe(1);
    expect(own.of('sessions')).toMatchObject({ state: 'wrong', mend: expect.stringContaining('emulator') });
  });

  verifies('doctor.mends', 'names the program that holds the port', async () => {
    const { port } = await useTcpServer((socket) => socket.end('SSH-2.0-x\r\n'));
    const { exitCode, of } = await examineAsync(useCli(), ['--port', String(port)]);
    expect(exitCode).toBe(1);
    expect(of('port')).toMatchObject({
      state: 'wrong',
      finding: expect.stringMatching(new RegExp(`is held by .+\\(process ${process.pid}\\), which is not`)),
      mend: expect.stringContaining('--port'),
    });
  });

  verifies('doctor.mends', 'finds an old plugin, and play contexts that are missing', async () => {
    const { cli, port, args } = await useHostAsync();
    await useRegisteredPlugin(port, { payload: { pluginVersion: '0.0.1', placeName: 'Old' } });
    await useRegisteredPlugin(port, { payload: { context: 'client', state: 'Play', placeName: 'Alone' } });
    const { exitCode, checks } = await examineAsync(cli, args);
    expect(exitCode).toBe(1);
    const found = checks.map(({ finding }) => finding).join('\n');
    expect(found).toMatch(/Old \(edit, .+\) runs plugin version 0\.0\.1; this is/);
    expect(found).toMatch('Alone plays, but the plugin of its server is not connected.');
  });

  test('joins a remote host, and changes nothing where there is none', async () => {
    const { port } = await useHostAsync();
    const stranger = useCli();
    const remote = await examineAsync(stranger, ['--remote', `127.0.0.1:${port}`]);
    expect(remote.of('link')).toMatchObject({
      state: 'wrong',
      finding: 'The host asks for a token, and this process has none.',
    });
    const free = String(await freePortAsync());
    const none = await examineAsync({ runAsync: stranger.runAsync }, ['--port', free], {
      STUDIO_BRIDGE_HOME: join(useTmp(), 'new'),
    });
    expect(none.exitCode).toBe(0);
    expect(none.of('port')).toMatchObject({
      state: 'note',
      mend: 'To keep one running: studio-bridge serve',
    });
  });
});
