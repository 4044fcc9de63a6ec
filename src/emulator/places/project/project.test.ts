// Rojo projects: what each file becomes, what the tree says of it, and what is refused.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDom } from 'rbx-dom';
import { expect, test } from 'vitest';
import { useTmp } from '../../../../tests/support/use-tmp.js';
import { verifies } from '../../../../tests/support/verifies.js';
import { readAttributes } from '../attributes.js';
import { type Place, parentsFirst } from '../place.js';
import { toText } from '../value-type.js';
import { openProject } from './project.js';

type Files = Readonly<Record<string, string | object | Uint8Array>>;

function useProject(files: Files): string {
  const root = useTmp();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(root, path), isRaw ? content : JSON.stringify(content));
  }
  return root;
}

/** "Workspace.Part" to its class, for every instance. */
function treeOf(place: Place): Record<string, string> {
  const paths = new Map<number, string>();
  for (const instance of parentsFirst(place)) {
    const name = toText(place.get(instance, 'Name') ?? '');
    const above = paths.get(place.parents[instance] ?? -1);
    paths.set(instance, above === undefined ? name : `${above}.${name}`);
  }
  return Object.fromEntries(
    [...paths].map(([instance, path]) => [path, place.classOf[instance]?.name ?? '']),
  );
}

function textOf(place: Place, name: string, property: string): string {
  const instance = parentsFirst(place).find((each) => place.get(each, 'Name') === name) ?? -1;
  return toText(place.get(instance, property) ?? '');
}

const open = (files: Files, file = 'default.project.json') => openProject(join(useProject(files), file));

verifies('places.projects', 'files become instances by the rules for their names', () => {
  const model = createDom({ className: 'DataModel', children: [{ className: 'Model', name: 'Inner' }] });
  const { place, kind, name } = open({
    'default.project.json': {
      name: 'Game',
      tree: {
        $className: 'DataModel',
        ReplicatedStorage: { $path: 'src' },
        StarterPlayer: { StarterPlayerScripts: { Extra: { $className: 'Folder' } } },
      },
    },
    'src/Module.luau': 'return 1',
    'src/Old.lua': 'return 2',
    'src/Server.server.luau': 'print(1)',
    'src/Client.client.luau': 'print(2)',
    'src/note.txt': 'hello',
    'src/data.json': { a: [1, true, null, 'x"y'], 'b c': {} },
    'src/settings.toml': 'name = "x"\n[part]\nsize = 3\n',
    'src/words.csv': 'Key,Source,de\nhello,Hello,Hallo\n',
    'src/Thing.rbxm': model.toBinary({ refs: model.children(model.rootRef) }),
    'src/Part.model.json': { className: 'Part', children: [{ name: 'Fire', className: 'Fire' }] },
    'src/Package/init.luau': 'return 3',
    'src/Package/Child.luau': 'return 4',
    'src/Runner/init.server.luau': 'print(3)',
    'src/Sub/default.project.json': { name: 'Nested', tree: { $path: 'lib' } },
    'src/Sub/lib/init.luau': 'return 5',
    'src/readme.md': 'nothing',
  });
  expect({ kind, name }).toEqual({ kind: 'place', name: 'Game' });
  expect(treeOf(place)).toEqual({
    ReplicatedStorage: 'ReplicatedStorage',
    'ReplicatedStorage.Client': 'LocalScript',
    'ReplicatedStorage.Module': 'ModuleScript',
    'ReplicatedStorage.Old': 'ModuleScript',
    'ReplicatedStorage.Package': 'ModuleScript',
    'ReplicatedStorage.Package.Child': 'ModuleScript',
    'ReplicatedStorage.Part': 'Part',
    'ReplicatedStorage.Part.Fire': 'Fire',
    'ReplicatedStorage.Runner': 'Script',
    'ReplicatedStorage.Server': 'Script',
    'ReplicatedStorage.Nested': 'ModuleScript',
    'ReplicatedStorage.Thing': 'Model',
    'ReplicatedStorage.data': 'ModuleScript',
    'ReplicatedStorage.note': 'StringValue',
    'ReplicatedStorage.settings': 'ModuleScript',
    'ReplicatedStorage.words': 'LocalizationTable',
    StarterPlayer: 'StarterPlayer',
    'StarterPlayer.StarterPlayerScripts': 'StarterPlayerScripts',
    'StarterPlayer.StarterPlayerScripts.Extra': 'Folder',
  });
  expect(textOf(place, 'note', 'Value')).toBe('hello');
  expect(textOf(place, 'Package', 'Source')).toBe('return 3');
  expect(textOf(place, 'data', 'Source')).toBe(
    'return {\n\ta = {\n\t\t1,\n\t\ttrue,\n\t\tnil,\n\t\t"x\\"y",\n\t},\n\t["b c"] = {},\n}',
  );
  expect(textOf(place, 'settings', 'Source')).toContain('size = 3');
  expect(JSON.parse(textOf(place, 'words', 'Contents'))).toEqual([
    { key: 'hello', source: 'Hello', values: { de: 'Hallo' } },
  ]);
});

