// A Rojo project that is open in an emulated Studio and changes on disk: the place follows, and keeps what else was
// done to it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type PlaceReload, startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

type Files = Record<string, string | object | null>;

function write(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    if (content === null) {
      rmSync(file, { recursive: true });
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

const PROJECT = {
  name: 'Watched',
  tree: {
    $className: 'DataModel',
    ReplicatedStorage: { Source: { $path: 'src' } },
    Workspace: {
      Wall: {
        $className: 'Part',
        $properties: { Size: [1, 2, 3], Anchored: true },
        $attributes: { A: 1, B: 2 },
      },
    },
  },
};

/** What scripts in it tell with `print`, in order; `tell` runs at each reload. */
async function useWatchedAsync(files: Files, plugin: string) {
  const root = useTmp();
  write(root, files);
  const studio = await startEmulatedStudioAsync({
    place: join(root, 'default.project.json'),
    watch: true,
    plugins: [{ name: 'Plug', files: { 'Main.server.luau': plugin } }],
  });
  onTestFinished(() => studio.terminateAsync());
  const lines: string[] = [];
  studio.onOutput(({ body }) => lines.push(body));
  return {
    lines,
    studio,
    async changeAsync(changes: Files): Promise<PlaceReload> {
      const reloaded = new Promise<PlaceReload>((resolve) => {
        const stop = studio.onReload((reload) => {
          stop();
          resolve(reload);
        });
      });
      write(root, changes);
      return await reloaded;
    },
  };
}

const TELL = `
local source = game.ReplicatedStorage.Source
local wall = workspace.Wall
local function tell(what) print(what) end
game.ReplicatedStorage.DescendantAdded:Connect(function(each) tell("added " .. each:GetFullName()) end)
game.ReplicatedStorage.DescendantRemoving:Connect(function(each) tell("removed " .. each.Name) end)
for _, each in game.ReplicatedStorage:GetDescendants() do
  each.Changed:Connect(function(name) tell(each.Name .. "." .. name) end)
end
wall.Changed:Connect(function(name) tell("Wall." .. name .. " " .. tostring(wall[name])) end)
wall.AttributeChanged:Connect(function(name) tell("@" .. name .. " " .. tostring(wall:GetAttribute(name))) end)
`;

const untilAsync = async (lines: string[], count: number) => {
  await expect.poll(() => lines.length, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
  return lines.splice(0);
};

verifies('places.reload', 'a script that is saved keeps its instance and gets its new text', async () => {
  const { lines, changeAsync } = await useWatchedAsync(
    {
      'default.project.json': PROJECT,
      'src/Module.luau': 'return 1',
      'src/Other.luau': 'return 2',
    },
    `${TELL}
    local module = source.Module
    source.Other.Source = "return 'edited'"
    source.Other:SetAttribute("Unsaved", true)
    wall.Transparency = 0.5
    module:GetPropertyChangedSignal("Source"):Connect(function()
      print(module == source.Module, module.Source, source.Other.Source, wall.Transparency)
    end)`,
  );
  await untilAsync(lines, 2);
  await expect(changeAsync({ 'src/Module.luau': 'return "new"' })).resolves.toEqual({
    added: 0,
    removed: 0,
    changed: 1,
  });
  expect(await untilAsync(lines, 2)).toEqual([`true return "new" return 'edited' 0.5`, 'Module.Source']);
});

verifies('places.reload', 'files that come and go add and remove instances', async () => {
  const { lines, changeAsync } = await useWatchedAsync(
    { 'default.project.json': PROJECT, 'src/A.luau': '', 'src/Sub/B.luau': '' },
    TELL,
  );
  await expect(changeAsync({ 'src/Sub/C.luau': 'return 3', 'src/New/D.luau': '' })).resolves.toEqual({
    added: 3,
    removed: 0,
    changed: 0,
  });
  expect((await untilAsync(lines, 3)).sort()).toEqual([
    'added ReplicatedStorage.Source.New',
    'added ReplicatedStorage.Source.New.D',
    'added ReplicatedStorage.Source.Sub.C',
  ]);
  await expect(changeAsync({ 'src/Sub': null })).resolves.toMatchObject({ removed: 3 });
  expect((await untilAsync(lines, 3)).filter((line) => line.startsWith('removed')).sort()).toEqual([
    'removed B',
    'removed C',
    'removed Sub',
  ]);
  // Folders that came later are watched as well.
  await expect(changeAsync({ 'src/New/D.luau': 'return 4' })).resolves.toMatchObject({ changed: 1 });
});

verifies('places.reload', 'properties, attributes and tags follow the project', async () => {
  const { lines, changeAsync } = await useWatchedAsync(
    { 'default.project.json': PROJECT, 'src/A.luau': '' },
    TELL,
  );
  const wall = {
    $className: 'Part',
    $properties: { Size: [4, 5, 6], Tags: ['x'] },
    $attributes: { A: 1, C: 'new' },
  };
  const tree = { ...PROJECT.tree, Workspace: { Wall: wall } };
  await expect(changeAsync({ 'default.project.json': { ...PROJECT, tree } })).resolves.toEqual({
    added: 0,
    removed: 0,
    changed: 1,
  });
  expect((await untilAsync(lines, 4)).sort()).toEqual([
    '@B nil',
    '@C new',
    'Wall.Anchored false',
    'Wall.Size 4, 5, 6',
  ]);
});

verifies('places.reload', 'a project that cannot be read changes nothing, and is followed on', async () => {
  const { lines, changeAsync } = await useWatchedAsync(
    { 'default.project.json': PROJECT, 'src/A.luau': '' },
    TELL,
  );
  const broken = await changeAsync({ 'default.project.json': '{' });
  expect(broken).toMatchObject({ problem: { message: expect.stringContaining('default.project.json') } });
  expect(lines).toEqual([]);
  await expect(
    changeAsync({ 'default.project.json': PROJECT, 'src/A.luau': 'return 5' }),
  ).resolves.toMatchObject({ changed: 1 });
});

verifies('places.reload', 'a place that followed its project is saved as it is', async () => {
  const { lines, studio, changeAsync } = await useWatchedAsync(
    { 'default.project.json': PROJECT, 'src/A.luau': 'return 1' },
    `${TELL} wall.Transparency = 0.25`,
  );
  await untilAsync(lines, 1);
  await changeAsync({ 'src/A.luau': 'return "after"', 'src/B.luau': 'return "second"' });
  const file = join(useTmp(), 'saved.rbxlx');
  await studio.savePlaceAsync(file);
  const again = await startEmulatedStudioAsync({
    place: file,
    plugins: [
      {
        name: 'Plug',
        files: {
          'Main.server.luau': `local source = game.ReplicatedStorage.Source
            print(source.A.Source, source.B.Source, workspace.Wall.Transparency, workspace.Wall.Size)`,
        },
      },
    ],
  });
  onTestFinished(() => again.terminateAsync());
  const said: string[] = [];
  again.onOutput(({ body }) => said.push(body));
  expect(await untilAsync(said, 1)).toEqual(['return "after" return "second" 0.25 1, 2, 3']);
});

verifies('places.reload', 'only a project can be watched', async () => {
  const file = join(useTmp(), 'x.rbxlx');
  writeFileSync(file, '<roblox version="4"></roblox>');
  await expect(startEmulatedStudioAsync({ place: file, watch: true, plugins: [] })).rejects.toThrow(
    'Only a Rojo project can be watched for changes.',
  );
});
