// Changing instances in an emulated Studio: all or nothing, one step of the history, and a reason for each refusal.
import { expect } from 'vitest';
import { explorerClone } from '../../src/commands/explorer/clone/clone.js';
import { explorerCreate } from '../../src/commands/explorer/create/create.js';
import { explorerDelete } from '../../src/commands/explorer/delete/delete.js';
import { explorerEdit } from '../../src/commands/explorer/edit/edit.js';
import { explorerMove } from '../../src/commands/explorer/move/move.js';
import { explorerRedo } from '../../src/commands/explorer/redo/redo.js';
import { explorerSelect } from '../../src/commands/explorer/select/select.js';
import { explorerSelection } from '../../src/commands/explorer/selection/selection.js';
import { explorerSet } from '../../src/commands/explorer/set/set.js';
import { explorerSnapshot } from '../../src/commands/explorer/snapshot/snapshot.js';
import { explorerUndo } from '../../src/commands/explorer/undo/undo.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const { runAsync, failAsync, luauAsync } = await useStudioOfFileAsync('Changes');

const BUILD = `
local old = workspace:FindFirstChild("Yard")
if old then old:Destroy() end
game:GetService("ChangeHistoryService"):ResetWaypoints()
local yard = Instance.new("Folder")
yard.Name = "Yard"
for index = 1, 2 do
  local part = Instance.new("Part")
  part.Name = "Brick"
  part:SetAttribute("Number", index)
  part.Parent = yard
end
yard.Parent = workspace
`;
const TREE = `
local names = {}
for _, item in workspace.Yard:GetDescendants() do
  table.insert(names, item.ClassName .. " " .. item.Name .. " in " .. item.Parent.Name)
end
return table.concat(names, "; ")
`;
const set = (path: string, ...properties: string[]) => runAsync(explorerSet, { path, properties });
const textOf = (expression: string) => luauAsync(`return tostring(workspace.Yard.${expression})`);

verifies('explorer.set', 'values are written as people write them', async () => {
  await luauAsync(BUILD);
  const result = await set(
    'Workspace.Yard.Brick',
    'Size=1, 2, 3',
    'Material=neon',
    'Color=#ff8000',
    'Anchored=true',
    'Transparency=0.5',
    'CFrame=[1,2,3]',
    'CustomPhysicalProperties=1, 0.5, 0.25',
  );
  expect(result).toMatchObject({ applied: true, undoable: true });
  expect(result.changes.find(({ name }) => name === 'Material')).toEqual({
    kind: 'property',
    path: 'game.Workspace.Yard.Brick',
    name: 'Material',
    before: expect.objectContaining({ name: 'Plastic' }),
    after: expect.objectContaining({ name: 'Neon' }),
  });
  expect(explorerSet.format(result, { streamed: true })).toContain(
    '~ game.Workspace.Yard.Brick  Anchored: false -> true',
  );
  expect(await textOf('Brick.Size')).toBe('1, 2, 3');
  expect(await textOf('Brick.Color:ToHex()')).toBe('ff8000');
  expect(await textOf('Brick.Position')).toBe('1, 2, 3');
  expect(await textOf('Brick.CustomPhysicalProperties.Elasticity')).toBe('0.25');
  await set('Workspace.Yard.Brick', 'CustomPhysicalProperties=nil');
  expect(await textOf('Brick.CustomPhysicalProperties')).toBe('nil');
  expect((await set('Workspace.Yard.Brick', 'Anchored=true')).changes).toEqual([]);
});

