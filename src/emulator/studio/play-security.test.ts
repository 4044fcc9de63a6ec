// What scripts of a place may not do, and plugins may; and what a place decides about its scripts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { usePlay } from '../../../tests/support/use-play.js';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { OpenPlace } from './open-place.js';

const TRY = `
  local function try(what, action, ...)
    local ok, problem = pcall(action, ...)
    print(what, ok, if ok then "" else string.match(problem, "The current .*") or problem)
  end`;

const ATTEMPTS = `${TRY}
  local script0 = Instance.new("Script")
  try("read", function() return script0.Source end)
  try("write", function() script0.Source = "x" end)
  try("module", function() return Instance.new("ModuleScript").Source end)
  try("id", function() return workspace:GetDebugId() end)
  try("unread", function() return workspace.GetDebugId end)
  try("edit", function() return game:GetService("RunService"):IsEdit() end)
  try("state", function() return game:GetService("RunService").RunState end)
  try("selection", function() return game:GetService("Selection"):Get() end)
  try("changed", function() return game:GetService("ChangeHistoryService").OnUndo end)
  try("serialize", function() return game:GetService("SerializationService"):SerializeInstancesAsync({}) end)
  try("running", function() return game:GetService("RunService"):IsRunning() end)
  try("unique", function() return workspace.UniqueId end)
  print("end")`.replaceAll('\n', ' ');

verifies('play.security', 'scripts of a place lack the capability of plugins', async () => {
  const { lineAsync, lines } = usePlay(`
    server([[${ATTEMPTS}]])
    client([[${ATTEMPTS}]])
    Test:ExecutePlayModeAsync({})`);
  await lineAsync('server: end');
  await lineAsync('client: end');
  const expected = [
    "read false The current thread cannot read 'Source' (lacking capability PluginOrOpenCloud)",
    "write false The current thread cannot write 'Source' (lacking capability PluginOrOpenCloud)",
    "module false The current thread cannot read 'Source' (lacking capability PluginOrOpenCloud)",
    "id false The current thread cannot call 'GetDebugId' (lacking capability Plugin)",
    'unread true ',
    "edit false The current thread cannot call 'IsEdit' (lacking capability Plugin)",
    "state false The current thread cannot read 'RunState' (lacking capability Plugin)",
    "selection false The current thread cannot call 'Get' (lacking capability Plugin)",
    "changed false The current thread cannot access 'OnUndo' (lacking capability Plugin)",
    "serialize false The current thread cannot call 'SerializeInstancesAsync' (lacking capability PluginOrOpenCloud)",
    'running true ',
    "unique false The current thread cannot read 'UniqueId' (lacking capability RobloxScript)",
    'end',
  ];
  for (const context of ['server', 'client']) {
    const own = lines.filter((line) => line.startsWith(`${context}: `));
    expect(own.map((line) => line.slice(context.length + 2))).toEqual(expected);
  }
});

verifies('play.security', 'a plugin may, in every DataModel', async () => {
  const { lines, lineAsync } = usePlay('', {
    play: 1,
    plugins: [
      {
        name: 'Plug',
        files: {
          'Main.server.luau': `
            local source = Instance.new("Script")
            source.Source = "x"
            -- A script of the place, so that capabilities are asked for here.
            task.wait(0.1)
            local id = workspace:GetDebugId() ~= "" and game:GetService("Selection"):Get() ~= nil
            print("plugin", source.Source, id, (pcall(function() return workspace.UniqueId end)))`,
        },
      },
    ],
  });
  for (const context of ['edit', 'server', 'client']) {
    await lineAsync(`${context}: plugin x true false`);
  }
  expect(lines.filter((line) => line.includes('Error'))).toEqual([]);
});

const token = (name: string, value: number) => `<token name="${name}">${value}</token>`;
const item = (className: string, properties: string, within = '') =>
  `<Item class="${className}" referent="R${className}"><Properties>` +
  `<string name="Name">${className}</string>${properties}</Properties>${within}</Item>`;
const source = (text: string) => `<ProtectedString name="Source"><![CDATA[${text}]]></ProtectedString>`;

/** A play test of a place as it is in a file. */
function usePlayedPlace(items: string[]) {
  const file = join(useTmp(), 'place.rbxlx');
  writeFileSync(file, `<roblox version="4">${items.join('')}</roblox>`);
  const play = usePlay('');
  play.studio.open({ plugins: [], play: 1 }, new OpenPlace(file));
  return play;
}

verifies('play.security', 'loadstring is for servers whose place says so', async () => {
  const load = 'print("loaded", pcall(loadstring, "return 1"))';
  for (const isEnabled of [false, true]) {
    const { lineAsync } = usePlayedPlace([
      item(
        'ServerScriptService',
        `<bool name="LoadStringEnabled">${isEnabled}</bool>`,
        item('Script', source(load)),
      ),
      item('StarterPlayer', '', item('StarterPlayerScripts', '', item('LocalScript', source(load)))),
    ]);
    const refused = 'loaded false loadstring() is not available';
    await expect(lineAsync('client: loaded')).resolves.toBe(`client: ${refused}`);
    const answer = await lineAsync('server: loaded');
    if (isEnabled) expect(answer).toMatch(/^server: loaded true function: /);
    else expect(answer).toBe(`server: ${refused}`);
  }
});

verifies('play.security', 'servers and clients run handlers as the place says', async () => {
  const order = `
    local event = Instance.new("BindableEvent")
    local told = {}
    event.Event:Connect(function() table.insert(told, "handler") end)
    event:Fire()
    table.insert(told, "after")
    task.wait()
    print("order", table.concat(told, " "))`;
  for (const [behavior, expected] of [
    [0, 'handler after'],
    [1, 'handler after'],
    [2, 'after handler'],
  ] as const) {
    const { lineAsync } = usePlayedPlace([
      item('Workspace', token('SignalBehavior2', behavior)),
      item('ServerScriptService', '', item('Script', source(order))),
      item('StarterPlayer', '', item('StarterPlayerScripts', '', item('LocalScript', source(order)))),
    ]);
    await expect(lineAsync('server: order')).resolves.toBe(`server: order ${expected}`);
    await expect(lineAsync('client: order')).resolves.toBe(`client: order ${expected}`);
  }
});

verifies('play.security', 'what only physics would tell is not emulated, and says so', async () => {
  const { lineAsync, lines } = usePlay(`
    server([[${TRY.replaceAll('\n', ' ')}
      local part = Instance.new("Part", workspace)
      try("Touched", function() part.Touched:Connect(print) end)
      try("Path", function() game:GetService("PathfindingService"):CreatePath() end)
      try("Mass", function() return part.AssemblyMass end)
      print("end")]])
    Test:ExecutePlayModeAsync({})`);
  await lineAsync('server: end');
  expect(lines.filter((line) => line.startsWith('server: '))).toEqual([
    expect.stringMatching(/Touched false .*BasePart\.Touched is not emulated$/),
    expect.stringMatching(/Path false .*PathfindingService\.CreatePath is not emulated$/),
    expect.stringMatching(/Mass false .*BasePart\.AssemblyMass is not emulated$/),
    'server: end',
  ]);
});
