// Several places in one: the contents of each lie in a folder of their own, by the service that they belong in, for a script
// that puts them there in turn. Services have properties only once, so that places may differ in everything but those.
import { createHash } from 'node:crypto';
import { Place, parentsFirst } from './place.js';
import type { PlaceKind } from './place-file.js';
import { ContentKind, fromText, int32, readInt32, type ValueBytes, ValueType } from './value-type.js';

export interface PlacePart {
  /** What its folder is called. */
  readonly key: string;
  readonly place: Place;
  readonly kind: PlaceKind;
  /** A ModuleScript beside its contents. */
  readonly module?: { readonly name: string; readonly source: string } | undefined;
}

/** Instances of these classes are in every place already, and cannot be moved. */
const FIXED = new Set(['Terrain', 'Camera', 'StarterPlayerScripts', 'StarterCharacterScripts']);
/** What every save makes anew, and what says nothing about how a place behaves. */
const WITHOUT_MEANING = new Set(['Name', 'UniqueId', 'HistoryId', 'SourceAssetId']);
/** Where Roblox opens what has no place of its own. */
const MODEL_SERVICE = 'Workspace';

/** Equal for places whose contents can be in one place, one after the other, without either noticing. */
export function settingsOf({ place, kind }: PlacePart): string {
  const hash = createHash('sha256');
  if (kind === 'place') {
    for (const [number, path] of fixedPaths(place)) {
      for (const [name, type, value] of propertiesOf(place, number)) {
        hash.update(JSON.stringify([path, name, type, value]));
      }
    }
  }
  // Values of an unknown type cannot be told from their numbers of instances: such a place stays alone.
  const hasUnknown = place.classes.some(({ columns }) => [...columns.values()].some(({ raw }) => raw));
  return hasUnknown
    ? `${hash.digest('hex')} ${createHash('sha256').update(JSON.stringify(place.order)).digest('hex')}`
    : hash.digest('hex');
}

/** @param parts Of equal settings. */
export function mergePlaces(parts: readonly PlacePart[], holder: string): Place {
  const merged = new Place();
  const [first] = parts;
  const services =
    first && first.kind === 'place' ? copyServices(first.place, merged) : new Map<string, number>();
  const storage =
    services.get('ServerStorage') ?? addNamed(merged, 'ServerStorage', -1, 'ServerStorage', true);
  const folder = addNamed(merged, 'Folder', storage, holder);
  for (const part of parts) copyContents(part, merged, addNamed(merged, 'Folder', folder, part.key));
  return merged;
}

/** Services and what is fixed in them, by path. Numbers of the copies. */
function copyServices(place: Place, merged: Place): Map<string, number> {
  const copies = new Map<string, number>();
  for (const [number, path] of fixedPaths(place)) {
    const className = place.classOf[number]?.name ?? '';
    const parent = copies.get(path.split('.').slice(0, -1).join('.')) ?? -1;
    const copy = addNamed(merged, className, parent, nameOf(place, number), parent < 0);
    for (const [name, type, value, element] of propertiesOf(place, number)) {
      merged.set(copy, name, type, value, element);
    }
    copies.set(path, copy);
  }
  return copies;
}

function copyContents({ place, kind, module }: PlacePart, merged: Place, folder: number): void {
  const paths = kind === 'place' ? fixedPaths(place) : new Map<number, string>();
  const containers = new Map<string, number>();
  const containerOf = (path: string) => {
    const known = containers.get(path) ?? addNamed(merged, 'Folder', folder, path);
    containers.set(path, known);
    return known;
  };
  const copies = new Map<number, number>();
  for (const number of parentsFirst(place)) {
    if (paths.has(number)) continue;
    const parent = place.parents[number] ?? -1;
    const path = parent < 0 ? MODEL_SERVICE : paths.get(parent);
    const newParent = path === undefined ? (copies.get(parent) ?? -1) : containerOf(path);
    copies.set(number, merged.add(place.classOf[number]?.name ?? '', newParent));
  }
  const renumbered = (old: number) => int32(copies.get(old) ?? -1);
  for (const [number, copy] of copies) {
    const slot = place.slots[number] ?? 0;
    for (const { name, type, values, element } of place.classOf[number]?.columns.values() ?? []) {
      const value = values[slot];
      if (value !== undefined) merged.set(copy, name, type, withReferences(type, value, renumbered), element);
    }
  }
  if (module) {
    const script = addNamed(merged, 'ModuleScript', folder, module.name);
    merged.set(script, 'Source', ValueType.String, fromText(module.source));
  }
}

function withReferences(
  type: number,
  value: ValueBytes,
  renumbered: (old: number) => ValueBytes,
): ValueBytes {
  if (type === ValueType.Referent) return renumbered(readInt32(value));
  const isObject = type === ValueType.Content && value.charCodeAt(0) === ContentKind.Object;
  return isObject ? value.slice(0, 1) + renumbered(readInt32(value, 1)) : value;
}

/** The services, and what is fixed in them, each with its path. */
function fixedPaths(place: Place): Map<number, string> {
  const paths = new Map<number, string>();
  for (const number of parentsFirst(place)) {
    const className = place.classOf[number]?.name ?? '';
    const parent = place.parents[number] ?? -1;
    const above = paths.get(parent);
    if (parent < 0) paths.set(number, className);
    else if (above !== undefined && !above.includes('.') && FIXED.has(className)) {
      paths.set(number, `${above}.${className}`);
    }
  }
  return paths;
}

type Property = readonly [name: string, type: number, value: ValueBytes, element: string | undefined];

/** Those that say something, by name. */
function propertiesOf(place: Place, number: number): Property[] {
  const slot = place.slots[number] ?? 0;
  const found: Property[] = [];
  for (const { name, type, values, element } of place.classOf[number]?.columns.values() ?? []) {
    const value = values[slot];
    if (value === undefined || WITHOUT_MEANING.has(name) || type === ValueType.Referent) continue;
    found.push([name, type, value, element]);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function nameOf(place: Place, number: number): string {
  const value = place.get(number, 'Name');
  return value === undefined
    ? (place.classOf[number]?.name ?? '')
    : Buffer.from(value, 'latin1').toString('utf8');
}

function addNamed(place: Place, className: string, parent: number, name: string, isService = false): number {
  const number = place.add(className, parent, isService);
  place.set(number, 'Name', ValueType.String, fromText(name));
  return number;
}
