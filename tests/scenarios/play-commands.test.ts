// Play tests of an emulated Studio by command: started, seen, given input, asked and ended.
import { expect } from 'vitest';
import { changeInstances } from '../../src/command/instances/changes.js';
import { queryDataModel } from '../../src/command/instances/tree.js';
import { explorerQuery } from '../../src/commands/explorer/query/query.js';
import { playInput } from '../../src/commands/play/input/input.js';
import { playRestart } from '../../src/commands/play/restart/restart.js';
import { playStart } from '../../src/commands/play/start/start.js';
import { playState } from '../../src/commands/play/state/state.js';
import { playStop } from '../../src/commands/play/stop/stop.js';
import { captureScreenshot } from '../../src/commands/viewport/screenshot/screenshot.js';
import { waitFor } from '../../src/commands/wait-for/wait-for.js';
import { execute } from '../../src/protocol/core-actions.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const { runAsync, failAsync, luauAsync, connection, session, world } = await useStudioOfFileAsync('Playing');

const inContextAsync = async (context: 'server' | 'client', script: string) => {
  const found = await connection.resolveSessionAsync({ target: 'Playing', context, waitMs: 10_000 });
  const done = await found.invokeAsync(execute, { script });
  expect(done.error).toBeUndefined();
  return done.returnValues?.[0] ?? null;
};

verifies(
  'play.commands',
  'a test is started once, seen, and ended with a value',
  async () => {
    const started = await runAsync(playStart);
    expect(started).toMatchObject({ isRunning: true, changed: true, mode: 'play' });
    expect(started.sessions.map(({ context }) => context).sort()).toEqual(['client', 'server']);
    expect(await runAsync(playStart)).toMatchObject({ isRunning: true, changed: false });
    const state = await runAsync(playState);
    expect(playState.format(state, { streamed: true })).toContain('A test is running.\nMode      play');
    const server = await connection.resolveSessionAsync({ target: 'Playing', context: 'server' });
    expect(
      (await server.invokeAsync(execute, { script: 'return game:GetService("RunService"):IsServer()' }))
        .returnValues,
    ).toEqual([true]);
    await expect(server.invokeAsync(captureScreenshot, {})).rejects.toThrow(
      'The server of a play test draws nothing. Ask for --context client, or for edit.',
    );
    const seen = await server.invokeAsync(queryDataModel, { path: 'game.Workspace', depth: 1 });
    expect(seen.instance?.children?.length).toBeGreaterThan(0);
    const changes = [{ op: 'create', className: 'Folder', parent: 'game.Workspace' }] as const;
    const changed = await server.invokeAsync(changeInstances, { changes, dryRun: false, label: 'x' });
    expect(changed).toMatchObject({ applied: true, undoable: false });
    const stopped = await runAsync(playStop, { value: '"enough"' });
    expect(stopped).toMatchObject({ isRunning: false, changed: true, value: 'enough', sessions: [] });
    expect(playStop.format(stopped, { streamed: true })).toBe('The test has ended.\nValue     enough');
    const again = await runAsync(playStop);
    expect(playStop.format(again, { streamed: true })).toContain('No test was running.');
  },
  60_000,
);

verifies(
  'commands.wait-for',
  'a state is that of the whole Studio, also of sides that are yet to come',
  async () => {
    const [playing, running] = [runAsync(waitFor, { state: 'Play' }), runAsync(waitFor, { state: 'Run' })];
    await runAsync(playStart);
    expect([(await playing).state, (await running).state]).toEqual(['Play', 'Run']);
    world.context.options.context = 'edit';
    const edited = await failAsync(waitFor, { state: 'Play', limit: 50 });
    delete world.context.options.context;
    expect(edited.message).toBe('It did not come to that within 0.05 s. At last it is Edit.');
    expect((await runAsync(waitFor, { state: 'Play' })).state).toBe('Play');
    await runAsync(playStop);
    expect((await failAsync(waitFor, { state: 'Play', limit: 50 })).message).toContain('At last it is Edit.');
  },
  60_000,
);

verifies(
  'play.commands',
  'a test that ends by itself gives its value back',
  async () => {
    await luauAsync(`
    local script = Instance.new("Script")
    script.Name = "Suite"
    script.Source = [[
      local service = game:GetService("StudioTestService")
      task.wait(0.1)
      service:EndTest({ passed = service:GetTestArgs().count })
    ]]
    script.Parent = game:GetService("ServerScriptService")
  `);
    const ended = await runAsync(playStart, { mode: 'run', args: '{"count":3}', toEnd: true });
    expect(ended).toMatchObject({ isRunning: false, value: { passed: 3 } });
    await luauAsync('game:GetService("ServerScriptService").Suite:Destroy()');
  },
  60_000,
);

verifies(
  'play.commands',
  'code runs before a restart, and a player presses keys',
  async () => {
    await luauAsync('workspace:SetAttribute("Prepared", nil)');
    await luauAsync(`
    local script = Instance.new("LocalScript")
    script.Name = "Keys"
    script.Source = [[
      game:GetService("UserInputService").InputBegan:Connect(function(input)
        if input.KeyCode == Enum.KeyCode.E then workspace:SetAttribute("Pressed", true) end
      end)
    ]]
    script.Parent = game:GetService("StarterPlayer").StarterPlayerScripts
  `);
    await runAsync(playRestart);
    const restarted = await runAsync(playRestart);
    expect(restarted).toMatchObject({ isRunning: true, changed: true });
    const unknown = await failAsync(playInput, { key: ['Spcae'] });
    expect(unknown.message).toContain('There is no key Spcae. Did you mean Space');
    expect(await runAsync(playInput, { key: ['E'] })).toEqual({ sent: 2 });
    expect(await inContextAsync('client', 'return workspace:GetAttribute("Pressed")')).toBe(true);
    expect((await failAsync(playInput, { key: ['E'], player: 'Nobody' })).message).toBe(
      'No player called Nobody is connected.',
    );
    expect(session.info.context).toBe('edit');
    const { instance } = await runAsync(explorerQuery, { path: 'Workspace' });
    expect(instance.className).toBe('Workspace');
    await runAsync(playStop);
    expect((await failAsync(playInput, { text: 'hi' })).message).toBe(
      'No client of a play test is connected.',
    );
  },
  60_000,
);
