// Commands on a place that comes from a file: looked at, changed, and parts of it moved to a file and back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { explorerFind } from '../../src/commands/explorer/find/find.js';
import { explorerQuery } from '../../src/commands/explorer/query/query.js';
import { explorerSet } from '../../src/commands/explorer/set/set.js';
import { explorerUndo } from '../../src/commands/explorer/undo/undo.js';
import { placeExport } from '../../src/commands/place/export/export.js';
import { placeImport } from '../../src/commands/place/import/import.js';
import { scriptGrep } from '../../src/commands/script/grep/grep.js';
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
const { runAsync, failAsync, luauAsync } = await useStudioOfFileAsync('village.rbxlx', {}, { place });

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
