// Places in an emulated Studio: what scripts see of a file, and what a file has after they changed it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDom, type Dom, readBinary, readXml } from 'rbx-dom';
import { expect, onTestFinished, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { type EmulatedStudio, startEmulatedStudioAsync } from './start-emulated-studio.js';

type Properties = Record<string, Record<string, unknown>>;

interface Spec {
  className: string;
  name?: string;
  properties?: Properties;
  children?: Spec[];
}

function addTo(dom: Dom, parent: string, { children = [], ...spec }: Spec): string {
  const referent = dom.insert(parent, spec as never);
  for (const child of children) addTo(dom, referent, child);
  return referent;
}

function domOf(roots: readonly Spec[]): Dom {
  const dom = createDom({ className: 'DataModel' });
  for (const root of roots) addTo(dom, dom.rootRef, root);
  return dom;
}

const binaryOf = (dom: Dom) => dom.toBinary({ refs: dom.children(dom.rootRef) });
const xmlOf = (dom: Dom) => dom.toXml({ refs: dom.children(dom.rootRef) });

function useFile(name: string, content: Uint8Array | string): string {
  const file = join(useTmp(), name);
  writeFileSync(file, content);
  return file;
}

/** Runs a script as a plugin's and gives what it printed before "done". */
async function runAsync(
  place: string | undefined,
  source: string,
): Promise<{ studio: EmulatedStudio; lines: string[] }> {
  const studio = await startEmulatedStudioAsync({
    ...(place === undefined ? {} : { place }),
    plugins: [{ name: 'Plug', files: { 'Main.server.luau': `${source}\nprint("done")` } }],
  });
  onTestFinished(() => studio.terminateAsync());
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    studio.onOutput(({ level, body }) => {
      if (level === 'Error') reject(new Error(body));
      if (body === 'done') resolve();
      else lines.push(body);
    });
  });
  return { studio, lines };
}

const PART: Spec = {
  className: 'Part',
  name: 'Wall',
  properties: {
    CFrame: {
      CFrame: {
        position: [1, 2, 3],
        orientation: [
          [0, 0, 1],
          [0, 1, 0],
          [-1, 0, 0],
        ],
      },
    },
    Size: { Vector3: [4, 5, 6] },
    Color: { Color3uint8: [255, 0, 51] },
    Material: { Enum: 512 },
    Anchored: { Bool: true },
    Attributes: {
      Attributes: { Health: { Float64: 7 }, Title: { String: 'a "b"' }, At: { Vector3: [1, 2, 3] } },
    },
    Tags: { Tags: ['one', 'two'] },
    CustomPhysicalProperties: {
      PhysicalProperties: {
        density: 1,
        friction: 0.5,
        elasticity: 0.25,
        frictionWeight: 1,
        elasticityWeight: 1,
        acousticAbsorption: 1,
      },
    },
  },
};

test.each([
  ['binary', 'Lobby.rbxl', binaryOf],
  ['XML', 'Lobby.rbxlx', xmlOf],
])('scripts see what is in a %s place', async (_name, file, write) => {
  const place = useFile(
    file,
    write(
      domOf([
        { className: 'Workspace', properties: { Gravity: { Float32: 50 } }, children: [PART] },
        {
          className: 'ServerScriptService',
          children: [{ className: 'Script', name: 'Main', properties: { Source: { String: 'print("ü")' } } }],
        },
      ]),
    ),
  );
  const { lines } = await runAsync(
    place,
    `local wall = workspace.Wall
    print(game.Name, game.PlaceId, workspace.Gravity, wall:GetFullName())
    print(wall.CFrame, wall.Size, wall.Color, wall.Material, wall.Anchored)
    print(wall:GetAttribute("Health"), wall:GetAttribute("Title"), wall:GetAttribute("At"))
    print(table.concat(wall:GetTags(), " "), wall.CustomPhysicalProperties, wall.Transparency)
    print(game.ServerScriptService.Main.Source, #game:GetService("CollectionService"):GetTagged("two"))
    print(workspace:GetAttribute("StudioBridgeOrigin"), workspace.CurrentCamera.Name, workspace.Terrain.Name)`,
  );
  expect(lines).toEqual([
    `${file} 0 50 Workspace.Wall`,
    '1, 2, 3, 0, 0, 1, 0, 1, 0, -1, 0, 0 4, 5, 6 1, 0, 0.200000003 Enum.Material.Wood true',
    '7 a "b" 1, 2, 3',
    'one two 1, 0.5, 0.25, 1, 1, 1 0',
    'print("ü") 1',
    'emulator Camera Terrain',
  ]);
});

