// Roblox's classes and enums, from the data that scripts/gen-reflection.ts writes.
import type { Operations } from './operations.js';
import { BRICK_COLORS, CLASSES, ENUMS } from './reflection.generated.js';

export function reflectionOperations(onNeeded?: (part: string) => void): Operations {
  return {
    /** Status 1: there is no such class. */
    'reflection.class': (_value, bytes) => {
      const name = bytes.toString();
      const text = classes()[name];
      if (text !== undefined) onNeeded?.(`class ${name}`);
      return reply(text);
    },
    'reflection.classNames': () => ({ bytes: Object.keys(classes()).join('\n') }),
    /** Status 1: there is no such enum. */
    'reflection.enum': (_value, bytes) => {
      const name = bytes.toString();
      const text = enums()[name];
      if (text !== undefined) onNeeded?.(`enum ${name}`);
      return reply(text);
    },
    'reflection.brickColors': () => ({ bytes: BRICK_COLORS }),
    'reflection.enumNames': () => ({ bytes: Object.keys(enums()).join('\n') }),
  };
}

const reply = (text: string | undefined) => (text === undefined ? { status: 1 } : { bytes: text });

let classTable: Readonly<Record<string, string>> | undefined;
let enumTable: Readonly<Record<string, string>> | undefined;

const classes = () => (classTable ??= split(CLASSES));
const enums = () => (enumTable ??= split(ENUMS));

/** Sections that begin with "#Name" and a line break. */
function split(text: string): Readonly<Record<string, string>> {
  const table: Record<string, string> = Object.create(null);
  for (const section of text.slice(text.indexOf('#') + 1).split('\n#')) {
    const end = section.indexOf('\n');
    table[section.slice(0, end)] = section.slice(end + 1);
  }
  return table;
}