verifies('places.projects', 'properties, attributes and meta files', () => {
  const { place } = open({
    'default.project.json': {
      name: 'P',
      tree: {
        $className: 'DataModel',
        Workspace: {
          $properties: { Gravity: 50, StreamingEnabled: true },
          $attributes: { Level: 3, Spot: { Vector3: [1, 2, 3] } },
          Base: {
            $className: 'Part',
            $properties: {
              Size: [1, 2, 3],
              Color: [1, 0, 0],
              Material: 'Wood',
              Anchored: { Bool: true },
              CFrame: { Type: 'CFrame', Value: [1, 2, 3, 1, 0, 0, 0, 1, 0, 0, 0, 1] },
              Tags: ['a', 'b'],
            },
          },
          Files: { $path: 'src' },
        },
      },
    },
    'src/S.server.luau': '',
    'src/S.meta.json': { properties: { Disabled: true } },
    'src/Box/init.meta.json': { className: 'Model', attributes: { A: 'x' } },
  });
  const tree = treeOf(place);
  expect(tree['Workspace.Files.Box']).toBe('Model');
  const numbers = (name: string, property: string) => {
    const instance = parentsFirst(place).find((each) => place.get(each, 'Name') === name) ?? -1;
    return [...Buffer.from(place.get(instance, property) ?? '', 'latin1')];
  };
  expect(numbers('Base', 'Color3uint8')).toEqual([255, 0, 0]);
  expect(numbers('Base', 'Material')).toEqual([0, 2, 0, 0]);
  expect(numbers('Base', 'Anchored')).toEqual([1]);
  expect(numbers('S', 'Disabled')).toEqual([1]);
  expect(textOf(place, 'Base', 'Tags')).toBe('a\0b');
  const workspace = parentsFirst(place)[0] ?? -1;
  expect([...readAttributes(place.get(workspace, 'AttributesSerialize') ?? '').values.keys()]).toEqual([
    'Level',
    'Spot',
  ]);
});

verifies('places.projects', 'globs are left out, and packages may be links', () => {
  const root = useProject({
    'default.project.json': {
      name: 'P',
      globIgnorePaths: ['**/*.spec.luau', 'src/skip/**'],
      tree: { $path: 'src' },
    },
    'src/A.luau': '',
    'src/A.spec.luau': '',
    'src/skip/B.luau': '',
    'packages/pkg/init.luau': 'return 1',
  });
  symlinkSync('../packages/pkg', join(root, 'src/linked'), 'dir');
  const { place, kind } = openProject(join(root, 'default.project.json'));
  expect(kind).toBe('model');
  expect(treeOf(place)).toEqual({
    P: 'Folder',
    'P.A': 'ModuleScript',
    'P.linked': 'ModuleScript',
    'P.skip': 'Folder',
  });
});

