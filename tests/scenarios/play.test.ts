// Play tests with the plugin that ships, over real sockets: three DataModels of one Studio are three sessions.
import { expect, onTestFinished } from 'vitest';
import type { BridgeConnection } from '../../src/bridge/bridge-connection.js';
import type { BridgeSession } from '../../src/bridge/bridge-session.js';
import {
  type EmulatedStudio,
  type EmulatedStudioOptions,
  startEmulatedStudioAsync,
} from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import type { SessionContext } from '../../src/protocol/session-info.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { nextEvent, untilSessions, useConnection } from '../support/bridge.js';
import { usePeerProcess } from '../support/peer-process.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

interface Play {
  readonly connection: BridgeConnection;
  readonly studio: EmulatedStudio;
  readonly lines: string[];
  /** Runs a script in a context and gives what it returns. */
  runAsync(context: SessionContext, script: string): Promise<unknown>;
  sessionAsync(context: SessionContext): Promise<BridgeSession>;
}

async function usePlayAsync(options: Partial<EmulatedStudioOptions> = {}): Promise<Play> {
  const connection = await useConnection({ expectedSessions: 1 });
  const studio = await startEmulatedStudioAsync({
    port: connection.port,
    placeName: 'Arena',
    plugins: [bridgePlugin],
    ...options,
  });
  onTestFinished(() => studio.terminateAsync());
  const lines: string[] = [];
  studio.onOutput(({ body, context = 'edit' as const }) => lines.push(`${context}: ${body}`));
  const sessionAsync = (context: SessionContext) =>
    connection.resolveSessionAsync({ context, waitMs: 15_000 });
  return {
    connection,
    studio,
    lines,
    sessionAsync,
    async runAsync(context, script) {
      const result = await (await sessionAsync(context)).invokeAsync(execute, { script });
      if (!result.success) throw new Error(result.error);
      return result.returnValues?.length === 1 ? result.returnValues[0] : result.returnValues;
    },
  };
}

const START =
  'task.spawn(function() _G.result = game:GetService("StudioTestService"):ExecutePlayModeAsync({}) end)';
const STOP = 'game:GetService("StudioTestService"):EndTest("stopped")';
const UNTIL_ENDED = 'while not game:GetService("StudioTestService").EditModeActive do task.wait() end';
const WHERE = 'local r = game:GetService("RunService") return { r:IsEdit(), r:IsServer(), r:IsClient() }';

verifies(
  ['play.sessions', 'play.teardown'],
  'three sessions of one Studio connect, run code, and leave with the test',
  async () => {
    const { connection, runAsync, studio } = await usePlayAsync();
    await runAsync('edit', 'Instance.new("RemoteEvent", game.ReplicatedStorage).Name = "Event"');
    await runAsync('edit', START);
    await untilSessions(connection, 3);
    const sessions = connection.listSessions();
    expect(new Set(sessions.map(({ instanceId }) => instanceId)).size).toBe(1);
    expect(
      sessions.map(({ context, state, player, origin }) => ({ context, state, player, origin })),
    ).toEqual(
      expect.arrayContaining([
        { context: 'edit', state: 'Edit', player: undefined, origin: 'emulator' },
        { context: 'server', state: 'Run', player: undefined, origin: 'emulator' },
        { context: 'client', state: 'Play', player: 'Player1', origin: 'emulator' },
      ]),
    );
    expect(await runAsync('edit', WHERE)).toEqual([true, true, true]);
    expect(await runAsync('server', WHERE)).toEqual([false, true, false]);
    expect(await runAsync('client', WHERE)).toEqual([false, false, true]);

    await runAsync(
      'client',
      'game.ReplicatedStorage.Event.OnClientEvent:Connect(function(x) _G.got = x end)',
    );
    await runAsync('server', 'game.ReplicatedStorage.Event:FireAllClients({ 1, { a = Vector3.one } })');
    expect(await runAsync('client', 'while not _G.got do task.wait() end return _G.got[2].a')).toEqual({
      type: 'Vector3',
      value: [1, 1, 1],
    });

    await runAsync('server', STOP);
    await untilSessions(connection, 1);
    expect(await runAsync('edit', 'while not _G.result do task.wait() end return _G.result')).toBe('stopped');
    await studio.closeAsync();
    expect(await studio.exited).toEqual({});
  },
);

verifies('plugin.contexts', 'a place of a team is edited, and a test that is paused says so', async () => {
  const { connection, runAsync, sessionAsync } = await usePlayAsync({ teamCreate: true });
  expect(await runAsync('edit', WHERE)).toEqual([true, false, true]);
  expect(connection.listSessions().map(({ context }) => context)).toEqual(['edit']);
  await runAsync('edit', START);
  await untilSessions(connection, 3);
  const server = await sessionAsync('server');
  const states: unknown[] = [];
  const stop = server.follow({
    push: ({ type, payload }) => {
      if (type === 'stateChange') states.push((payload as { newState: unknown }).newState);
    },
    missed() {},
  });
  await server.subscribeAsync(['stateChange']);
  await runAsync('server', 'game:GetService("RunService"):Pause() task.wait(0.5)');
  await runAsync('server', 'game:GetService("RunService"):Run() task.wait(0.5)');
  stop();
  expect(states).toEqual(['Paused', 'Run']);
});

verifies('play.sessions', 'ten tests one after the other leave nothing behind', async () => {
  const { connection, runAsync } = await usePlayAsync();
  for (let round = 0; round < 10; round++) {
    await runAsync('edit', START);
    await untilSessions(connection, 3);
    await runAsync('server', STOP);
    await untilSessions(connection, 1);
    await runAsync('edit', UNTIL_ENDED);
  }
  expect(connection.listSessions().map(({ context }) => context)).toEqual(['edit']);
});

verifies(
  ['play.sessions', 'bridge.succession'],
  'a host that is killed in the middle of a test finds all of it again',
  async () => {
    const stateFolder = useTmp();
    const first = await useConnection({ stateFolder });
    const { port } = first;
    await first.disconnectAsync();
    const host = await usePeerProcess(port, stateFolder, 'host');
    const studio = await startEmulatedStudioAsync({
      port,
      placeName: 'Arena',
      plugins: [bridgePlugin],
      play: 2,
    });
    onTestFinished(() => studio.terminateAsync());
    const client = await useConnection({ stateFolder, port, role: 'auto' });
    await untilSessions(client, 4);
    const server = await client.resolveSessionAsync({ context: 'server' });
    const changed = nextEvent(client, 'host-changed');
    const running = server.invokeAsync(
      execute,
      { script: 'for i = 1, 5 do print(i) task.wait(0.1) end return #game.Players:GetPlayers()' },
      { onOutput: () => void host.killAsync() },
    );
    expect(await changed).toMatchObject({ role: 'host' });
    expect(await running).toMatchObject({ success: true, returnValues: [2] });
    await untilSessions(client, 4);
    expect(
      client
        .listSessions()
        .map(({ context, player }) => [context, player].join(' '))
        .sort(),
    ).toEqual(['client Player1', 'client Player2', 'edit ', 'server ']);
  },
);