verifies('explorer.set', 'every datatype goes there and comes back', async () => {
  await luauAsync(`${BUILD}
    local made = Instance.new("Folder") made.Name = "Types" made.Parent = workspace.Yard
    for _, class in {"UIGradient","Frame","ParticleEmitter","ImageLabel","Texture","TextLabel","Handles","ArcHandles","RayValue","ObjectValue","Part","NumberValue","StringValue","Vector3Value","BrickColorValue","IntValue"} do
      local item = Instance.new(class) item.Name = class item.Parent = made
    end`);
  const properties: [string, string, unknown][] = [
    [
      'UIGradient',
      'Transparency',
      {
        type: 'NumberSequence',
        value: [
          [0, 0, 0],
          [1, 0.5, 0],
        ],
      },
    ],
    [
      'UIGradient',
      'Color',
      {
        type: 'ColorSequence',
        value: [
          [0, 1, 0, 0],
          [1, 0, 0, 1],
        ],
      },
    ],
    ['UIGradient', 'Offset', { type: 'Vector2', value: [0.5, 0.25] }],
    ['Frame', 'Size', { type: 'UDim2', value: [0.5, 10, 1, -4] }],
    ['ParticleEmitter', 'Lifetime', { type: 'NumberRange', value: [1, 2] }],
    ['ImageLabel', 'SliceCenter', { type: 'Rect', value: [1, 2, 3, 4] }],
    [
      'TextLabel',
      'FontFace',
      { type: 'Font', family: 'rbxasset://fonts/families/Arial.json', weight: 'Bold', style: 'Italic' },
    ],
    ['Handles', 'Faces', { type: 'Faces', value: ['Top', 'Left'] }],
    ['ArcHandles', 'Axes', { type: 'Axes', value: ['X', 'Z'] }],
    ['RayValue', 'Value', { type: 'Ray', value: [1, 2, 3, 0, 1, 0] }],
    ['ObjectValue', 'Value', { type: 'Instance', className: 'Part', path: 'game.Workspace.Yard.Types.Part' }],
    ['Part', 'CFrame', { type: 'CFrame', value: [1, 2, 3, 0, 0, 1, 0, 1, 0, -1, 0, 0] }],
    ['Part', 'Color', { type: 'Color3', value: [1, 0, 0.5] }],
    ['NumberValue', 'Value', { type: 'Number', value: 'inf' }],
    ['StringValue', 'Value', { type: 'Bytes', base64: '/wA=' }],
    ['Vector3Value', 'Value', { type: 'Vector3', value: [1, { type: 'Number', value: '-inf' }, 3] }],
    ['BrickColorValue', 'Value', { type: 'BrickColor', name: 'Bright red', value: 21 }],
    ['IntValue', 'Value', 7],
  ];
  const changes = properties.map(([name, property, value]) => ({
    op: 'set',
    path: `Workspace.Yard.Types.${name}`,
    properties: { [property]: value },
  }));
  const { changes: done } = await runAsync(explorerEdit, { changes: JSON.stringify(changes) });
  const told = done.map(({ after }) =>
    typeof after === 'object' && after !== null && 'debugId' in after
      ? { ...after, debugId: undefined }
      : after,
  );
  for (const [at, [, , value]] of properties.entries()) {
    // Colours are kept in single precision or as bytes.
    if (at === 12) continue;
    expect(told[at]).toEqual(
      typeof value === 'object' && 'className' in (value as object)
        ? expect.objectContaining(value as object)
        : value,
    );
  }
});

