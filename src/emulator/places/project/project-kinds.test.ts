// The kinds of files that a Rojo project may have, the rules that say which is which, and references.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { useTmp } from '../../../../tests/support/use-tmp.js';
import { verifies } from '../../../../tests/support/verifies.js';
import { type Place, parentsFirst } from '../place.js';
import { readPlace, writePlace } from '../place-file.js';
import { readInt32, toText } from '../value-type.js';
import { openProject } from './project.js';

type Files = Record<string, string | object | Uint8Array>;

function open(files: Files, project = 'default.project.json'): Place {
  const root = useTmp();
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    const isText = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(file, isText ? content : JSON.stringify(content));
  }
  return openProject(join(root, project)).place;
}

const nameOf = (place: Place, instance: number) => toText(place.get(instance, 'Name') ?? '');

/** By path: class and, of scripts and texts, the content. */
function contentsOf(place: Place): Record<string, string> {
  const paths = new Map<number, string>();
  return Object.fromEntries(
    parentsFirst(place).map((instance) => {
      const parent = paths.get(place.parents[instance] ?? -1);
      const name = nameOf(place, instance);
      paths.set(instance, parent === undefined ? name : `${parent}.${name}`);
      const text =
        place.get(instance, 'Source') ?? place.get(instance, 'Value') ?? place.get(instance, 'Contents');
      const className = place.classOf[instance]?.name ?? '';
      return [
        paths.get(instance),
        text === undefined ? className : `${className} ${toText(text).replace(/\s+/g, ' ')}`,
      ];
    }),
  );
}

const src = (rest: object = {}): Files => ({
  'default.project.json': { name: 'P', tree: { $path: 'src' }, ...rest },
});

verifies('places.project-kinds', 'YAML, TOML, JSON with comments and tables of translations', () => {
  const place = open({
    ...src(),
    'src/a.yml': '- 1\n- x: yes\n  d: 2020-01-01\n',
    'src/b.yaml': 'on: null\nlist: [true, ~]\n',
    'src/c.toml': 'a = 1\n[b]\nc = "d"\n',
    'src/d.jsonc': '{\n // why\n "a": [1, 2,],\n}',
    'src/e.json': '{"a": 1, /* here too */ }',
    'src/f.model.jsonc': '{ "className": "StringValue", "properties": { "Value": "v" }, }',
    'src/g.meta.jsonc': '{ "properties": { "Value": "w" }, }',
    'src/g.txt': 'text',
    'src/h.csv': '\ufeffKey,Source,Context,Example,es\nhi,Hello,Bar,Foo,Hola\n,,,,x\n',
  });
  expect(contentsOf(place)).toEqual({
    P: 'Folder',
    'P.a': 'ModuleScript return { 1, { x = "yes", d = "2020-01-01", }, }',
    'P.b': 'ModuleScript return { on = nil, list = { true, nil, }, }',
    'P.c': 'ModuleScript return { a = 1, b = { c = "d", }, }',
    'P.d': 'ModuleScript return { a = { 1, 2, }, }',
    'P.e': 'ModuleScript return { a = 1, }',
    'P.f': 'StringValue v',
    'P.g': 'StringValue w',
    'P.h':
      'LocalizationTable [{"key":"hi","context":"Bar","examples":"Foo","source":"Hello","values":{"es":"Hola"}}]',
  });
});

verifies('places.project-kinds', 'projects and meta files may be JSONC, and projects may be nested', () => {
  const place = open(
    {
      'game.project.jsonc': '{ "tree": { "$path": "src" }, "globIgnorePaths": ["*.spec.luau"], }',
      'src/In/default.project.jsonc': '{ "name": "In", "tree": { "$path": "lib" } }',
      'src/In/lib/init.luau': 'return 1',
      'src/In/lib/init.spec.luau': '',
      'src/In/lib/init.meta.jsonc': '{ "attributes": { "A": 1, }, }',
      'src/Side.project.json': { name: 'Named', tree: { $className: 'Folder', Deep: { $path: 'In' } } },
      'src/A.spec.luau': '',
    },
    'game.project.jsonc',
  );
  expect(contentsOf(place)).toEqual({
    game: 'Folder',
    'game.In': 'ModuleScript return 1',
    'game.Named': 'Folder',
    'game.Named.Deep': 'ModuleScript return 1',
  });
});

