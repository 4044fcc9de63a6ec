// What a client of a play test sees of the server's place, and what becomes of values on their way between them.
import { expect, test } from 'vitest';
import { usePlay } from '../../../tests/support/use-play.js';
import { verifies } from '../../../tests/support/verifies.js';
import { createVirtualClock } from '../engine/virtual-clock.js';

const VALUES = `{
  true, 1.5, "text\\0\\255", Vector3.new(1, 2, 3), Vector2.new(1, 2), CFrame.new(1, 2, 3) * CFrame.Angles(1, 0, 0),
  Color3.new(0.25, 0.5, 1), BrickColor.new("Bright red"), UDim.new(1, 2), UDim2.new(1, 2, 3, 4), NumberRange.new(1, 2),
  NumberSequence.new(0, 1), ColorSequence.new(Color3.new(), Color3.new(1, 1, 1)), Rect.new(1, 2, 3, 4),
  Ray.new(Vector3.zero, Vector3.one), Faces.new(Enum.NormalId.Top), Axes.new(Enum.Axis.X), Font.new("f", Enum.FontWeight.Bold),
  PhysicalProperties.new(1, 0.5, 0.25), DateTime.fromUnixTimestamp(5), TweenInfo.new(2), Region3.new(Vector3.zero, Vector3.one),
  Content.fromUri("rbxassetid://1"), Enum.Material.Wood, Enum.Material, workspace, Vector3int16.new(1, 2, 3),
}`;
const TO_TEXT = `local function text(value)
  if typeof(value) ~= "table" then return typeof(value) .. " " .. tostring(value) end
  local parts = {}
  for key, item in value do table.insert(parts, tostring(key) .. "=" .. text(item)) end
  table.sort(parts)
  return "{" .. table.concat(parts, ", ") .. "}"
end `.replaceAll(/\s+/g, ' ');

verifies('play.replication', 'instances, properties, attributes and tags follow the server', async () => {
  const { lineAsync, lines } = usePlay(`
    make("Folder", game.ReplicatedStorage, { Name = "Kept" })
    make("Folder", game.ServerStorage, { Name = "Hidden" })
    server([[
      local Storage = game.ReplicatedStorage
      local model = Instance.new("Model")
      local part = Instance.new("Part", model)
      part.Name, part.Position = "Root", Vector3.new(1, 2, 3)
      part:SetAttribute("Speed", 5)
      part:AddTag("Fast")
      model.PrimaryPart = part
      Storage.ChildAdded:Connect(function() end)
      local player = game.Players.PlayerAdded:Wait()
      task.wait(0.1)
      model.Parent = workspace
      Instance.new("Folder", player.PlayerGui).Name = "OwnGui"
      task.wait(0.1)
      part.Transparency, part.Name = 0.5, "Renamed"
      part:SetAttribute("Speed", nil)
      part:SetAttribute("Next", Color3.new(1, 1, 1))
      part:RemoveTag("Fast")
      part:AddTag("Slow")
      model.PrimaryPart = nil
      part.Parent = Storage.Kept
      model:Destroy()
      task.wait(0.1)
      part.Parent = game.ServerStorage
      task.wait(0.1)
      part.Parent = workspace
      print("server done", workspace:FindFirstChild("FromClient"))
    ]])
    client([[
      local Storage = game:GetService("ReplicatedStorage")
      print("start", Storage:FindFirstChild("Kept"), #game:GetService("ServerStorage"):GetChildren(), #game:GetService("ServerScriptService"):GetChildren())
      Instance.new("Folder", workspace).Name = "FromClient"
      local model = workspace:WaitForChild("Model")
      local part = model.PrimaryPart
      print("came", part:GetFullName(), part.Position, part:GetAttribute("Speed"), part:HasTag("Fast"), part.Locked)
      print("gui", game.Players.LocalPlayer.PlayerGui:WaitForChild("OwnGui"))
      local changed = {}
      part.Changed:Connect(function(name) table.insert(changed, name) end)
      local gone = false
      model.Destroying:Connect(function() gone = true end)
      Storage.Kept.ChildAdded:Wait()
      task.wait()
      table.sort(changed)
      print("changed", table.concat(changed, " "), part.Name, part.Transparency, part:GetAttribute("Speed"), part:GetAttribute("Next"),
        table.concat(part:GetTags(), " "), gone)
      Storage.Kept.ChildRemoved:Wait()
      print("taken", part.Parent)
      local again = workspace:WaitForChild("Renamed")
      print("again", again == part, again:GetAttribute("Next"))
    ]])
    Test:ExecutePlayModeAsync({})
  `);
  await lineAsync('client: again');
  await lineAsync('server: server done');
  expect(lines.filter((line) => line.startsWith('client'))).toEqual([
    'client: start Kept 0 0',
    'client: came Workspace.Model.Root 1, 2, 3 5 true false',
    'client: gui OwnGui',
    'client: changed Name Parent Transparency Renamed 0.5 nil 1, 1, 1 Slow true',
    'client: taken nil',
    'client: again false 1, 1, 1',
  ]);
  expect(lines).toContain('server: server done nil');
});

