import { expect, test } from 'vitest';
import { createFakeWorld, fakeMachine, sessionInfoOf } from '../../../tests/support/command-context.js';
import { runCommandAsync } from '../../command/run-command.js';
import type { MachineProbes } from '../../command/world/machine-probes.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import { doctor } from './doctor.js';

const HOST = { kind: 'host', serverVersion: '0.1.0', uptimeMs: 65_000 } as const;

async function examineAsync(
  machine: Partial<MachineProbes>,
  sessions: readonly SessionInfo[] = [sessionInfoOf({})],
) {
  const world = createFakeWorld({ sessions, context: { machine: { ...fakeMachine, ...machine } } });
  const data = await doctor.run({}, world.context, undefined);
  expect(world.openConnections).toBe(0);
  return { data, text: doctor.format(data, { streamed: true }), exitCode: doctor.exitCode?.(data) };
}

test('all is well', async () => {
  const { text, exitCode } = await examineAsync({
    probePortAsync: async () => HOST,
    findPortHolderAsync: async () => ({ pid: 42, command: 'node cli.cjs' }),
  });
  expect(exitCode).toBe(0);
  expect(text).toMatchInlineSnapshot(`
    "ok    version     studio-bridge 0.1.0 on Node 20.0.0.
    ok    port        Port 38741 is held by node cli.cjs (process 42).
    ok    host        The host is version 0.1.0, up for 65 s.
    ok    link        The host and this process know the same token.
    ok    session     Place1 (edit, 11111111) is Edit, not paired, user.
    ok    token       The token file is there.
    ok    studio      Roblox Studio is /Studio.
    ok    plugin      The plugin, version 0.1.0, is in /plugins.
    ok    emulator    An emulated Studio can run here: it started.
    ok    places      Place files can be read: rbx-dom is here."
  `);
});

test('no host is nothing wrong, and nothing is started to look', async () => {
  const { data, exitCode } = await examineAsync({});
  expect(exitCode).toBe(0);
  expect(data.checks.find(({ hop }) => hop === 'port')).toMatchObject({
    state: 'note',
    mend: 'To keep one running: studio-bridge serve',
  });
});

test.each<[string, Partial<MachineProbes>, SessionInfo[], string, RegExp]>([
  [
    'a stranger on the port',
    { probePortAsync: async () => ({ kind: 'foreign', reason: 'its answer is not that of a host' }) },
    [],
    'Port 38741 is held by another program, which is not a bridge host: its answer is not that of a host.',
    /another port/,
  ],
  [
    'no session',
    { probePortAsync: async () => HOST },
    [],
    'The host has no session: no Studio with the plugin is connected to it.',
    /studio-bridge emulator/,
  ],
  [
    'a session that is not heard of',
    { probePortAsync: async () => HOST },
    [sessionInfoOf({ stale: true })],
    'Place1 (edit, 11111111) has not been heard of for a while: its Studio may hang or be paused in the debugger.',
    /window/,
  ],
  [
    'plugins that do not load in play',
    { probePortAsync: async () => HOST },
    [sessionInfoOf({ state: 'Play' })],
    'Place1 is playing, but no plugin runs in its play contexts.',
    /Load User Plugins In Run Modes/,
  ],
  [
    'a token file that others can read',
    { probeTokenAsync: async () => ({ works: false, detail: 'The token file is open to other users.' }) },
    [],
    'The token file is open to other users.',
    /Delete the token file/,
  ],
  [
    'a plugin that is not there',
    { probePluginAsync: async () => ({ folder: '/plugins', version: undefined }) },
    [],
    'The plugin is not in /plugins.',
    /studio-bridge plugin install/,
  ],
])('%s', async (_name, machine, sessions, finding, mend) => {
  const { data, exitCode } = await examineAsync(machine, sessions);
  expect(exitCode).toBe(1);
  const wrong = data.checks.filter(({ state }) => state === 'wrong');
  expect(wrong.map((check) => check.finding)).toEqual([finding]);
  expect(wrong[0]?.mend).toMatch(mend);
});

test.each<[string, Partial<MachineProbes>, SessionInfo[], RegExp]>([
  [
    'another version of the host',
    { probePortAsync: async () => ({ ...HOST, serverVersion: '0.0.9' }) },
    [sessionInfoOf({})],
    /The host is version 0\.0\.9.*This command is version 0\.1\.0/,
  ],
  [
    'another version of the plugin',
    { probePortAsync: async () => HOST },
    [sessionInfoOf({ pluginVersion: '0.0.9' })],
    /plugin version 0\.0\.9/,
  ],
  ['no Studio', { findStudio: () => undefined }, [], /use the emulated one/],
  [
    'no emulator',
    { probeEmulatorAsync: async () => ({ works: false, detail: 'luau-web is missing.' }) },
    [],
    /luau-web is missing/,
  ],
  [
    'no rbx-dom',
    { probePlaceFilesAsync: async () => ({ works: false, detail: 'not found\nRequire stack:\n- x.cjs' }) },
    [],
    /Place files cannot be read: not found$/,
  ],
])('%s is worth a note', async (_name, machine, sessions, finding) => {
  const { data, exitCode } = await examineAsync(machine, sessions);
  expect(exitCode).toBe(0);
  expect(
    data.checks
      .filter(({ state }) => state === 'note')
      .map((check) => check.finding)
      .join('\n'),
  ).toMatch(finding);
});

test('a play test shows its contexts, and which of them is missing', async () => {
  const machine = { probePortAsync: async () => HOST };
  const server = sessionInfoOf({ context: 'server', state: 'Run' });
  const client = sessionInfoOf({ context: 'client', state: 'Play' });
  const both = await examineAsync(machine, [sessionInfoOf({}), server, client]);
  expect(both.data.checks).toContainEqual({
    hop: 'play',
    state: 'ok',
    finding: 'Place1 plays: its server and a client can be reached.',
  });
  const half = await examineAsync(machine, [sessionInfoOf({}), client]);
  expect(half.exitCode).toBe(1);
  expect(half.text).toMatch('Place1 plays, but the plugin of its server is not connected.');
});

test('a remote host is joined, and nothing is said of a port on this machine', async () => {
  const world = createFakeWorld({
    sessions: [sessionInfoOf({})],
    context: {
      options: { remote: 'box:1' },
      machine: { ...fakeMachine, probePortAsync: () => Promise.reject(new Error('must not be asked')) },
    },
  });
  const { checks } = await doctor.run({}, world.context, undefined);
  expect(checks.slice(1, 3)).toMatchObject([
    { hop: 'link', state: 'ok', finding: 'The host at box:1 and this process know the same token.' },
    { hop: 'session', state: 'ok' },
  ]);
});

test('a host that refuses the token says so', async () => {
  const world = createFakeWorld({
    context: {
      machine: { ...fakeMachine, probePortAsync: async () => HOST },
      openConnectionAsync: async () => {
        throw new Error('The host did not accept the token.');
      },
    },
  });
  const data = (await runCommandAsync(doctor, {}, world.context)) as Awaited<ReturnType<typeof doctor.run>>;
  expect(data.checks.find(({ hop }) => hop === 'link')).toMatchObject({
    state: 'wrong',
    finding: 'The host did not accept the token.',
  });
});