verifies('places.project-kinds', 'a project says itself which files are which', () => {
  const place = open({
    ...src({
      syncRules: [
        { pattern: '*.foo', use: 'text', exclude: '*.no.foo' },
        { pattern: '*.bar.baz', use: 'json', suffix: '.bar.baz' },
        { pattern: '*.model.luau', use: 'ignore' },
        { pattern: 'src/ui/**/*.luau', use: 'legacyClientScript' },
        { pattern: '*.run.luau', use: 'runContextServerScript', suffix: '.run.luau' },
      ],
    }),
    'src/a.foo': 'A',
    'src/b.no.foo': 'B',
    'src/c.bar.baz': '{"x": 1}',
    'src/d.model.luau': '',
    'src/ui/e.luau': 'e()',
    'src/f.run.luau': 'f()',
    'src/g.luau': 'return g',
  });
  expect(contentsOf(place)).toEqual({
    P: 'Folder',
    'P.a': 'StringValue A',
    'P.c': 'ModuleScript return { x = 1, }',
    'P.f': 'Script f()',
    'P.g': 'ModuleScript return g',
    'P.ui': 'Folder',
    'P.ui.e': 'LocalScript e()',
  });
  for (const [rule, message] of [
    [{ pattern: '*.x', use: 'cheese' }, /"use" in .* cannot be "cheese", but one of /],
    [{ pattern: '*.x' }, /needs "pattern" and "use"/],
  ] as const) {
    expect(() => open({ ...src({ syncRules: [rule] }), 'src/a.luau': '' })).toThrow(message);
  }
});

/** What the property of the instance with this name refers to. */
function target(place: Place, name: string, property: string): string | undefined {
  const instance = parentsFirst(place).find((each) => nameOf(place, each) === name) ?? -1;
  const value = place.get(instance, property);
  return value === undefined ? undefined : nameOf(place, readInt32(value));
}

verifies('places.project-kinds', 'references go by ids, in every kind of file', () => {
  const place = open({
    'default.project.json': {
      name: 'P',
      tree: {
        $className: 'Folder',
        Main: { $path: 'main.model.json' },
        Target: { $className: 'Part', $id: 'by-node' },
        Holder: { $className: 'ObjectValue', $attributes: { Rojo_Target_Value: 'by-node' } },
        Files: { $path: 'src' },
      },
    },
    'main.model.json': {
      className: 'Model',
      attributes: { Rojo_Target_PrimaryPart: 'by-attribute' },
      children: [
        { name: 'Core', className: 'Part', attributes: { Rojo_Id: 'by-attribute' } },
        { name: 'Link', className: 'ObjectValue', attributes: { Rojo_Target_Value: 'by-meta' } },
        { name: 'None', className: 'ObjectValue', attributes: { Rojo_Target_Value: 'nobody' } },
        { name: 'ByModel', className: 'Part', id: 'by-model' },
      ],
    },
    'src/Script.server.luau': '',
    'src/Script.meta.json': { id: 'by-meta', ignoreUnknownInstances: true },
    'src/Other.model.json': { className: 'ObjectValue', attributes: { Rojo_Target_Value: 'by-model' } },
  });
  expect(
    [
      ['Main', 'PrimaryPart'],
      ['Holder', 'Value'],
      ['Link', 'Value'],
      ['None', 'Value'],
      ['Other', 'Value'],
    ].map(([name = '', property = '']) => target(place, name, property)),
  ).toEqual(['Core', 'Target', 'Script', undefined, 'ByModel']);
});

verifies('places.project-kinds', 'references within a model file stay', () => {
  const model = open({
    'default.project.json': {
      name: 'Car',
      tree: {
        $className: 'Model',
        $attributes: { Rojo_Target_PrimaryPart: 'x' },
        Body: { $className: 'Part', $id: 'x' },
      },
    },
  });
  for (const isXml of [false, true]) {
    const bytes = writePlace(model, { kind: 'model', isXml });
    expect(readPlace(bytes).size).toBe(2);
    const place = open({ ...src(), [`src/Lorry.rbxm${isXml ? 'x' : ''}`]: bytes });
    expect(target(place, 'Lorry', 'PrimaryPart')).toBe('Body');
  }
});