test('what only a server runs has no text on a client, and another player sees no foreign interface', async () => {
  const { lineAsync } = usePlay(`
    make("Script", workspace, { Name = "Secret", Source = "local secret = 1" })
    make("ModuleScript", game.ReplicatedStorage, { Name = "Shared", Source = "return { value = 7 }" })
    make("ScreenGui", game.StarterGui, { Name = "Menu" })
    client([[
      local Players = game:GetService("Players")
      if Players.LocalPlayer.Name ~= "Player2" then return end
      local other = Players:WaitForChild("Player1")
      print("seen", require(game.ReplicatedStorage.Shared).value,
        other:FindFirstChild("PlayerGui"), other:FindFirstChild("Backpack"),
        Players.LocalPlayer.PlayerGui:FindFirstChild("Menu"), Players.LocalPlayer.UserId, Players.NumPlayers)
    ]])
    Test:ExecuteMultiplayerTestAsync(2, {})
  `);
  expect(await lineAsync('client: seen')).toBe('client: seen 7 nil Backpack Menu -2 2');
});

verifies('play.remotes', 'every type of value arrives as it was sent', async () => {
  const { lineAsync, lines } = usePlay(`
    make("RemoteEvent", game.ReplicatedStorage, { Name = "Event" })
    server([==[ ${TO_TEXT}
      game.ReplicatedStorage.Event.OnServerEvent:Connect(function(player, values)
        for index, value in values do print("back", player, index, text(value)) end
        print("all", #values)
      end)
      local player = game.Players.PlayerAdded:Wait()
      local values = ${VALUES}
      for index, value in values do print("sent", player, index, text(value)) end
      game.ReplicatedStorage.Event:FireClient(player, values)
    ]==])
    client([[
      local event = game:GetService("ReplicatedStorage"):WaitForChild("Event")
      event.OnClientEvent:Connect(function(...) event:FireServer(...) end)
    ]])
    Test:ExecutePlayModeAsync({})
  `);
  await lineAsync('server: all');
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`server: ${word} `)).map((line) => line.replace(word, ''));
  expect(of('sent').length).toBe(27);
  expect(of('back')).toEqual(of('sent'));
});

verifies('play.remotes', 'what cannot travel follows the rules of remotes', async () => {
  const { lineAsync, lines } = usePlay(`
    make("RemoteEvent", game.ReplicatedStorage, { Name = "Event" })
    server([==[ ${TO_TEXT}
      game.ReplicatedStorage.Event.OnServerEvent:Connect(function(player, ...)
        local parts = {}
        for index = 1, select("#", ...) do parts[index] = text((select(index, ...))) end
        print("got", table.concat(parts, "; "))
      end)
    ]==])
    client([[
      local event = game:GetService("ReplicatedStorage"):WaitForChild("Event")
      event:FireServer(nil, print, 1, nil)
      event:FireServer({ 1, 2, x = 3 }, { [2] = "b", [workspace] = "w" }, setmetatable({ a = 1 }, { __index = { b = 2 } }))
      event:FireServer(Instance.new("Part"), workspace, { Instance.new("Part"), 2 })
      local shared = {}
      event:FireServer({ shared, shared })
      local cyclic = {}
      cyclic.self = cyclic
      print("cyclic", pcall(event.FireServer, event, cyclic))
      event:FireServer("last")
    ]])
    Test:ExecutePlayModeAsync({})
  `);
  await lineAsync('server: got string last');
  expect(lines).toEqual([
    'client: cyclic false tables cannot be cyclic',
    'server: got nil nil; nil nil; number 1; nil nil',
    'server: got {1=number 1, 2=number 2}; {2=string b, Workspace=string w}; {a=number 1}',
    'server: got nil nil; Instance Workspace; {2=number 2}',
    'server: got {1={}, 2={}}',
    'server: got string last',
  ]);
});

