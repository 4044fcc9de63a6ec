// One input for every command that works in a session, and what to make ready before it. A command that is added and
// needs an input is missed by the tests that go through all of them, so it has to be entered here.
import { join } from 'node:path';
import type { SessionContext } from '../../src/command/command-context.js';
import type { AnyCommand } from '../../src/command/define-command.js';
import { validateInput } from '../../src/command/validate-input.js';
import { commandLoaders } from '../../src/commands/loaders.generated.js';
import { execute } from '../../src/protocol/core-actions.js';
import type { SessionContext as Side } from '../../src/protocol/session-info.js';

export interface Sample {
  readonly name: string;
  readonly command: AnyCommand;
  readonly input: object;
  /** Commands that have to be run first, with their inputs. */
  readonly first: readonly (readonly [name: string, input: object])[];
  /** The code of the error where it has no meaning in a context. */
  readonly refused: Partial<Record<Side, string>>;
  /** It starts, ends or steers a play test, or ends the Studio. */
  readonly isOfStudio: boolean;
}

type Entry = { input: object } & Partial<Pick<Sample, 'first' | 'refused' | 'isOfStudio'>>;

const BRICK = 'Workspace.Yard.Brick';
const CHANGE = ['explorer set', { path: BRICK, properties: ['Anchored=true'] }] as const;
const NO_HISTORY = { server: 'INVALID_PAYLOAD', client: 'INVALID_PAYLOAD' };

/** `folder` is for files. */
function entries(folder: string): Readonly<Record<string, Entry>> {
  const model = join(folder, 'brick.rbxm');
  const exported = ['place export', { paths: [BRICK], output: model }] as const;
  return {
    action: { input: { name: 'queryState' } },
    'console logs': { input: { levels: ['Error'] } },
    'console exec': { input: { code: 'print("said") return workspace.Yard.Name' } },
    'explorer clone': { input: { paths: [BRICK], name: 'Copy' } },
    'explorer create': { input: { class: 'Folder', in: 'Workspace.Yard', name: 'Made' } },
    'explorer delete': { input: { paths: [BRICK] } },
    'explorer edit': { input: { changes: `[{"op":"set","path":"${BRICK}","properties":{"Name":"Other"}}]` } },
    'explorer find': { input: { class: 'BasePart', in: 'Workspace.Yard' } },
    'explorer move': { input: { paths: [BRICK], to: 'Workspace.Yard.Inner' } },
    'explorer query': { input: { path: 'Workspace.Yard', depth: 2, properties: ['Name', 'ClassName'] } },
    'explorer redo': { input: {}, first: [CHANGE, ['explorer undo', {}]], refused: NO_HISTORY },
    'explorer select': { input: { paths: [BRICK] } },
    'explorer set': { input: { path: BRICK, properties: ['Transparency=0.5'] } },
    'explorer snapshot': { input: { path: 'Workspace.Yard' } },
    'explorer undo': { input: {}, first: [CHANGE], refused: NO_HISTORY },
    'place export': { input: { paths: ['Workspace.Yard'] } },
    'place import': { input: { file: model, in: 'Workspace.Yard' }, first: [exported] },
    'place save': { input: { file: join(folder, 'saved.rbxl'), force: true } },
    'play input': { input: { key: ['E'] }, isOfStudio: true },
    'play restart': { input: {}, isOfStudio: true },
    'play start': { input: {}, isOfStudio: true },
    'play stop': { input: {}, isOfStudio: true },
    'process close': { input: {}, isOfStudio: true },
    'script create': { input: { name: 'Fresh', code: 'return 1', in: 'Workspace.Yard' } },
    'script edit': { input: { path: 'Workspace.Yard.Code', old: 'local a = 1', new: 'local a = 2' } },
    'script grep': { input: { text: 'local a', in: 'Workspace.Yard' } },
    'script read': { input: { path: 'Workspace.Yard.Code' } },
    'viewport look': { input: { at: BRICK } },
    'viewport screenshot': { input: {}, refused: { server: 'SCREENSHOT_FAILED' } },
    'wait-for': { input: { condition: 'workspace.Yard' } },
  };
}

/** What is in each DataModel before a command runs in it. */
export const YARD = `
  local old = workspace:FindFirstChild("Yard")
  if old then old:Destroy() end
  local yard = Instance.new("Folder")
  yard.Name = "Yard"
  for number = 1, 2 do
    local brick = Instance.new("Part")
    brick.Name = "Brick"
    brick:SetAttribute("Number", number)
    brick.Parent = yard
  end
  local inner = Instance.new("Folder")
  inner.Name = "Inner"
  inner.Parent = yard
  local code = Instance.new("ModuleScript")
  code.Name = "Code"
  code.Source = "local a = 1\\nreturn a\\n"
  code.Parent = yard
  yard.Parent = workspace
  game:GetService("Selection"):Set({})
  game:GetService("ChangeHistoryService"):ResetWaypoints()
`;

export async function loadSamplesAsync(folder: string): Promise<Sample[]> {
  const known = entries(folder);
  const samples: Sample[] = [];
  for (const [name, load] of Object.entries(commandLoaders)) {
    const command = await load();
    if (command.target !== 'session') continue;
    samples.push({
      name,
      command,
      first: [],
      refused: {},
      isOfStudio: false,
      ...(known[name] ?? { input: {} }),
    });
  }
  return samples;
}

/** As a surface runs it, with the session that is given. */
export async function runSampleAsync(
  { command, input: raw }: Pick<Sample, 'command' | 'input'>,
  context: SessionContext,
): Promise<unknown> {
  const input = validateInput(command.input, { ...raw });
  const prepared = await command.prepare?.(input, context);
  const data = await command.run(input, context, prepared);
  command.format(data, { streamed: false });
  return data;
}

/** Puts the DataModel as it has to be for the sample. */
export async function makeReadyAsync({ first }: Sample, context: SessionContext): Promise<void> {
  const built = await context.session.invokeAsync(execute, { script: YARD });
  if (!built.success) throw new Error(built.error);
  for (const [name, input] of first) {
    const load = commandLoaders[name];
    if (!load) throw new Error(`There is no command ${name}.`);
    await runSampleAsync({ command: await load(), input }, context);
  }
}

/** What is in it, with the text of scripts. */
export const YARD_TREE = `
  local lines = {}
  for _, each in workspace.Yard:GetDescendants() do
    local source = if each:IsA("LuaSourceContainer") then (each :: any).Source else ""
    table.insert(lines, each.ClassName .. " " .. each:GetFullName() .. source)
  end
  return table.concat(lines, "\\n")
`;
