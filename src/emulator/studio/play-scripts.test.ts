// Which scripts of a place run in a play test, and when they end.
import { expect } from 'vitest';
import { usePlay } from '../../../tests/support/use-play.js';
import { verifies } from '../../../tests/support/verifies.js';

verifies('play.scripts', 'scripts run where their class, context and place say', async () => {
  const { lineAsync, lines } = usePlay(`
    local function script(className, parent, name, context)
      make(className, parent, { Name = name, Source = 'print("ran", script.Name)', RunContext = context })
    end
    for _, service in { "Workspace", "ServerScriptService", "ServerStorage", "ReplicatedStorage", "ReplicatedFirst", "StarterGui" } do
      local parent = game:GetService(service)
      script("Script", parent, "legacy in " .. service)
      make("LocalScript", parent, { Name = "local in " .. service, Source = 'print("ran", script.Name)' })
      script("Script", parent, "server in " .. service, Enum.RunContext.Server)
      script("Script", parent, "client in " .. service, Enum.RunContext.Client)
    end
    script("Script", game.ServerScriptService, "disabled")
    game.ServerScriptService.disabled.Disabled = true
    make("LocalScript", game.StarterPlayer.StarterCharacterScripts, { Name = "character", Source = 'print("ran", script.Name)' })
    make("Script", game.StarterPack, { Name = "pack", Source = 'print("ran", script.Name)' })
    client('while not game.Players.LocalPlayer.Character do task.wait() end task.wait(0.1) print("done")')
    Test:ExecutePlayModeAsync({})
  `);
  await lineAsync('client: done');
  expect(lines.filter((line) => line.startsWith('server')).sort()).toEqual([
    'server: ran legacy in ServerScriptService',
    'server: ran legacy in Workspace',
    'server: ran pack',
    'server: ran server in ReplicatedFirst',
    'server: ran server in ReplicatedStorage',
    'server: ran server in ServerScriptService',
    'server: ran server in Workspace',
  ]);
  expect(lines.filter((line) => line.startsWith('client')).sort()).toEqual([
    'client: done',
    'client: ran character',
    'client: ran client in ReplicatedFirst',
    'client: ran client in ReplicatedStorage',
    'client: ran client in StarterGui',
    'client: ran client in StarterGui',
    'client: ran client in Workspace',
    'client: ran local in ReplicatedFirst',
    'client: ran local in StarterGui',
  ]);
});

verifies(
  'play.scripts',
  'a script that is disabled, moved or destroyed ends with all that it began',
  async () => {
    const { lineAsync, lines } = usePlay(`
    local beat = 'task.spawn(function() while true do print("thread", script.Name) task.wait(0.01) end end) '
      .. 'task.defer(function() while true do print("deferred", script.Name) task.wait(0.01) end end) '
      .. 'game:GetService("RunService").Heartbeat:Connect(function() print("event", script.Name) end)'
    for _, name in { "disabled", "moved", "destroyed" } do server(beat).Name = name end
    server([[
      local scripts = script.Parent
      task.wait(0.05)
      scripts.disabled.Disabled = true
      scripts.moved.Parent = game.ServerStorage
      scripts.destroyed:Destroy()
      print("ended")
      task.wait(0.05)
      print("quiet")
      scripts.disabled.Enabled = true
      task.wait(0.05)
      print("over")
    ]])
    Test:ExecuteRunModeAsync({})
  `);
    await lineAsync('server: over');
    const at = (line: string) => lines.indexOf(`server: ${line}`);
    const before = lines.slice(0, at('ended'));
    for (const name of ['disabled', 'moved', 'destroyed']) {
      for (const kind of ['thread', 'deferred', 'event']) expect(before).toContain(`server: ${kind} ${name}`);
    }
    expect(lines.slice(at('ended') + 1, at('quiet'))).toEqual([]);
    expect(new Set(lines.slice(at('quiet') + 1, at('over')))).toEqual(
      new Set(['server: thread disabled', 'server: deferred disabled', 'server: event disabled']),
    );
  },
);

verifies(
  'play.scripts',
  'a script that comes later runs, and one whose context changes begins again there',
  async () => {
    const { lineAsync } = usePlay(`
    server([[
      local late = game.ServerStorage.Late:Clone()
      late.Parent = workspace
      late:GetAttributeChangedSignal("Ran"):Wait()
      late.RunContext = Enum.RunContext.Client
    ]])
    make("Script", game.ServerStorage, {
      Name = "Late",
      Source = 'script:SetAttribute("Ran", true) print("late", game:GetService("RunService"):IsServer()) '
    })
    Test:ExecutePlayModeAsync({})
  `);
    expect(await lineAsync('server: late')).toBe('server: late true');
    expect(await lineAsync('client: late')).toBe('client: late false');
  },
);
