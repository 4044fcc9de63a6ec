// Commands on a place that comes from a file: looked at, changed, and parts of it moved to a file and back.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { takeSnapshotAsync } from '../../src/command/instances/take-snapshot.js';
import { compareSnapshots } from '../../src/commands/explorer/diff/compare-snapshots.js';
import { explorerFind } from '../../src/commands/explorer/find/find.js';
import { explorerQuery } from '../../src/commands/explorer/query/query.js';
import { explorerSet } from '../../src/commands/explorer/set/set.js';
import { explorerSnapshot } from '../../src/commands/explorer/snapshot/snapshot.js';
import { explorerUndo } from '../../src/commands/explorer/undo/undo.js';
import { placeExport } from '../../src/commands/place/export/export.js';
import { placeImport } from '../../src/commands/place/import/import.js';
import { placeSave } from '../../src/commands/place/save/save.js';
import { scriptGrep } from '../../src/commands/script/grep/grep.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-place-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = join(folder, 'village.rbxlx');
writeFileSync(
  place,
  `<roblox version="4">
 <Item class="Workspace" referent="W"><Properties><string name="Name">Workspace</string></Properties>
  <Item class="Model" referent="M"><Properties><string name="Name">House.1</string></Properties>
   <Item class="Part" referent="P"><Properties><string name="Name">Wall</string><bool name="Anchored">true</bool>
    <Vector3 name="size"><X>4</X><Y>8</Y><Z>1</Z></Vector3></Properties></Item>
   <Item class="Part" referent="Q"><Properties><string name="Name">Wall</string></Properties></Item>
  </Item>
 </Item>
 <Item class="ServerScriptService" referent="S"><Properties><string name="Name">ServerScriptService</string></Properties>
  <Item class="Script" referent="T"><Properties><string name="Name">Main</string>
   <ProtectedString name="Source"><![CDATA[print("the village")]]></ProtectedString></Properties></Item>
 </Item>
</roblox>`,
);
const { runAsync, failAsync, luauAsync, connection, world } = await useStudioOfFileAsync(
  'village.rbxlx',
  {},
  { place },
);

verifies(['explorer.query', 'explorer.find', 'script.grep'], 'a place from a file is looked at', async () => {
  const { instance } = await runAsync(explorerQuery, {
    path: 'Workspace.House\\.1',
    children: true,
    properties: ['Size', 'Anchored', 'Name'],
  });
  expect(instance.children).toMatchObject([
    { path: 'game.Workspace.House\\.1.Wall', properties: { Size: { value: [4, 8, 1] }, Anchored: true } },
    { path: 'game.Workspace.House\\.1.Wall[2]', properties: { Anchored: false } },
  ]);
  expect(
    (
      await runAsync(explorerFind, {
        in: 'Workspace.House\\.1',
        class: 'BasePart',
        property: ['Anchored=true'],
      })
    ).total,
  ).toBe(1);
  expect((await runAsync(scriptGrep, { text: 'village' })).matches).toMatchObject([
    { path: 'game.ServerScriptService.Main', line: 1 },
  ]);
  await runAsync(explorerSet, { path: 'Workspace.House\\.1.Wall[2]', properties: ['Anchored=true'] });
  expect(await luauAsync('return workspace["House.1"]:GetChildren()[2].Anchored')).toBe(true);
  await runAsync(explorerUndo);
  expect(await luauAsync('return workspace["House.1"]:GetChildren()[2].Anchored')).toBe(false);
});

verifies('place.files', 'a part of a place goes to a model file and comes back as one step', async () => {
  const exported = await runAsync(placeExport, { paths: ['Workspace.House\\.1'] });
  const file = join(folder, 'house.rbxm');
  writeFileSync(file, placeExport.binary?.(exported) ?? '');
  const imported = await runAsync(placeImport, { file, in: 'ReplicatedStorage' });
  expect(imported).toEqual({ paths: ['game.ReplicatedStorage.House\\.1'], undoable: true });
  expect(await luauAsync('return tostring(game.ReplicatedStorage["House.1"].Wall.Size)')).toBe('4, 8, 1');
  await runAsync(explorerUndo);
  expect(await luauAsync('return #game.ReplicatedStorage:GetChildren()')).toBe(0);
  expect((await failAsync(placeExport, { paths: ['Workspace'] })).message).toContain(
    'game.Workspace cannot be exported',
  );
  writeFileSync(file, '<roblox!broken');
  expect((await failAsync(placeImport, { file })).message).toContain('The file cannot be imported');
});

