// Play tests in an emulated Studio of this thread: what each DataModel is, how tests begin and end, and who comes and
// goes.
import { expect, test } from 'vitest';
import { usePlay } from '../../../tests/support/use-play.js';
import { verifies } from '../../../tests/support/verifies.js';
import { createVirtualClock } from '../engine/virtual-clock.js';

const WHERE = `print("where", RunService:IsStudio(), RunService:IsClient(), RunService:IsServer(), RunService:IsEdit(),
  RunService:IsRunning(), RunService:IsRunMode(), RunService.RunState.Name)`;
/** Asked by a plugin: scripts of a place may not ask all of it. */
const ASK = [
  { name: 'Ask', files: { 'Main.server.luau': `local RunService = game:GetService("RunService") ${WHERE}` } },
];

verifies(
  'play.lifecycle',
  'a play test is a server and a client with the place as it was, and ends with a value',
  async () => {
    const { lineAsync, lines } = usePlay(`
      make("Folder", workspace, { Name = "Marked" }):SetAttribute("Color", Color3.new(1, 0, 0))
      server([[
        local Test = game:GetService("StudioTestService")
        print("server", workspace.Marked:GetAttribute("Color"), Test:GetTestArgs().x)
        local player = game.Players.PlayerAdded:Wait()
        print("joined", player.Name, player.UserId)
        player.CharacterAdded:Wait()
        Test:EndTest({ answer = 42 })
      ]])
      print("active", Test.EditModeActive)
      task.spawn(function()
        local result = Test:ExecutePlayModeAsync({ x = "given" })
        print("ended", result.answer, Test.EditModeActive, workspace:FindFirstChild("Player1"))
      end)
      print("active then", Test.EditModeActive)
      print("again", pcall(Test.ExecutePlayModeAsync, Test, {}))
      print("nothing", pcall(Test.ExecuteRunModeAsync, Test))
    `);
    expect(await lineAsync('edit: ended')).toBe('edit: ended 42 true nil');
    expect(lines).toEqual([
      'edit: active true',
      'edit: active then false',
      'edit: again false Previous call to start play session has not been completed',
      'edit: nothing false Argument 1 missing or nil',
      'server: server 1, 0, 0 given',
      'server: joined Player1 -1',
      'edit: ended 42 true nil',
    ]);
  },
);

verifies('play.contexts', 'each DataModel answers what it is as its kind does', async () => {
  const { lineAsync } = usePlay('', { play: 1, plugins: ASK });
  expect(await lineAsync('edit: where')).toBe('edit: where true true true true false false Stopped');
  expect(await lineAsync('server: where')).toBe('server: where true false true false true false Running');
  expect(await lineAsync('client: where')).toBe('client: where true true false false true false Running');
});

verifies('play.contexts', 'run mode is a server alone, and a team edits without being one', async () => {
  const team = usePlay(
    `print("team", RunService:IsClient(), RunService:IsServer(), RunService:IsEdit())
    server([[print("players", #game.Players:GetPlayers())]]) Test:ExecuteRunModeAsync({})`,
    { teamCreate: true },
  );
  expect(await team.lineAsync('edit: team')).toBe('edit: team true false true');
  expect(await team.lineAsync('server: players')).toBe('server: players 0');
  const { lineAsync } = usePlay('', { play: 'run', plugins: ASK });
  expect(await lineAsync('server: where')).toBe('server: where true false true false true true Running');
});

test('a multiplayer test has as many players as were asked for, and they may come and go', async () => {
  const { lineAsync, lines } = usePlay(`
    print("many", pcall(Test.ExecuteMultiplayerTestAsync, Test, 9, {}))
    server([[
      local Test = game:GetService("StudioTestService")
      local Players = game.Players
      Players.PlayerRemoving:Connect(function(player)
        print("left", player.Name)
        task.wait()
        Test:EndTest(#Players:GetPlayers())
      end)
      task.spawn(function()
        while #Players:GetPlayers() < 2 do Players.PlayerAdded:Wait() end
        print("two", pcall(Test.AddPlayers, Test, 7))
        Test:AddPlayers(1)
      end)
    ]])
    client([[
      local Test = game:GetService("StudioTestService")
      local Players = game.Players
      if Players.LocalPlayer.Name == "Player3" then
        while #Players:GetPlayers() < 3 do Players.PlayerAdded:Wait() end
        print("third", Test:CanLeaveTest(), pcall(Test.EndTest, Test, 1))
        Test:LeaveTest()
      end
    ]])
    print("ended", Test:ExecuteMultiplayerTestAsync(2, "args"))
  `);
  expect(await lineAsync('edit: ended')).toBe('edit: ended 2');
  expect(lines).toEqual([
    'edit: many false numPlayers must be a whole number from 1 to 8, got 9',
    'server: two false A test has at most 8 players',
    'client: third true false EndTest can only be called from the server DataModel of a running test',
    'server: left Player3',
    'edit: ended 2',
  ]);
});

verifies('play.teardown', 'what was bound to the end runs before the test is gone', async () => {
  const { lineAsync, lines } = usePlay(`
    server([[
      game:BindToClose(function() task.wait(0.05) print("bound") end)
      game:BindToClose(function() error("broken") end)
      game:GetService("StudioTestService"):EndTest()
    ]])
    client([[ print("client", pcall(game.BindToClose, game, function() end)) ]])
    print("ended", Test:ExecutePlayModeAsync({}))
    print("again", Test:ExecutePlayModeAsync({}))
  `);
  expect(await lineAsync('edit: again')).toBe('edit: again nil');
  const text = lines.join('\n');
  expect(text.match(/server: bound/g)).toHaveLength(2);
  expect(text.indexOf('server: bound')).toBeLessThan(text.indexOf('edit: ended'));
});