test('without old scripts, contexts take their place', () => {
  const { place } = open({
    'default.project.json': { name: 'P', emitLegacyScripts: false, tree: { $path: 'src' } },
    'src/C.client.luau': '',
  });
  expect(treeOf(place)['P.C']).toBe('Script');
  expect(textOf(place, 'C', 'RunContext')).toBe('\x02\0\0\0');
});

const node = (tree: object): Files => ({ 'default.project.json': { name: 'P', tree } });

test.each([
  [
    'a path that leads nowhere',
    node({ $path: 'none' }),
    /"\$path" of P leads to .*none, which does not exist/,
  ],
  ['no JSON', { 'default.project.json': '{' }, /default.project.json cannot be read: /],
  ['no tree', { 'default.project.json': { name: 'P' } }, /has no "tree"/],
  [
    'neither class nor path',
    node({ $className: 'Folder', A: {} }),
    /A has neither "\$className" nor "\$path"/,
  ],
  ['a child that is none', node({ $className: 'Folder', A: 5 }), /"A" in P must be an object/],
  [
    'an unknown property',
    node({ $className: 'Part', $properties: { Colour: [1, 1, 1] } }),
    /Part.Colour is no property that is known here/,
  ],
  [
    'a value of another type',
    node({ $className: 'Part', $properties: { Size: 'big' } }),
    /Part.Size cannot be "big"; it is of type Vector3/,
  ],
  [
    'an enum item that is none',
    node({ $className: 'Part', $properties: { Material: 'Cheese' } }),
    /Part.Material cannot be "Cheese"; it is of type Enum.Material/,
  ],
  ['itself', node({ $path: 'default.project.json' }), /is a part of itself/],
])('%s is refused', (_name, files, message) => {
  expect(() => open(files)).toThrow(message);
  expect(() => open(files)).toThrow(expect.objectContaining({ code: 'PLACE_NOT_READABLE' }));
});

test('an optional path may be absent', () => {
  const absent = { $path: { optional: 'none' } };
  const { place } = open(
    node({ $className: 'Folder', Maybe: absent, Sure: { $className: 'Model', ...absent } }),
  );
  expect(treeOf(place)).toEqual({ P: 'Folder', 'P.Sure': 'Model' });
});

test('a folder that is linked into itself is refused', () => {
  const root = useProject({
    'default.project.json': { name: 'P', tree: { $path: 'src' } },
    'src/A.luau': '',
  });
  symlinkSync('..', join(root, 'src/up'), 'dir');
  symlinkSync('.', join(root, 'src/self'), 'dir');
  expect(() => openProject(join(root, 'default.project.json'))).toThrow(
    /is a part of itself|a link to a folder/,
  );
});

test('it is known which file each script came from', () => {
  const root = useProject({
    'default.project.json': {
      name: 'Game',
      tree: { $className: 'DataModel', ReplicatedStorage: { Shop: { $path: 'src' } } },
    },
    'src/init.luau': 'return 1',
    'src/cart.spec.luau': 'return 1',
    'src/run.server.luau': '',
    'src/data.json': {},
  });
  expect([...openProject(join(root, 'default.project.json')).scripts]).toEqual([
    ['ReplicatedStorage.Shop', join(root, 'src/init.luau')],
    ['ReplicatedStorage.Shop.cart.spec', join(root, 'src/cart.spec.luau')],
    ['ReplicatedStorage.Shop.run', join(root, 'src/run.server.luau')],
  ]);
  const model = useProject({
    'default.project.json': { name: 'Lib', tree: { $path: 'a.luau' } },
    'a.luau': '',
  });
  expect([...openProject(join(model, 'default.project.json')).scripts]).toEqual([
    ['Workspace.Lib', join(model, 'a.luau')],
  ]);
});
