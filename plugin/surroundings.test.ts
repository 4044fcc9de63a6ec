// The plugin where Studio is not as usual: members that are missing, play clients that may open no sockets, play tests
// without plugins, and an installation for one host.
import { expect, onTestFinished, test } from 'vitest';
import { pushedActions } from '../src/app/pushed-actions.js';
import { changeInstances } from '../src/command/instances/changes.js';
import { queryState } from '../src/commands/process/info/info.js';
import { grepScripts } from '../src/commands/script/grep/grep.js';
import { readScript } from '../src/commands/script/read/read.js';
import { captureScreenshot } from '../src/commands/viewport/screenshot/screenshot.js';
import {
  type EmulatedStudio,
  type EmulatedStudioOptions,
  startEmulatedStudioAsync,
} from '../src/emulator/studio/start-emulated-studio.js';
import { execute } from '../src/protocol/core-actions.js';
import { installedPlugin } from '../src/studio/plugin/installed-plugin.js';
import { bridgePlugin } from '../src/studio/plugin/plugin-files.js';
import { systemClock } from '../src/support/clock.js';
import { untilSessions, useConnection } from '../tests/support/bridge.js';
import { verifies } from '../tests/support/verifies.js';
import { useScriptedHost } from './scripted-host.js';

async function useStudio(options: Partial<EmulatedStudioOptions>): Promise<{
  studio: EmulatedStudio;
  lines: string[];
}> {
  const studio = await startEmulatedStudioAsync({ plugins: [bridgePlugin], ...options });
  onTestFinished(() => studio.terminateAsync());
  const lines: string[] = [];
  studio.onOutput(({ body, context }) => lines.push(`${context ?? 'edit'}: ${body}`));
  return { studio, lines };
}

verifies(
  ['plugin.relay', 'plugin.play-client'],
  'a play client that may open no sockets is reached through the edited place',
  async () => {
    const connection = await useConnection({ expectedSessions: 1 });
    await useStudio({ port: connection.port, play: 2, clientSockets: false });
    await untilSessions(connection, 4);
    const clients = connection.listSessions().filter(({ context }) => context === 'client');
    expect(clients.map(({ player }) => player).sort()).toEqual(['Player1', 'Player2']);
    for (const { sessionId, player } of clients) {
      const session = await connection.resolveSessionAsync({ target: sessionId, waitMs: 5000 });
      const text = 'x'.repeat(300_000);
      const result = await session.invokeAsync(execute, {
        script: `--${text}\nprint("line") return game.Players.LocalPlayer.Name, #"${text}"`,
      });
      expect(result.returnValues).toEqual([player, 300_000]);
      const { fallbacks } = await session.invokeAsync(queryState, {});
      expect(fallbacks).toContainEqual({
        member: 'HttpService.CreateWebStreamClient',
        instead: 'the frames of this play client go through the plugin of the edited place',
      });
    }
    const server = await connection.resolveSessionAsync({ context: 'server', waitMs: 5000 });
    await server.invokeAsync(execute, { script: 'game:GetService("StudioTestService"):EndTest()' });
    await untilSessions(connection, 1);
  },
);

verifies(
  'plugin.play-client',
  'the play client finds the host of the edited place without asking',
  async () => {
    const connection = await useConnection({ expectedSessions: 1 });
    // No port is pinned: the plugin has it from its installation, the play test from the edited place.
    const { lines } = await useStudio({
      plugins: [installedPlugin({ ports: [1, connection.port] })],
      play: 1,
    });
    await untilSessions(connection, 3);
    await expect
      .poll(() => lines.filter((line) => line.includes('connected to')).sort())
      .toEqual([
        `client: [StudioBridge] connected to 127.0.0.1:${connection.port}`,
        `edit: [StudioBridge] connected to 127.0.0.1:${connection.port}`,
        `server: [StudioBridge] connected to 127.0.0.1:${connection.port}`,
      ]);
  },
);

const UNCERTAIN = [
  'DataModel.BindToClose',
  'HttpService.RequestAsync',
  'LogService.GetLogHistory',
  'Plugin.CreateToolbar',
  'Plugin.GetSetting',
  'Plugin.SetSetting',
  'PluginConnectionService',
  'RunService.IsEdit',
  'RunService.RunState',
];

verifies('plugin.absent-members', 'what this Studio lacks is done without, and told', async () => {
  const connection = await useConnection({ expectedSessions: 1 });
  await useStudio({ port: connection.port, play: 1, withoutMembers: UNCERTAIN });
  await untilSessions(connection, 3);
  const told = new Map<string, string[]>();
  for (const context of ['edit', 'server', 'client'] as const) {
    const session = await connection.resolveSessionAsync({ context, waitMs: 5000 });
    const script = 'task.wait(1.5) return 1';
    expect((await session.invokeAsync(execute, { script })).returnValues).toEqual([1]);
    const { fallbacks = [] } = await session.invokeAsync(queryState, {});
    told.set(
      context,
      fallbacks.map(({ member }) => member),
    );
  }
  expect(Object.fromEntries(told)).toEqual({
    edit: [
      'LogService.GetLogHistory',
      'Plugin.CreateToolbar',
      'PluginConnectionService',
      'RunService.IsEdit',
      'RunService.RunState',
    ],
    server: ['DataModel.BindToClose', 'LogService.GetLogHistory', 'RunService.IsEdit', 'RunService.RunState'],
    client: ['LogService.GetLogHistory', 'RunService.IsEdit', 'RunService.RunState'],
  });
});