verifies('place.files', 'the same as XML', async () => {
  const file = join(folder, 'house.rbxmx');
  expect(await runAsync(placeExport, { paths: ['Workspace.House\\.1'], output: file })).toMatchObject({
    path: file,
    roots: 1,
  });
  expect(readFileSync(file, 'utf8')).toContain('<Item class="Model"');
  expect(await runAsync(placeImport, { file, in: 'ServerStorage' })).toMatchObject({
    paths: ['game.ServerStorage.House\\.1'],
  });
  expect(await luauAsync('return tostring(game.ServerStorage["House.1"].Wall.Size)')).toBe('4, 8, 1');
  await runAsync(explorerUndo);
  expect(await failAsync(placeExport, { paths: ['Workspace'], output: 'house.txt' })).toMatchObject({
    code: 'USAGE',
    message: 'house.txt is not the name of a model file.',
    hint: 'Let it end in .rbxm or .rbxmx.',
  });
  writeFileSync(file, '<roblox version="4"><Item class="Part"></roblox>');
  expect(await failAsync(placeImport, { file })).toMatchObject({ code: 'PLACE_NOT_READABLE' });
});

/** What the place in a file is to a Studio that opens it. */
async function reopenAsync(file: string) {
  const { port } = connection;
  const studio = await startEmulatedStudioAsync({ port, plugins: [bridgePlugin], place: file });
  try {
    const session = await connection.resolveSessionAsync({ target: basename(file), waitMs: 15_000 });
    return await takeSnapshotAsync('game', { ...world.context, session });
  } finally {
    await studio.terminateAsync();
  }
}

const BUILD = `
local value = Instance.new("ObjectValue")
value.Name, value.Value, value.Parent = "Pointer", workspace["House.1"].Wall, game.ReplicatedStorage
local own = Instance.new("LocalScript")
own.Source, own.Parent = "-- é \\0 own", game.StarterPlayer.StarterPlayerScripts
game.Lighting.ClockTime, game.Lighting.Ambient = 3, Color3.new(1, 0.5, 0)
workspace.Gravity = 50
workspace:SetAttribute("Rate", 0.5)
workspace:SetAttribute("Odd", 0 / 0)
workspace:SetAttribute("Wind", Vector3.new(1, 2, 3))
workspace:SetAttribute("Stuff", Enum.Material.Neon)
game.ServerStorage:AddTag("Store")
local kept = Instance.new("Folder")
kept.Name, kept.Archivable, kept.Parent = "Scratch", false, workspace
workspace.CurrentCamera.FieldOfView = 33
`;

verifies('place.save', 'a saved place opens as the same place', async () => {
  await luauAsync(BUILD);
  const before = await runAsync(explorerSnapshot, { path: 'game' });
  for (const name of ['saved.rbxl', 'saved.rbxlx']) {
    const file = join(folder, name);
    const saved = await runAsync(placeSave, { file });
    expect(saved.missing).toEqual([
      'terrain, if there is any',
      'game.Workspace.Scratch: it is not Archivable',
    ]);
    expect(placeSave.format(saved, { streamed: true })).toMatch(
      /^Saved .*: \d+ instances, \d+ bytes\.\nNot in the file:\n {2}terrain, if there is any\n/,
    );
    const reopened = await reopenAsync(file);
    // Services that are made when they are first asked for come and go.
    const differences = compareSnapshots(before, reopened).filter(
      ({ path, kind }) => kind === 'changed' || !/^game\.\w+Service$/.test(path),
    );
    // Its name, and what the plugin noted about the Studio that it is in.
    expect(differences.map(({ path }) => path)).toEqual(['game', 'game.Workspace', 'game.Workspace.Scratch']);
    const noted = differences.flatMap(({ changes = [] }) => changes.map(({ name }) => name));
    expect(noted).toEqual(['Name', 'StudioBridgeInstanceId']);
    expect(await failAsync(placeSave, { file })).toMatchObject({
      code: 'FILE_NOT_WRITABLE',
      message: `${file} is there already.`,
      exitCode: 2,
    });
    expect((await runAsync(placeSave, { file, force: true })).instances).toBe(saved.instances);
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

verifies('place.save', 'what is no place file, and where nothing can be written, is told', async () => {
  expect(await failAsync(placeSave, { file: join(folder, 'a.rbxm') })).toMatchObject({
    code: 'USAGE',
    hint: 'Let it end in .rbxl or .rbxlx.',
  });
  expect(await failAsync(placeSave, { file: join(folder, 'no', 'a.rbxl') })).toMatchObject({
    code: 'FILE_NOT_WRITABLE',
    message: `Cannot save ${join(folder, 'no', 'a.rbxl')}: its folder does not exist.`,
  });
});