test('a Studio that closes takes its play test along', async () => {
  const { studio, lineAsync, lines } = usePlay(`
    server([[ game:BindToClose(function() print("bound") end) print("up") ]])
    Test:ExecutePlayModeAsync({})
  `);
  await lineAsync('server: up');
  await studio.closeAsync();
  expect(lines).toContain('server: bound');
  expect(studio.openSockets).toBe(0);
});

test('the client of a test makes no requests', async () => {
  const { lineAsync } = usePlay(`
    local ask = [[ print("http", pcall(function() game:GetService("HttpService"):GetAsync("http://127.0.0.1:1/") end)) ]]
    client(ask) Test:ExecutePlayModeAsync({})
  `);
  expect(await lineAsync('client: http')).toBe(
    'client: http false Players.Player1.PlayerScripts.LocalScript:1: Http requests can only be executed by game server',
  );
});

test('the button of a user begins a test without arguments', async () => {
  const { lineAsync } = usePlay(
    'server([[ print("args", game:GetService("StudioTestService"):GetTestArgs()) ]])',
    { play: 1 },
  );
  expect(await lineAsync('server: args')).toBe('server: args nil');
});

verifies(
  'play.run-service',
  'to run the place that is edited runs its scripts, and to stop ends them',
  async () => {
    const { lineAsync, lines } = usePlay(`
    server([[ while true do print("beat") task.wait(0.01) end ]])
    print("before", RunService.RunState.Name, RunService:IsEdit(), Test.EditModeActive)
    RunService:Run()
    print("running", RunService.RunState.Name, RunService:IsEdit(), RunService:IsRunning(), Test.EditModeActive)
    task.wait(0.05)
    RunService:Pause()
    print("paused", RunService.RunState.Name, RunService:IsEdit(), RunService:IsRunning())
    RunService:Stop()
    print("stopped", RunService.RunState.Name, RunService:IsEdit())
    task.wait(0.05)
    print("over")
  `);
    await lineAsync('edit: over');
    expect(lines.filter((line) => !line.includes('beat'))).toEqual([
      'edit: before Stopped true true',
      'edit: running Running false true false',
      'edit: paused Paused false false',
      'edit: stopped Stopped true',
      'edit: over',
    ]);
    expect(lines.at(-2)).toBe('edit: stopped Stopped true');
  },
);

verifies('vm.time-limit', 'a script that never waits ends alone, and the test goes on', async () => {
  const { lineAsync, lines } = usePlay(
    `
    server([[ while true do end ]])
    server([[ game.Players.PlayerAdded:Wait() print("alive") ]])
    client([[ task.wait(0.5) print("alive") ]])
    task.spawn(function() Test:ExecutePlayModeAsync({}) end)
    task.wait(0.5)
    print("alive")`,
    {},
    { scriptTimeLimitMs: 1000 },
  );
  for (const context of ['edit', 'server', 'client']) await lineAsync(`${context}: alive`);
  expect(lines).toContain(
    'server: Error: ServerScriptService.Script:1: Script timeout: exhausted allowed execution time',
  );
});

// With no limit of time that a busy machine could reach first.
verifies('vm.memory-limit', 'a script that eats all memory ends alone, and the test goes on', async () => {
  const { lineAsync, lines } = usePlay(
    `
    client([[ local kept = {} while true do table.insert(kept, string.rep("x", 1e6) .. #kept) end ]])
    client([[ task.wait(0.5) print("alive") ]])
    task.spawn(function() Test:ExecutePlayModeAsync({}) end)`,
    {},
    { memoryLimitBytes: 64 * 1024 * 1024 },
  );
  await lineAsync('client: alive');
  expect(lines.filter((line) => /^client: Error: .*not enough memory/.test(line))).toHaveLength(1);
});

test('who plays a test is in no group, has no friends, and pays nothing', async () => {
  const { lineAsync } = usePlay(`
    server([[
      local player = game.Players.PlayerAdded:Wait()
      print("is", player.MembershipType.Name, player.AccountAge, player.LocaleId, player:IsInGroup(1),
        player:GetRankInGroup(1), player:GetRoleInGroup(1), player:IsFriendsWith(2), next(player:GetJoinData()))
    ]])
    client([[
      game:GetService("ReplicatedFirst"):RemoveDefaultLoadingScreen()
      print("headset", game:GetService("VRService").VREnabled)
    ]])
    Test:ExecutePlayModeAsync({})`);
  await expect(lineAsync('server: is')).resolves.toBe('server: is None 0 en-us false 0 Guest false nil');
  await expect(lineAsync('client: headset')).resolves.toBe('client: headset false');
});

test('on a virtual clock two runs of a test are the same', async () => {
  const runAsync = async () => {
    const clock = createVirtualClock();
    const { studio, lineAsync, lines } = usePlay(
      `
      make("RemoteEvent", game.ReplicatedStorage, { Name = "Event" })
      server([[
        local event = game.ReplicatedStorage.Event
        event.OnServerEvent:Connect(function(player, x) print(player, x, math.random(), time()) event:FireAllClients(x + 1) end)
        task.wait(30)
        game:GetService("StudioTestService"):EndTest("late")
      ]])
      client([[
        local event = game:GetService("ReplicatedStorage"):WaitForChild("Event")
        event.OnClientEvent:Connect(function(x) print(x, time()) end)
        for index = 1, 5 do event:FireServer(index) task.wait(1) end
      ]])
      print("ended", Test:ExecuteMultiplayerTestAsync(2, {}))`,
      {},
      { clock, seed: 7 },
    );
    await lineAsync('edit: ended late');
    studio.terminate();
    clock.stop();
    return lines;
  };
  const first = await runAsync();
  expect(first.length).toBeGreaterThan(25);
  expect(await runAsync()).toEqual(first);
});
