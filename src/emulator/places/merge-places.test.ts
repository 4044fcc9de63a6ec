// Places in one place: each keeps its contents and what they refer to, and only those with equal settings go together.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { mergeParts, openPart } from './batch-place.js';
import type { Place } from './place.js';
import { readPlace } from './place-file.js';
import { readInt32, toText } from './value-type.js';

/** Opens a project of this tree, or a place file of this text. */
function open(key: string, content: object | string) {
  const folder = useTmp();
  const path = join(folder, typeof content === 'string' ? `${key}.rbxlx` : `${key}.project.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify({ name: key, tree: content }));
  return openPart({ key, source: path });
}

const nameOf = (place: Place, number: number) => toText(place.get(number, 'Name') ?? '');

/** Each instance as its class and its path. */
function pathsOf(place: Place): string[] {
  const pathOf = (number: number): string => {
    const parent = place.parents[number] ?? -1;
    return parent < 0 ? nameOf(place, number) : `${pathOf(parent)}.${nameOf(place, number)}`;
  };
  return place.order.map((number) => `${place.classOf[number]?.name} ${pathOf(number)}`);
}

const folder = { $className: 'Folder' };
const place = (services: object) => ({ $className: 'DataModel', ...services });

test('contents lie in a folder for each part, by where they belong', () => {
  const parts = [
    open(
      'a',
      place({
        ReplicatedStorage: { Same: folder },
        StarterPlayer: { StarterPlayerScripts: { Own: folder } },
      }),
    ),
    open('b', place({ ReplicatedStorage: { Same: { ...folder, Inner: folder } } })),
    open('c', { ...folder, Part: { $className: 'Part' } }),
  ];
  expect(new Set(parts.map(({ settings }) => settings)).size).toBe(1);
  expect(new Set(parts.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  const paths = pathsOf(readPlace(mergeParts(parts, 'Held')));
  expect(paths.filter((path) => path.includes('.Held.'))).toEqual([
    'Folder ServerStorage.Held.a',
    'Folder ServerStorage.Held.a.ReplicatedStorage',
    'Folder ServerStorage.Held.a.ReplicatedStorage.Same',
    'Folder ServerStorage.Held.a.StarterPlayer.StarterPlayerScripts',
    'Folder ServerStorage.Held.a.StarterPlayer.StarterPlayerScripts.Own',
    'Folder ServerStorage.Held.b',
    'Folder ServerStorage.Held.b.ReplicatedStorage',
    'Folder ServerStorage.Held.b.ReplicatedStorage.Same',
    'Folder ServerStorage.Held.b.ReplicatedStorage.Same.Inner',
    'Folder ServerStorage.Held.c',
    'Folder ServerStorage.Held.c.Workspace',
    'Folder ServerStorage.Held.c.Workspace.c',
    'Part ServerStorage.Held.c.Workspace.c.Part',
  ]);
});

test('references lead to the copies, and nowhere where they led out of the contents', () => {
  const text = `<roblox version="4"><Item class="Workspace" referent="W"><Properties><string name="Name">Workspace</string></Properties>
    <Item class="ObjectValue" referent="A"><Properties><string name="Name">To part</string><Ref name="Value">P</Ref></Properties></Item>
    <Item class="ObjectValue" referent="B"><Properties><string name="Name">To service</string><Ref name="Value">W</Ref></Properties></Item>
    <Item class="Part" referent="P"><Properties><string name="Name">Part</string></Properties></Item></Item></roblox>`;
  const merged = readPlace(mergeParts([open('a', text), open('b', text)], 'Held'));
  const targetOf = (number: number) => readInt32(merged.get(number, 'Value') ?? '');
  const values = merged.order.filter((number) => merged.classOf[number]?.name === 'ObjectValue');
  const led = values.map((number) => [nameOf(merged, number), targetOf(number)] as const);
  const parts = merged.order.filter((number) => merged.classOf[number]?.name === 'Part');
  expect(led).toEqual([
    ['To part', parts[0]],
    ['To service', -1],
    ['To part', parts[1]],
    ['To service', -1],
  ]);
});

test('what services are set to keeps places apart, and is what the merged one has', () => {
  const heavy = place({ Workspace: { $properties: { Gravity: 500 } } });
  const parts = [open('a', heavy), open('b', heavy), open('c', place({ Workspace: {} }))];
  expect(parts[0]?.settings).toBe(parts[1]?.settings);
  expect(parts[0]?.settings).not.toBe(parts[2]?.settings);
  const merged = readPlace(mergeParts(parts.slice(0, 2), 'Held'));
  const workspace = merged.order.find((number) => merged.classOf[number]?.name === 'Workspace') ?? -1;
  expect(Buffer.from(merged.get(workspace, 'Gravity') ?? '', 'latin1').readFloatLE()).toBe(500);
});