test('what a place has of what every place has is not there twice', async () => {
  const place = useFile(
    'p.rbxl',
    binaryOf(
      domOf([
        {
          className: 'Workspace',
          children: [{ className: 'Terrain' }, { className: 'Camera', name: 'Eye' }],
        },
        { className: 'StarterPlayer', children: [{ className: 'StarterPlayerScripts' }] },
        { className: 'Lighting', children: [{ className: 'Sky' }] },
      ]),
    ),
  );
  const { lines } = await runAsync(
    place,
    `local seen, twice = {}, {}
    for _, each in game:GetChildren() do
      if seen[each.ClassName] then table.insert(twice, each.ClassName) end
      seen[each.ClassName] = true
    end
    print(#twice, #workspace:GetChildren(), workspace.CurrentCamera.Name, #game.Lighting:GetChildren())`,
  );
  expect(lines).toEqual(['0 2 Eye 1']);
});

test('references lead to the instances that they mean', async () => {
  const dom = createDom({ className: 'DataModel' });
  const workspace = dom.insert(dom.rootRef, { className: 'Workspace' });
  const model = dom.insert(workspace, { className: 'Model' });
  const part = dom.insert(model, { className: 'Part' });
  dom.setProperty(model, 'PrimaryPart', { Ref: part });
  const { lines } = await runAsync(
    useFile('p.rbxl', binaryOf(dom)),
    'print(workspace.Model.PrimaryPart == workspace.Model.Part)',
  );
  expect(lines).toEqual(['true']);
});

test('what the plugin noted about another Studio is not taken over', async () => {
  const attributes = {
    StudioBridgePort: { Float64: 1 },
    StudioBridgeInstanceId: { String: 'x' },
    Kept: { Bool: true },
  };
  const { lines } = await runAsync(
    useFile(
      'p.rbxl',
      binaryOf(domOf([{ className: 'Workspace', properties: { Attributes: { Attributes: attributes } } }])),
    ),
    `print(workspace:GetAttribute("StudioBridgePort"), workspace:GetAttribute("StudioBridgeInstanceId"),
      workspace:GetAttribute("Kept"))`,
  );
  expect(lines).toEqual(['nil nil true']);
});

test('a model is put into Workspace', async () => {
  const { lines } = await runAsync(
    useFile('Tree.rbxm', binaryOf(domOf([{ className: 'Model', name: 'Tree', children: [PART] }]))),
    'print(workspace.Tree.Wall.Size, game.Name)',
  );
  expect(lines).toEqual(['4, 5, 6 Tree.rbxm']);
});

test.each([
  ['as it was opened', ''],
  ['with another view of it', 'workspace.CurrentCamera.FieldOfView = 50'],
])('a model that is saved is the model alone, %s', async (_how, source) => {
  const model = useFile(
    'Tree.rbxmx',
    String(xmlOf(domOf([{ className: 'Model', name: 'Tree', children: [PART] }]))),
  );
  const { studio } = await runAsync(model, source);
  await studio.savePlaceAsync();
  expect(readFileSync(model, 'utf8').match(/class="\w+"/g)).toEqual(['class="Model"', 'class="Part"']);
});