verifies('explorer.refusals', 'each refusal has its reason, and nothing half done stays', async () => {
  await luauAsync(BUILD);
  const before = await runAsync(explorerSnapshot, { path: 'Workspace.Yard' });
  const refused = async (input: object) => {
    const error = await failAsync(explorerSet, { path: 'Workspace.Yard.Brick', ...input });
    return [error.code, error.message];
  };
  const brick = 'game.Workspace.Yard.Brick';
  expect(await refused({ properties: ['Anchored=true', 'Sise=1,2,3'] })).toEqual([
    'PROPERTY_NOT_FOUND',
    `${brick} is a Part, which has no property Sise. Did you mean Size?`,
  ]);
  expect(await refused({ properties: ['ClassName=Model'] })).toEqual([
    'PROPERTY_NOT_FOUND',
    `ClassName of ${brick} cannot be written: it is read-only for plugins.`,
  ]);
  expect(await refused({ properties: ['Size=big'] })).toEqual([
    'INVALID_PAYLOAD',
    `Size of ${brick} has to be a Vector3, not big.`,
  ]);
  expect(await refused({ properties: ['Material=Neom'] })).toEqual([
    'INVALID_PAYLOAD',
    `Material of ${brick} has to be an item of Enum.Material, not Neom. Did you mean Neon?`,
  ]);
  expect((await refused({ attribute: ['bad name=1'] }))[1]).toContain('Attribute bad name of');
  expect((await refused({ properties: ['Size'] }))[1]).toBe(
    'A property has to be written as Name=value, not "Size".',
  );
  const batch = await failAsync(explorerEdit, {
    changes: JSON.stringify([
      {
        op: 'set',
        path: 'Workspace.Yard.Brick',
        properties: { Name: 'Renamed', Size: [9, 9, 9] },
        tags: ['x'],
      },
      { op: 'create', className: 'Model', parent: 'Workspace.Yard', id: 'm' },
      { op: 'move', path: 'Workspace.Yard.Brick[2]', parent: '$m' },
      { op: 'delete', path: 'Workspace.Yard.Brick' },
      { op: 'create', className: 'Pert', parent: '$m' },
    ]),
  });
  expect([batch.code, batch.message]).toEqual([
    'INVALID_PAYLOAD',
    'Change 5 (create): A Pert cannot be created: Unable to create an Instance of type "Pert". Did you mean Part?',
  ]);
  expect(await runAsync(explorerSnapshot, { path: 'Workspace.Yard' })).toEqual(before);
  expect((await failAsync(explorerCreate, { class: 'part' })).message).toBe(
    'A part cannot be created: Unable to create an Instance of type "part". Did you mean Part?',
  );
  expect((await failAsync(explorerCreate, { class: 'BasePart' })).message).toContain('cannot be created');
  expect((await failAsync(explorerDelete, { paths: ['Workspace'] })).message).toMatch(
    /^game\.Workspace cannot be deleted: /,
  );
  expect((await failAsync(explorerCreate, { class: 'Part', properties: ['Foo=1'] })).message).toBe(
    'A Part has no property Foo.',
  );
  expect((await failAsync(explorerUndo)).message).toBe('There is nothing to undo.');
  expect((await failAsync(explorerEdit, { changes: '[{"op":"set"}]' })).message).toContain(
    'The changes in the argument are not right: change 1: path has to be text.',
  );
});

verifies('explorer.batch', 'many changes are one step, which goes back and forth', async () => {
  await luauAsync(BUILD);
  const start = await luauAsync(TREE);
  const dry = await runAsync(explorerCreate, {
    class: 'Model',
    in: 'Workspace.Yard',
    name: 'Pile',
    dryRun: true,
  });
  expect(dry).toMatchObject({
    applied: false,
    changes: [{ kind: 'create', path: 'game.Workspace.Yard.Pile' }],
  });
  expect(explorerCreate.format(dry, { streamed: true })).toBe(
    '+ game.Workspace.Yard.Pile  Model\nNothing was changed: this is what it would come to.',
  );
  expect(await luauAsync(TREE)).toBe(start);
  const done = await runAsync(explorerEdit, {
    label: 'Tidy up',
    changes: JSON.stringify([
      { op: 'create', className: 'Model', parent: 'Workspace.Yard', name: 'Pile', id: 'pile' },
      { op: 'move', path: 'Workspace.Yard.Brick', parent: '$pile' },
      { op: 'move', path: 'Workspace.Yard.Brick[2]', parent: '$pile' },
      {
        op: 'clone',
        path: 'Workspace.Yard.Brick',
        parent: '$pile',
        name: 'Third',
        properties: { Anchored: true },
      },
      { op: 'set', path: '$pile', properties: { PrimaryPart: 'Workspace.Yard.Pile.Third' } },
    ]),
  });
  expect(explorerEdit.format(done, { streamed: true })).toBe(
    [
      '+ game.Workspace.Yard.Pile  Model',
      '> game.Workspace.Yard.Brick -> game.Workspace.Yard.Pile.Brick',
      '> game.Workspace.Yard.Brick -> game.Workspace.Yard.Pile.Brick[2]',
      '+ game.Workspace.Yard.Pile.Third  Part, a copy of game.Workspace.Yard.Pile.Brick',
      '~ game.Workspace.Yard.Pile  PrimaryPart: nil -> game.Workspace.Yard.Pile.Third',
    ].join('\n'),
  );
  const end = await luauAsync(TREE);
  expect(end).toBe('Model Pile in Yard; Part Brick in Pile; Part Brick in Pile; Part Third in Pile');
  expect(await runAsync(explorerUndo)).toEqual({ done: ['Tidy up'], nextRedo: 'Tidy up' });
  expect(await luauAsync(TREE)).toBe(start);
  const redone = await runAsync(explorerRedo);
  expect(explorerRedo.format(redone, { streamed: true })).toBe(
    'Redone: Tidy up\nNext to undo: Tidy up\nNext to redo: nothing',
  );
  expect(await luauAsync(TREE)).toBe(end);
});

