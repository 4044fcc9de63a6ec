// Roblox's palette of BrickColors: names from the type definitions of `@rbxts/types`, colours from `rbx-dom`.
import { types } from 'rbx-dom';
import { readTypeDefinitions } from './type-definitions.js';

const PALETTE = /^interface BrickColorsByNumber \{\n([^}]*)\}/m;
const ENTRY = /^\t(\d+): "(.*)";$/gm;

/** A line a colour, in order of their numbers. */
export function brickColorLines(): string[] {
  const [, entries] = PALETTE.exec(readTypeDefinitions('roblox.d.ts')) ?? [];
  if (entries === undefined) throw new Error('@rbxts/types has no interface BrickColorsByNumber any more');
  return [...entries.matchAll(ENTRY)]
    .map(([, number, name]) => [Number(number), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([number, name]) => `${number}\t${name}\t${colorOf(number)}`);
}

function colorOf(number: number): string {
  const color = types.brickColorToColor3uint8(types.brickColorByNumber(number));
  if (!Array.isArray(color)) throw new Error(`rbx-dom does not know the BrickColor ${number}`);
  return color.join(' ');
}