verifies('plugin.absent-members', 'what single commands do without is told once they have', async () => {
  const connection = await useConnection({ expectedSessions: 1, actions: pushedActions });
  const members = [
    'Instance.QueryDescendants',
    'StudioCaptureService',
    'ScriptEditorService.GetEditorSource',
  ];
  await useStudio({ port: connection.port, withoutMembers: [...members, 'ChangeHistoryService'] });
  const session = await connection.resolveSessionAsync({ waitMs: 5000 });
  await session.invokeAsync(execute, {
    script:
      'local main = Instance.new("Script") main.Name = "Main" main.Source = "return 1" main.Parent = workspace',
  });
  const path = 'game.Workspace.Main';
  await session.invokeAsync(grepScripts, {
    ...{ text: 'return', path: 'game', isPattern: false, ignoreCase: false },
    ...{ context: 0, limit: 10, maxSeconds: 5 },
  });
  await session.invokeAsync(readScript, { path, maxBytes: 1000 });
  await session.invokeAsync(captureScreenshot, {});
  await session.invokeAsync(changeInstances, {
    changes: [{ op: 'delete', path }],
    dryRun: false,
    label: 'x',
  });
  const { fallbacks = [] } = await session.invokeAsync(queryState, {});
  expect(fallbacks.map(({ member, instead }) => `${member}: ${instead.replace(/:.*/, '')}`)).toEqual([
    'ChangeHistoryService.TryBeginRecording: changes cannot be undone',
    'Instance.QueryDescendants: every instance is looked at for scripts',
    'ScriptEditorService.GetEditorSource: open drafts are not seen',
    'StudioCaptureService: CaptureService takes the pictures',
  ]);
});

verifies(
  'plugin.panel',
  'a usual Studio lacks nothing, and its button and relay begin by themselves',
  async () => {
    const connection = await useConnection({ expectedSessions: 1 });
    const { lines } = await useStudio({ port: connection.port });
    const session = await connection.resolveSessionAsync({ waitMs: 5000 });
    await session.invokeAsync(execute, { script: 'task.wait(1.5)' });
    expect(await session.invokeAsync(queryState, {})).not.toHaveProperty('fallbacks.0');
    expect(lines).toEqual([`edit: [StudioBridge] connected to 127.0.0.1:${connection.port}`]);
  },
);

verifies('plugin.ephemeral', 'made for one host, it goes with it and leaves nothing running', async () => {
  const host = await useScriptedHost();
  const { lines } = await useStudio({
    plugins: [installedPlugin({ ports: [host.port], isEphemeral: true })],
  });
  const plugin = await host.nextPluginAsync();
  await plugin.welcomeAsync();
  await host.stopAsync();
  const again = await useScriptedHost({ port: host.port });
  const came = await Promise.race([
    again.nextPluginAsync().then(() => 'came back'),
    new Promise((resolve) => systemClock.setTimer(1000, () => resolve('stayed away'))),
  ]);
  expect(came).toBe('stayed away');
  expect(lines).toEqual([
    `edit: [StudioBridge] connected to 127.0.0.1:${host.port}`,
    `edit: [StudioBridge] lost the host at 127.0.0.1:${host.port}, done`,
  ]);
});

verifies('plugin.quiet', 'one line when it connects and one when it loses the host', async () => {
  const host = await useScriptedHost();
  const { lines } = await useStudio({ port: host.port });
  const plugin = await host.nextPluginAsync();
  await plugin.welcomeAsync();
  await plugin.askAsync('execute', { script: 'return 1' });
  await host.stopAsync();
  const again = await useScriptedHost({ port: host.port });
  await (await again.nextPluginAsync()).welcomeAsync();
  await expect
    .poll(() => lines)
    .toEqual([
      `edit: [StudioBridge] connected to 127.0.0.1:${host.port}`,
      `edit: [StudioBridge] lost the host at 127.0.0.1:${host.port}, looking for one`,
      `edit: [StudioBridge] connected to 127.0.0.1:${host.port}`,
    ]);
});

test('where plugins are not loaded into play tests, none registers from there', async () => {
  const connection = await useConnection({ expectedSessions: 1 });
  const { lines } = await useStudio({
    port: connection.port,
    play: 1,
    pluginsInPlay: false,
  });
  const session = await connection.resolveSessionAsync({ waitMs: 5000 });
  const result = await session.invokeAsync(execute, {
    script: 'task.wait(0.5) return game:GetService("StudioTestService").EditModeActive',
  });
  expect(result.returnValues).toEqual([false]);
  expect(connection.listSessions()).toHaveLength(1);
  expect(lines.filter((line) => !line.startsWith('edit'))).toEqual([]);
});
