// What is known of Roblox's classes where places are read and written: which name a property has in files and which
// for scripts, of what type it is, and what it is when nobody says.
import { classTexts, splitSections } from '../engine/reflection-text.js';
import { readBinaryPlace } from './binary/binary-file.js';
import { DEFAULT_INSTANCES } from './default-instances.generated.js';
import type { Column } from './place.js';
import { SERIALIZED_NAMES } from './property-names.generated.js';
import type { ValueBytes } from './value-type.js';

export interface ScriptProperty {
  /** As the reflection data calls it: "float", "Enum.Material", "Vector3", "CFrame?". */
  readonly type: string;
  readonly access: string;
}

interface NameTable {
  readonly toScripts: Map<string, string>;
  readonly toFiles: Map<string, string>;
  readonly elements: Map<string, string>;
  /** Properties that have an address as text, and those that have the same as content; both ways. */
  readonly twins: Map<string, string>;
}

interface ClassInfo {
  readonly lineage: readonly string[];
  readonly isService: boolean;
  readonly isCreatable: boolean;
  readonly properties: ReadonlyMap<string, ScriptProperty>;
  readonly names: NameTable;
}

/** Where one property in files stands for one of another type. */
const STANDS_FOR: readonly (readonly [className: string, inFiles: string, forScripts: string])[] = [
  ['Model', 'WorldPivotData', 'WorldPivot'],
];

/** What scripts cannot name, and what they use all the same, by methods. */
export const BEHIND_METHODS: ReadonlySet<string> = new Set(['LocalizationTable.Contents']);

const infos = new Map<string, ClassInfo | undefined>();
let nameSections: Readonly<Record<string, string>> | undefined;
let defaultColumns: Map<string, Map<string, Column>> | undefined;

/** undefined: Roblox has no such class. */
export function classInfo(name: string): ClassInfo | undefined {
  if (!infos.has(name)) infos.set(name, readClass(name));
  return infos.get(name);
}

/** Its name for scripts. */
export function nameForScripts(className: string, nameInFiles: string): string {
  const info = classInfo(className);
  return info?.names.toScripts.get(nameInFiles) ?? aliasTarget(info, nameInFiles) ?? nameInFiles;
}

export function nameInFiles(className: string, nameForScripts: string): string {
  return classInfo(className)?.names.toFiles.get(nameForScripts) ?? nameForScripts;
}

/** What XML files call its element, where that is not told by its type alone. */
export function xmlElement(className: string, nameInFiles: string): string | undefined {
  return classInfo(className)?.names.elements.get(nameInFiles);
}

/** The property that has the same address, as content for text and as text for content. */
export function twinOf(className: string, name: string): string | undefined {
  return classInfo(className)?.names.twins.get(name);
}

export function scriptProperty(className: string, nameForScripts: string): ScriptProperty | undefined {
  return classInfo(className)?.properties.get(nameForScripts);
}

/** What scripts can give other values, by class; each once under its own name. */
export function settableProperties(classNames: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(
    classNames.map((className) => {
      const all = [...(classInfo(className)?.properties ?? [])];
      const settable = all.filter(([name, { access }]) => access === 'w' && name !== 'Parent');
      return [className, settable.map(([name]) => name)];
    }),
  );
}

/** Properties as they are in files, with the values that an untouched instance has. */
export function defaultsOf(className: string): ReadonlyMap<string, Column> {
  defaultColumns ??= new Map(
    readBinaryPlace(Buffer.from(DEFAULT_INSTANCES, 'base64')).classes.map(({ name, columns }) => [
      name,
      columns,
    ]),
  );
  return defaultColumns.get(className) ?? new Map();
}

export function defaultOf(className: string, nameInFiles: string, type: number): ValueBytes | undefined {
  const column = defaultsOf(className).get(nameInFiles);
  return column?.type === type ? column.values[0] : undefined;
}

function readClass(name: string): ClassInfo | undefined {
  const text = classTexts()[name];
  if (text === undefined) return undefined;
  const [header = '', ...lines] = text.split('\n');
  const [superName = '', flags = ''] = header.split('\t');
  const parent = superName === '' ? undefined : classInfo(superName);
  const properties = new Map(parent?.properties);
  for (const line of lines) {
    const [property = '', type = '', access = ''] = line.split('\t');
    if (/^[=!~]/.test(property)) continue;
    // For places it is the same who may use it.
    properties.set(property, { type, access: access === 'x' ? '-' : access.toLowerCase() });
  }
  return {
    lineage: [...(parent?.lineage ?? []), name],
    isCreatable: flags.includes('c'),
    isService: flags.includes('s'),
    properties,
    names: readNames(name, parent?.names),
  };
}

function readNames(className: string, parent: NameTable | undefined): NameTable {
  nameSections ??= splitSections(SERIALIZED_NAMES);
  const table: NameTable = {
    toScripts: new Map(parent?.toScripts),
    toFiles: new Map(parent?.toFiles),
    elements: new Map(parent?.elements),
    twins: new Map(parent?.twins),
  };
  const add = (inFiles: string, forScripts: string) => {
    table.toScripts.set(inFiles, forScripts);
    table.toFiles.set(forScripts, inFiles);
  };
  for (const line of (nameSections[className] ?? '').split('\n')) {
    const [inFiles = '', forScripts = '', element] = line.split('\t');
    if (inFiles.startsWith('>')) {
      table.twins.set(inFiles.slice(1), forScripts).set(forScripts, inFiles.slice(1));
      continue;
    }
    if (inFiles !== forScripts) add(inFiles, forScripts);
    if (element !== undefined) table.elements.set(inFiles, element);
  }
  for (const [owner, inFiles, forScripts] of STANDS_FOR) {
    if (owner === className) add(inFiles, forScripts);
  }
  return table;
}

/** The reflection data writes another name of a property as ">property". */
function aliasTarget(info: ClassInfo | undefined, name: string): string | undefined {
  const type = info?.properties.get(name)?.type;
  return type?.startsWith('>') ? type.slice(1) : undefined;
}