verifies('play.remotes', 'each side calls only what is its own', async () => {
  const { lineAsync, lines } = usePlay(`
    for _, className in { "RemoteEvent", "UnreliableRemoteEvent", "RemoteFunction" } do
      make(className, game.ReplicatedStorage, { Name = className })
    end
    local ask = [[
      local Storage = game:GetService("ReplicatedStorage")
      local event, call = Storage:WaitForChild("RemoteEvent"), Storage:WaitForChild("RemoteFunction")
      local function try(...) print((select(2, pcall(...)))) end
      local player = game:GetService("Players"):GetPlayers()[1] or game:GetService("Players").PlayerAdded:Wait()
      local function noop() end
    ]]
    server(ask .. [[
      try(event.FireServer, event) try(event.FireClient, event, 5) try(event.OnClientEvent.Connect, event.OnClientEvent, noop)
      try(call.InvokeServer, call) try(call.InvokeClient, call, nil) try(function() return call.OnServerInvoke end)
      print("done")
    ]])
    client(ask .. [[
      try(event.FireClient, event, player) try(event.FireAllClients, event) try(event.OnServerEvent.Connect, event.OnServerEvent, noop)
      try(call.InvokeClient, call, player)
      print("done")
    ]])
    Test:ExecutePlayModeAsync({})
  `);
  await lineAsync('server: done');
  await lineAsync('client: done');
  const of = (context: string) =>
    lines.filter((line) => line.startsWith(context)).map((line) => line.slice(8));
  expect(of('server')).toEqual([
    'FireServer can only be called from the client',
    'FireClient: player argument must be a Player object',
    'OnClientEvent can only be used on the client',
    'InvokeServer can only be called from the client',
    'InvokeClient: player argument must be a Player object',
    'ServerScriptService.Script:7: OnServerInvoke is a callback member of RemoteFunction; you can only set the callback value, get is not available',
    'done',
  ]);
  expect(of('client')).toEqual([
    'FireClient can only be called from the server',
    'FireAllClients can only be called from the server',
    'OnServerEvent can only be used on the server',
    'InvokeClient can only be called from the server',
    'done',
  ]);
});

verifies('play.remotes', 'functions answer, wait for their callback, and pass errors on', async () => {
  const { lineAsync, lines } = usePlay(`
    for _, name in { "Add", "Late", "Broken", "Ask" } do make("RemoteFunction", game.ReplicatedStorage, { Name = name }) end
    server([[
      local Storage = game.ReplicatedStorage
      Storage.Add.OnServerInvoke = function(player, a, b) task.wait(0.02) return a + b, player.Name, nil, "end" end
      Storage.Broken.OnServerInvoke = function() error("on the server") end
      task.delay(0.1, function() Storage.Late.OnServerInvoke = function() return "late" end end)
      local player = game.Players.PlayerAdded:Wait()
      print("asked", Storage.Ask:InvokeClient(player, "question"))
    ]])
    client([[
      local Storage = game:GetService("ReplicatedStorage")
      Storage:WaitForChild("Ask").OnClientInvoke = function(text) return text .. "?" end
      print("sum", Storage.Add:InvokeServer(1, 2))
      print("broken", pcall(function() return Storage.Broken:InvokeServer() end))
      print("late", Storage.Late:InvokeServer())
    ]])
    Test:ExecutePlayModeAsync({})
  `);
  await lineAsync('client: late');
  expect(lines).toContain('server: asked question?');
  expect(lines.filter((line) => line.startsWith('client'))).toEqual([
    'client: sum 3 Player1 nil end',
    'client: broken false ServerScriptService.Script:3: on the server',
    'client: late late',
  ]);
});

test('a player who leaves answers nothing any more', async () => {
  const { lineAsync } = usePlay(`
    make("RemoteFunction", game.ReplicatedStorage, { Name = "Ask" })
    server([[
      local player = game.Players.PlayerAdded:Wait()
      task.delay(0.1, function() player:Kick("enough") end)
      print("asked", pcall(function() return game.ReplicatedStorage.Ask:InvokeClient(player) end))
    ]])
    Test:ExecutePlayModeAsync({})
  `);
  expect(await lineAsync('server: asked')).toBe(
    'server: asked false Player1 left the game during remote call',
  );
});