test('tables of translations come with what is in them, and are saved with it', async () => {
  const contents = [{ key: 'hi', source: 'Hello', values: { de: 'Hallo' } }];
  const model = useFile(
    'Words.rbxmx',
    `<roblox version="4"><Item class="LocalizationTable" referent="A"><Properties>
      <string name="Name">Words</string><string name="Contents">${JSON.stringify(contents).replaceAll('"', '&quot;')}</string>
    </Properties></Item></roblox>`,
  );
  const { studio, lines } = await runAsync(
    model,
    `local words = workspace.Words
    print(words:GetTranslator("de"):Translate(game, "Hello"))
    words:SetEntryValue("hi", "Hello", "", "fr", "Bonjour")`,
  );
  expect(lines).toEqual(['Hallo']);
  await studio.savePlaceAsync();
  expect(readFileSync(model, 'utf8')).toContain('Bonjour');
});

test('what is new in Workspace can be saved as a model', async () => {
  const path = join(useTmp(), 'New.rbxmx');
  const { studio } = await runAsync(undefined, 'Instance.new("Folder", workspace)');
  await studio.savePlaceAsync(path);
  expect(readFileSync(path, 'utf8').match(/class="\w+"/g)).toEqual(['class="Folder"']);
});

test('instances of a class that nobody knows are there', async () => {
  const dom = domOf([
    { className: 'Workspace', children: [{ className: 'Part', name: 'Odd', children: [PART] }] },
  ]);
  const place = useFile('p.rbxlx', String(xmlOf(dom)).replace('class="Part"', 'class="Novelty"'));
  const { lines } = await runAsync(
    place,
    `print(workspace.Odd.ClassName, workspace.Odd:IsA("Instance"), workspace.Odd.Wall.Size,
      pcall(Instance.new, "Novelty"))`,
  );
  expect(lines[0]).toMatch(/^Novelty true 4, 5, 6 false /);
});

verifies('places.saved', 'a place that nobody changed is saved as it was', async () => {
  const dom = domOf([
    {
      className: 'Workspace',
      children: [PART, { className: 'Decal', properties: { Transparency: { Float32: 0.5 } } }],
    },
    { className: 'Lighting' },
  ]);
  const place = useFile('p.rbxl', binaryOf(dom));
  const before = readBinary(readFileSync(place));
  const { studio } = await runAsync(
    place,
    'local _ = workspace.Wall.Size, workspace.Wall.BrickColor, workspace.Decal.Texture',
  );
  expect(await studio.savePlaceAsync()).toBe(place);
  expect(viewOf(readBinary(readFileSync(place)))).toEqual(viewOf(before));
});

