// Looking at large places through a host: what `explorer query`, `explorer find` and `script grep` take from the
// request to the unpacked answer. The floor is a script in the same Studio that does the bare work.
import { loadSourceAsync } from '../scripts/load-source.js';
import { type Figure, median } from './harness.js';
import { type SnapshotSource, snapshotFiguresAsync } from './plugin/snapshot-figures.js';
import { clientOf, type Staying } from './processes.js';

const ROUNDS = 5;
const QUERY_LIMIT_MS = 1_500;
const QUERY_LIMIT_MB = 16;
const FIND_LIMIT_MS = 500;
const GREP_LIMIT_MS = 500;

interface Session {
  invokeAsync(
    action: unknown,
    payload: object,
    options?: object,
  ): Promise<{ packed?: unknown; success?: boolean; error?: string; total?: number }>;
}
interface Source extends SnapshotSource<unknown> {
  readonly BridgeConnection: {
    connectAsync(options: object): Promise<{
      resolveSessionAsync(choice: object): Promise<Session>;
      disconnectAsync(): Promise<void>;
    }>;
  };
  readonly execute: unknown;
  readonly askTreeAsync: (query: object, asker: object) => Promise<{ packed?: unknown; total?: number }>;
  readonly findInstances: unknown;
  readonly grepScripts: unknown;
  readonly unpackTree: (packed: unknown) => unknown;
}

const BUILD = `
local classes = { "Part", "Model", "Folder", "Script", "PointLight", "Frame", "TextLabel", "Attachment" }
local function fill(holder, count)
  for index = 1, count do
    local made = Instance.new(classes[index % #classes + 1])
    made.Name = "Item" .. index
    if made:IsA("BasePart") then
      made.Position = Vector3.new(index, index * 2, 3)
      made.Color = Color3.new(index / count, 0, 0)
    end
    made.Parent = holder
    if index % 2000 == 0 then task.wait() end
  end
  holder.Parent = workspace
end
local queried, found, scripts = Instance.new("Folder"), Instance.new("Folder"), Instance.new("Folder")
queried.Name, found.Name, scripts.Name = "Queried", "Found", "Scripts"
fill(queried, 9999)
fill(found, 50000)
for index = 1, 1000 do
  local made = Instance.new("ModuleScript")
  made.Name = "Module" .. index
  made.Source = string.rep("local value = " .. index .. " -- a line as any other\\n", 100) .. "return needle" .. index
  made.Parent = scripts
end
scripts.Parent = workspace
`;
/** The same reads, with nothing done about them. */
const READ_ALL = `
local names = {}
local reflection = game:GetService("ReflectionService")
for _, instance in workspace.Queried:GetDescendants() do
  local list = names[instance.ClassName]
  if not list then
    list = {}
    for _, property in reflection:GetPropertiesOfClass(instance.ClassName) do
      if pcall(function() return instance[property.Name] end) then table.insert(list, property.Name) end
    end
    names[instance.ClassName] = list
  end
  for _, name in list do local _ = instance[name] end
end
`;
const LOOK_AT_ALL = `
local count = 0
for _, instance in workspace.Found:GetDescendants() do
  if instance.Name == "Item77" then count += 1 end
end
`;
const SEARCH_ALL = `
for _, script in workspace.Scripts:GetChildren() do string.find(script.Source, "needle777", 1, true) end
`;

export async function instanceFiguresAsync(host: Staying): Promise<Figure[]> {
  const source = await loadSourceAsync<Source>(`
    export { BridgeConnection } from './bridge/bridge-connection.js';
    export { execute } from './protocol/core-actions.js';
    export { askTreeAsync, lookAsync } from './command/instances/look.js';
    export { readSnapshot, snapshotText } from './command/instances/snapshot.js';
    export { takeSnapshotAsync } from './command/instances/take-snapshot.js';
    export { compareSnapshots } from './commands/explorer/diff/compare-snapshots.js';
    export { unpackTree } from './command/instances/unpack-tree.js';
    export { findInstances } from './commands/explorer/find/find.js';
    export { grepScripts } from './commands/script/grep/grep.js';
  `);
  const connection = await source.BridgeConnection.connectAsync(clientOf(host));
  try {
    const session = await connection.resolveSessionAsync({});
    const runAsync = async (script: string) => {
      const done = await session.invokeAsync(source.execute, { script }, { timeoutMs: 120_000 });
      if (!done.success) throw new Error(done.error);
    };
    await runAsync(BUILD);
    const asker = { session, signal: new AbortController().signal, options: {} };
    let bytes = 0;
    const queryAsync = async () => {
      const query = { path: 'game.Workspace.Queried', depth: 1, propertySet: 'readable' };
      const answer = await source.askTreeAsync(query, asker);
      if (answer.total !== 10_000) throw new Error(`The query saw ${answer.total} instances.`);
      source.unpackTree(answer.packed);
      bytes = Buffer.byteLength(JSON.stringify(answer));
    };
    const findAsync = async () => {
      const payload = { path: 'game.Workspace.Found', name: 'Item77*', limit: 100, maxSeconds: 20 };
      const answer = await session.invokeAsync(source.findInstances, payload);
      if (answer.total !== 111) throw new Error(`The search found ${answer.total} instances.`);
    };
    const grepAsync = async () => {
      const answer = await session.invokeAsync(source.grepScripts, {
        text: 'needle777',
        path: 'game.Workspace.Scripts',
        isPattern: false,
        ignoreCase: false,
        context: 0,
        limit: 100,
        maxSeconds: 20,
      });
      if (answer.total !== 1) throw new Error(`The search found ${answer.total} lines.`);
    };
    const figures = [
      await figureAsync('explorer query, 10,000', QUERY_LIMIT_MS, queryAsync, () => runAsync(READ_ALL)),
      await figureAsync('explorer find, 50,000', FIND_LIMIT_MS, findAsync, () => runAsync(LOOK_AT_ALL)),
      await figureAsync('script grep, 1,000', GREP_LIMIT_MS, grepAsync, () => runAsync(SEARCH_ALL)),
    ];
    const size: Figure = {
      name: 'explorer query, on the wire',
      value: bytes / 1_000_000,
      unit: 'MB',
      limit: QUERY_LIMIT_MB,
      detail: 'all properties of 10,000 instances of eight classes',
    };
    return [...figures, size, ...(await snapshotFiguresAsync('game.Workspace.Found', source, asker))];
  } finally {
    await connection.disconnectAsync();
  }
}

async function figureAsync(
  name: string,
  limit: number,
  subject: () => Promise<void>,
  floor: () => Promise<void>,
): Promise<Figure> {
  const subjects: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    subjects.push(await timeAsync(subject));
    floors.push(await timeAsync(floor));
  }
  const floorMs = median(floors);
  const value = median(subjects);
  const detail = `${(value / floorMs).toFixed(1)} times a script that does the bare work (${floorMs.toFixed(0)} ms)`;
  return { name, value, unit: 'ms', limit, detail };
}

async function timeAsync(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}
