// A place out of what a plugin can tell of it: the shells are made from their values, and the model is put into them.
import type { PlaceParts, PlaceRoot, PlaceShell } from '../../support/place-parts.js';
import { readBinaryPlace } from './binary/binary-file.js';
import { classInfo } from './class-data.js';
import { Place } from './place.js';
import { BadContent } from './place-error.js';
import { attributesValue, propertyValue } from './project/json-values.js';
import { toProjectAttribute, toProjectValue } from './tagged-values.js';
import { fromText, int32, toText, ValueType } from './value-type.js';

/** `left`: what of the shells could not be written. */
export function assemblePlace({ model, shells, roots }: PlaceParts): { place: Place; left: string[] } {
  const place = model.length === 0 ? new Place() : readBinaryPlace(Buffer.from(model));
  const found = matchRoots(place, roots);
  const numbers: number[] = [];
  const left: string[] = [];
  for (const shell of shells) {
    const isService = classInfo(shell.className)?.isService ?? shell.parent === 0;
    numbers.push(place.add(shell.className, numbers[shell.parent - 1] ?? -1, isService));
  }
  roots.forEach(({ shell }, index) => {
    place.parents[found[index] ?? -1] = numbers[shell - 1] ?? -1;
  });
  shells.forEach((shell, index) => {
    const number = numbers[index] ?? -1;
    fill(place, number, shell, left);
    for (const [name, target] of Object.entries(shell.references)) {
      const instance = target.root === undefined ? numbers[(target.shell ?? 0) - 1] : found[target.root - 1];
      place.set(number, name, ValueType.Referent, int32(instance ?? -1));
    }
  });
  return { place, left };
}

function fill(place: Place, number: number, shell: PlaceShell, left: string[]): void {
  const { className } = shell;
  const tryWrite = (what: string, write: () => void) => {
    try {
      write();
    } catch (error) {
      if (!(error instanceof BadContent)) throw error;
      left.push(`${className}.${what}`);
    }
  };
  place.set(number, 'Name', ValueType.String, nameBytes(shell.name));
  for (const [name, value] of Object.entries(shell.properties)) {
    tryWrite(name, () => {
      const { name: inFile, value: typed } = propertyValue(className, name, toProjectValue(value));
      place.set(number, inFile, typed.type, typed.value);
    });
  }
  const attributes = new Map<string, unknown>();
  for (const [name, value] of Object.entries(shell.attributes)) {
    tryWrite(`attribute ${name}`, () => {
      const written = toProjectAttribute(value);
      attributesValue({ [name]: written });
      attributes.set(name, written);
    });
  }
  if (attributes.size > 0) {
    const { value } = attributesValue(Object.fromEntries(attributes));
    place.set(number, 'AttributesSerialize', ValueType.String, value);
  }
  if (shell.tags.length > 0) place.set(number, 'Tags', ValueType.String, fromText(shell.tags.join('\0')));
}

/** Which instances of the model the roots are: in their order, or by class and name should a Studio change it. */
function matchRoots(place: Place, roots: readonly PlaceRoot[]): number[] {
  const tops = place.childLists().get(-1) ?? [];
  const keyOf = (className: string, name: string) => `${className}\0${name}`;
  const keys = tops.map((top) =>
    keyOf(place.classOf[top]?.name ?? '', place.get(top, 'Name') ?? fromText(place.classOf[top]?.name ?? '')),
  );
  const wanted = roots.map(({ className, name }) => keyOf(className, nameBytes(name)));
  if (keys.length === wanted.length && keys.every((key, index) => key === wanted[index])) return tops;
  const owners = new Map<string, number>();
  return roots.map(({ shell, className, name }, index) => {
    const key = wanted[index] ?? '';
    const at = keys.indexOf(key);
    if (at < 0 || (owners.get(key) ?? shell) !== shell) {
      const what = `${className} ${typeof name === 'string' ? name : toText(nameBytes(name))}`;
      throw new BadContent(`it cannot be told where ${what} belongs`);
    }
    owners.set(key, shell);
    keys[at] = '';
    return tops[at] ?? -1;
  });
}

function nameBytes(name: unknown): string {
  if (typeof name === 'string') return fromText(name);
  const base64 = typeof name === 'object' && name !== null && 'base64' in name ? name.base64 : undefined;
  return Buffer.from(String(base64 ?? ''), 'base64').toString('latin1');
}
