// Roblox's classes and enums as the generated data has them: a text each, found by name.
import { CLASSES, ENUMS } from './reflection.generated.js';

let classTable: Readonly<Record<string, string>> | undefined;
let enumTable: Readonly<Record<string, string>> | undefined;

export const classTexts = () => (classTable ??= splitSections(CLASSES));
export const enumTexts = () => (enumTable ??= splitSections(ENUMS));

/** Sections that begin with "#Name" and a line break. */
export function splitSections(text: string): Readonly<Record<string, string>> {
  const table: Record<string, string> = Object.create(null);
  for (const section of text.slice(text.indexOf('#') + 1).split('\n#')) {
    const end = section.indexOf('\n');
    table[section.slice(0, end)] = section.slice(end + 1);
  }
  return table;
}