verifies('explorer.batch', 'paths are moved, copied and deleted, all or none', async () => {
  await luauAsync(BUILD);
  await runAsync(explorerClone, { paths: ['Workspace.Yard.Brick[2]'], name: 'Copy' });
  expect(await luauAsync('return workspace.Yard.Copy:GetAttribute("Number")')).toBe(2);
  await runAsync(explorerMove, {
    paths: ['Workspace.Yard.Brick', 'Workspace.Yard.Brick[2]'],
    to: 'Workspace.Yard.Copy',
  });
  expect(await luauAsync(TREE)).toBe('Part Copy in Yard; Part Brick in Copy; Part Brick in Copy');
  const half = await failAsync(explorerDelete, { paths: ['Workspace.Yard.Copy', 'Workspace.Yard.None'] });
  expect(half.code).toBe('INSTANCE_NOT_FOUND');
  expect((await failAsync(explorerDelete, { paths: ['game'] })).message).toBe('game cannot be deleted.');
  const deleted = await runAsync(explorerDelete, { paths: ['Workspace.Yard.Copy'] });
  expect(explorerDelete.format(deleted, { streamed: true })).toBe(
    '- game.Workspace.Yard.Copy  Part with 2 inside',
  );
  expect(await luauAsync(TREE)).toBe('');
  await runAsync(explorerUndo);
  expect(await luauAsync(TREE)).toBe('Part Copy in Yard; Part Brick in Copy; Part Brick in Copy');
});

verifies('explorer.set', 'a text of a megabyte and names of any kind go there and come back', async () => {
  await luauAsync(`${BUILD} Instance.new("StringValue", workspace.Yard).Name = "Text"`);
  const text = 'x'.repeat(1_000_000);
  await set('Workspace.Yard.Text', `Value=${text}`);
  expect(await luauAsync('return #workspace.Yard.Text.Value')).toBe(1_000_000);
  for (const name of ['a.b', 'a/b', `"'`, '\u{1F600}', '[2]', '']) {
    const { changes } = await runAsync(explorerCreate, { class: 'Folder', in: 'Workspace.Yard', name });
    const path = changes[0]?.path ?? '';
    await runAsync(explorerSet, { path, attribute: ['Seen=true'] });
    expect(await luauAsync(`return workspace.Yard:GetChildren()[4].Name`)).toBe(name);
    await runAsync(explorerDelete, { paths: [path] });
  }
});

verifies('explorer.selection', 'the selection is read and set', async () => {
  await luauAsync(BUILD);
  expect((await runAsync(explorerSelection)).selected).toEqual([]);
  await runAsync(explorerSelect, { paths: ['Workspace.Yard'] });
  await runAsync(explorerSelect, { paths: ['Workspace.Yard.Brick[2]'], mode: 'add' });
  const selected = await runAsync(explorerSelection);
  expect(explorerSelection.format(selected, { streamed: true })).toBe(
    'CLASS   PATH\nFolder  game.Workspace.Yard\nPart    game.Workspace.Yard.Brick[2]',
  );
  expect((await failAsync(explorerSelect, { paths: ['Workspace.Yerd'] })).code).toBe('INSTANCE_NOT_FOUND');
  expect((await runAsync(explorerSelect)).selected).toEqual([]);
});