verifies('places.saved', 'changes are saved, and what is not understood stays', async () => {
  const dom = domOf([
    {
      className: 'Workspace',
      children: [
        PART,
        { className: 'Part', name: 'Gone' },
        {
          className: 'Folder',
          name: 'From',
          children: [{ className: 'Script', name: 'S', properties: { Source: { String: 'return 1' } } }],
        },
        { className: 'Folder', name: 'To' },
        { className: 'IntValue', name: 'Big', properties: { Value: { Int64: '9007199254740993' } } },
      ],
    },
  ]);
  const text = String(xmlOf(dom)).replace(
    '<Properties>\n        <string name="Name">Wall</string>',
    '<Properties>\n        <string name="Name">Wall</string><NovelType name="Novel"><A>1</A></NovelType>',
  );
  const place = useFile('p.rbxlx', text);
  const { studio } = await runAsync(
    place,
    `local wall = workspace.Wall
    wall.Size = Vector3.new(9, 8, 7)
    wall.Anchored = false
    wall:SetAttribute("Health", 8) wall:SetAttribute("Title", nil) wall:SetAttribute("New", Color3.new(1, 0, 0))
    wall:AddTag("three")
    workspace.Gone:Destroy()
    workspace.From.S.Parent = workspace.To
    workspace.Big.Name = "Bigger"
    local model = Instance.new("Model", workspace)
    model.Name = "Made"
    local part = Instance.new("Part", model)
    part.Color = Color3.fromRGB(1, 2, 3)
    model.PrimaryPart = part
    local script = Instance.new("Script", part)
    script.Source = "return 2"`,
  );
  await studio.savePlaceAsync();
  const saved = readFileSync(place, 'utf8');
  expect(saved).toContain('<NovelType name="Novel"><A>1</A></NovelType>');
  const [workspace] = viewOf(readXml(Buffer.from(saved.replace(/<NovelType.*<\/NovelType>/, '')))).children;
  const named = (name: string) => workspace?.children.find((child) => child.name === name);
  expect(workspace?.children.map(({ name }) => name)).toEqual(['Wall', 'From', 'To', 'Bigger', 'Made']);
  expect(named('Wall')?.properties).toMatchObject({
    Size: { Vector3: [9, 8, 7] },
    Anchored: { Bool: false },
    Material: { Enum: 512 },
    Tags: { Tags: ['one', 'two', 'three'] },
  });
  expect(named('To')?.children[0]).toMatchObject({
    name: 'S',
    properties: { Source: { String: 'return 1' } },
  });
  expect(named('Bigger')).toBeDefined();
  // More digits than a number of Luau's has.
  expect(saved).toContain('<int64 name="Value">9007199254740993</int64>');
  expect(named('Made')?.children[0]?.properties.Color).toEqual({ Color3uint8: [1, 2, 3] });
  expect(named('Made')?.children[0]?.children[0]?.properties.Source).toEqual({ String: 'return 2' });
});

verifies('places.saved', 'a new place is saved under a name', async () => {
  const target = join(useTmp(), 'new place ü.rbxl');
  const studio = await startEmulatedStudioAsync({
    plugins: [
      {
        name: 'P',
        files: { 'Main.server.luau': 'Instance.new("Folder", game.ServerStorage).Name = "Kept"' },
      },
    ],
  });
  onTestFinished(() => studio.terminateAsync());
  await expect(studio.savePlaceAsync()).rejects.toThrow(
    'Cannot save the place: its name must end in one of .rbxl, .rbxlx, .rbxm, .rbxmx.',
  );
  await studio.savePlaceAsync(target);
  const services = viewOf(readBinary(readFileSync(target))).children;
  const storage = services.find(({ name }) => name === 'ServerStorage');
  expect(storage?.children.map(({ name }) => name)).toEqual(['Kept']);
  expect(JSON.stringify(services)).not.toContain('StudioBridge');
});

interface View {
  name: string;
  class: string;
  properties: Properties;
  children: View[];
}

function viewOf(dom: Dom): View {
  return JSON.parse(JSON.stringify(dom.view(), (key, value) => (key === 'referent' ? 0 : value)));
}

const HANDLER = `local bindable, ran = Instance.new("BindableEvent"), "after"
    bindable.Event:Connect(function() ran = "before" end)
    bindable:Fire()
    print(ran)`;

test.each([
  [undefined, 'before'],
  [0, 'before'],
  [1, 'before'],
  [2, 'after'],
])('handlers run as the place has it: SignalBehavior %o', async (value, when) => {
  const properties: Spec['properties'] = value === undefined ? {} : { SignalBehavior2: { Enum: value } };
  const workspace: Spec = { className: 'Workspace', properties };
  const { lines } = await runAsync(useFile('Signals.rbxl', binaryOf(domOf([workspace]))), HANDLER);
  expect(lines).toEqual([when]);
});

test('handlers of a new place are deferred, also when it was saved and is opened again', async () => {
  const target = join(useTmp(), 'New.rbxl');
  const { studio, lines } = await runAsync(undefined, HANDLER);
  expect(lines).toEqual(['after']);
  await studio.savePlaceAsync(target);
  expect((await runAsync(target, HANDLER)).lines).toEqual(['after']);
});