test('events wait for a listener, up to a limit, and large unreliable ones are dropped', async () => {
  const { lineAsync, lines } = usePlay(
    `
    make("RemoteEvent", game.ReplicatedStorage, { Name = "Event" })
    make("UnreliableRemoteEvent", game.ReplicatedStorage, { Name = "Unreliable" })
    server([[
      local event = game.ReplicatedStorage.Event
      local count = 0
      game.ReplicatedStorage.Unreliable.OnServerEvent:Connect(function(player, text) print("unreliable", #text) end)
      task.wait(0.3)
      event.OnServerEvent:Connect(function(player, number)
        count += 1
        if number == "end" then print("count", count) end
      end)
    ]])
    client([[
      local Storage = game:GetService("ReplicatedStorage")
      local event, unreliable = Storage:WaitForChild("Event"), Storage:WaitForChild("Unreliable")
      for index = 1, 259 do event:FireServer(index) end
      unreliable:FireServer(string.rep("x", 900))
      unreliable:FireServer(string.rep("x", 1100))
      task.wait(0.5)
      event:FireServer("end")
    ]])
    Test:ExecutePlayModeAsync({})
  `,
    {},
    { clock: createVirtualClock() },
  );
  expect(await lineAsync('server: count')).toBe('server: count 257');
  const dropped = (count: number) =>
    `server: Error: Remote event invocation queue exhausted for ReplicatedStorage.Event; did you forget to implement OnServerEvent? (${count} events dropped)`;
  expect(lines).toEqual([
    expect.stringMatching(
      /^client: Warning: UnreliableRemoteEvent "ReplicatedStorage\.Unreliable": the payload is \d+ bytes over the limit of 1000 bytes and was dropped$/,
    ),
    dropped(1),
    dropped(2),
    'server: unreliable 900',
    'server: count 257',
  ]);
});

test('two DataModels that answer each other for ever leave the rest of Studio alone', async () => {
  const { lineAsync } = usePlay(`
    make("RemoteEvent", game.ReplicatedStorage, { Name = "Event" })
    local echo = 'local event = game:GetService("ReplicatedStorage"):WaitForChild("Event") '
    server(echo .. 'event.OnServerEvent:Connect(function(player, count) if count == 200 then print("many") end event:FireClient(player, count + 1) end)')
    client(echo .. 'event.OnClientEvent:Connect(function(count) event:FireServer(count + 1) end) event:FireServer(0)')
    task.spawn(function() Test:ExecutePlayModeAsync({}) end)
    for _ = 1, 20 do task.wait(0.01) end
    print("alive")
  `);
  await lineAsync('server: many');
  await lineAsync('edit: alive');
});

verifies(
  'play.plugin-connections',
  'copies of a plugin talk to each other, in order, and see their end',
  async () => {
    const { lineAsync, lines } = usePlay('', {
      plugins: [
        {
          name: 'Talker',
          files: {
            'Main.server.luau': `
            local RunService = game:GetService("RunService")
            local Service = game:GetService("PluginConnectionService")
            local Type = Enum.PluginConnectionTargetType
            if RunService:IsEdit() then
              local listed = 0
              Service.Connected:Connect(function(connection)
                listed += 1
                print("connected", connection.Type.Name, connection.Connected, #connection.TargetId)
                connection:BindToMessage(function(message)
                  print("heard", typeof(message) == "buffer" and buffer.tostring(message) or message)
                  connection:SendMessage("re: " .. tostring(message))
                end)
                connection:GetPropertyChangedSignal("Connected"):Once(function()
                  print("gone", connection.Connected, #Service:GetPluginConnectionsOfType(Type.Test))
                end)
              end)
              print("may", Service:CanHaveConnectionType(Type.Test), Service:CanHaveConnectionType(Type.Edit))
              print("ended", game:GetService("StudioTestService"):ExecuteRunModeAsync({}))
            else
              task.wait(0.05)
              local connection = Service:GetPluginConnectionsOfType(Type.Edit)[1]
              connection:SendMessage("one")
              connection:SendMessage(buffer.fromstring("two\\255"))
              print("refused", (select(2, pcall(connection.SendMessage, connection, 5))))
              task.wait(0.1)
              local count = 0
              connection:BindToMessage(function(message)
                count += 1
                print("answer", (string.gsub(message, "0x%x+", "")))
                if count == 2 then game:GetService("StudioTestService"):EndTest("over") end
              end)
            end`,
          },
        },
        {
          name: 'Other',
          files: {
            'Main.server.luau': `game:GetService("PluginConnectionService").Connected:Connect(function(connection)
            connection:BindToMessage(function() print("foreign") end)
          end)`,
          },
        },
      ],
    });
    await lineAsync('edit: gone');
    await lineAsync('edit: ended');
    expect(lines.filter((line) => !line.startsWith('edit: ended'))).toEqual([
      'edit: may true false',
      'edit: connected Test true 36',
      'server: refused Unable to cast number to string or buffer',
      'edit: heard one',
      'edit: heard two\ufffd',
      'server: answer re: one',
      'server: answer re: buffer: ',
      'edit: gone false 0',
    ]);
  },
);
