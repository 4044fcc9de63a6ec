// Users' own actions: files of a folder that plugins get as handlers, from whichever process is the host.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { freePortAsync } from '../support/free-port.js';
import { type Cli, useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

function writeAction(folder: string, name: string, body: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${name}.luau`),
    `return function(payload: any, bridge: any): any\n${body}\nend\n`,
  );
}

const ADD = '\treturn { sum = payload.a + payload.b, place = game.Name }';

describe('an action of the user', () => {
  verifies('action.own', 'is invoked by its name through a host that does not know it', async () => {
    const { runAsync, home } = await useStudioProcessAsync('Lobby');
    writeAction(join(home, '.studio-bridge', 'actions'), 'add', ADD);
    const result = await runAsync(['action', 'add', '--payload', '{"a": 2, "b": 3}', '--json']);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(result.stdout)).toEqual({ sum: 5, place: 'Lobby' });

    writeAction(join(home, '.studio-bridge', 'actions'), 'add', '\treturn { sum = "edited" }');
    const edited = await runAsync(['action', 'add', '--json']);
    expect(JSON.parse(edited.stdout)).toEqual({ sum: 'edited' });
  });

  test('of the documents works as it stands there', async () => {
    const { runAsync, home } = await useStudioProcessAsync();
    const page = readFileSync(join(ROOT, 'docs/writing-an-action.md'), 'utf8');
    const source = /```luau[^\n]*\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
    mkdirSync(join(home, '.studio-bridge', 'actions'), { recursive: true });
    writeFileSync(join(home, '.studio-bridge', 'actions', 'countParts.luau'), source);
    const args = ['action', 'countParts', '--payload', '{"root": "game.Workspace"}', '--json'];
    const { stdout, stderr } = await runAsync(args);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ root: expect.any(String), count: expect.any(Number) });
  });

  test('comes from the folder that is named', async () => {
    const { runAsync, home } = await useStudioProcessAsync();
    writeAction(join(home, 'own'), 'add', ADD);
    const args = ['action', 'add', '--payload', '{"a": 1, "b": 1}', '--actions', 'own', '--json'];
    expect(JSON.parse((await runAsync(args)).stdout)).toMatchObject({ sum: 2 });
    const env = { STUDIO_BRIDGE_ACTIONS: join(home, 'own') };
    const named = await runAsync(['action', 'add', '--payload', '{"a": 1, "b": 2}', '--json'], { env });
    expect(JSON.parse(named.stdout)).toMatchObject({ sum: 3 });
  });

  test('that does not compile says where', async () => {
    const { runAsync, home } = await useStudioProcessAsync();
    writeAction(join(home, '.studio-bridge', 'actions'), 'broken', '\tlocal = 2');
    const result = await runAsync(['action', 'broken']);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(/^Error: The plugin did not take the action broken: .*2.*identifier/);
  });

  test('that nobody wrote is named', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const result = await runAsync(['action', 'nothing']);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(/^Error: There is no action nothing\.\nWrite it as nothing\.luau/);
  });
});

describe('a host with a folder of actions', () => {
  verifies('action.hot-reload', 'sends an edited file on, and keeps what works', async () => {
    const cli = useCli();
    const port = await freePortAsync();
    const folder = join(cli.home, 'own');
    writeAction(folder, 'version', '\treturn { version = 1 }');
    const env = { STUDIO_BRIDGE_PORT: String(port) };
    const host = cli.start(['serve', '--json', '--actions', folder], { env });
    cli.start(['emulator', '--place-name', 'Baseplate'], { env });
    await host.seesAsync(/session-connected/);
    const versionAsync = askVersion(cli, env);
    expect(await versionAsync()).toEqual({ version: 1 });

    writeAction(folder, 'version', '\treturn { version = 2 }');
    for (let answer = await versionAsync(); ; answer = await versionAsync()) {
      if (answer.version === 2) break;
      expect(answer).toEqual({ version: 1 });
    }

    writeFileSync(join(folder, 'version.luau'), 'return function(\n');
    await host.seesAsync(/warn: .+ did not take the action version: .+/, 'stderr');
    expect(await versionAsync()).toEqual({ version: 2 });
    expect(host.written.stdout.match(/session-connected/g)).toHaveLength(1);
  });

  verifies('action.hot-reload', 'sends what is put into a folder that was made later', async () => {
    const cli = useCli();
    const project = useTmp();
    const env = { STUDIO_BRIDGE_PORT: String(await freePortAsync()) };
    const host = cli.start(['serve', '--json'], { env, cwd: project });
    cli.start(['emulator', '--place-name', 'Baseplate'], { env });
    await host.seesAsync(/session-connected/);
    const versionAsync = askVersion(cli, env);
    expect(await versionAsync()).toMatchObject({ error: { code: 'UNKNOWN_REQUEST' } });
    writeAction(join(project, '.studio-bridge', 'actions'), 'version', '\treturn { version = 1 }');
    for (let answer = await versionAsync(); ; answer = await versionAsync()) {
      if (answer.version === 1) break;
      expect(answer).toMatchObject({ error: { code: 'UNKNOWN_REQUEST' } });
    }
  });

  test('that is not there does not start', async () => {
    const port = String(await freePortAsync());
    const result = await useCli().runAsync(['serve', '--port', port, '--actions', 'nowhere']);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(
      /^Error: The folder of actions .+nowhere does not exist\.\nCheck the path\.$/m,
    );
  });
});

/** From a folder without actions, so that the plugin's handler answers as the host left it. */
function askVersion(cli: Cli, env: Record<string, string>): () => Promise<{ version: number }> {
  return async () => {
    const { stdout, stderr } = await cli.runAsync(['action', 'version', '--json', '--target', 'Baseplate'], {
      env,
    });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  };
}
