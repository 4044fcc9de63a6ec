// How long packages are likely to take: as long as before, or else, as there is much in their specs, at the pace of those that
// are known. Only who is given the longest ones first comes to an end soon; how long they really take shows when they run.

import type { OpenedPart, PartModule } from '../../emulator/places/index.js';
import { ownValue } from '../../support/own-value.js';

/** For a package of which nothing is known, like all others. */
const USUAL_MS = 1_000;
/** What each costs besides its specs, in characters of them. */
const BASE_CHARACTERS = 500;
const WAIT = /\bwait\(\s*(\d+(?:\.\d+)?)\s*\)/g;
const LONGEST_WAIT_MS = 10_000;

export interface Estimates {
  readonly of: (name: string) => number;
  /** Most of them were never measured. */
  readonly areGuesses: boolean;
}

/** @param parts By the names of packages. @param measured Milliseconds by names. */
export function estimate(
  parts: ReadonlyMap<string, Pick<OpenedPart, 'modules'>>,
  measured: Readonly<Record<string, number>>,
): Estimates {
  const contents = new Map([...parts].map(([name, { modules }]) => [name, contentOf(modules)]));
  const known = [...contents].filter(([name]) => ownValue(measured, name) !== undefined);
  const all = known.length > 0 ? known : [...contents];
  const characters = all.reduce((sum, [, content]) => sum + content.characters, 0);
  const spent = known.reduce(
    (sum, [name, { waitsMs }]) => sum + Math.max(0, (ownValue(measured, name) ?? 0) - waitsMs),
    0,
  );
  const total = known.length > 0 ? spent : all.length * USUAL_MS;
  const msPerCharacter = characters > 0 ? total / characters : 0;
  return {
    of(name) {
      const content = contents.get(name);
      const guessMs = content ? content.waitsMs + content.characters * msPerCharacter : USUAL_MS;
      return ownValue(measured, name) ?? guessMs;
    },
    areGuesses: known.length < contents.size / 2,
  };
}

/** As the runner looks for them. */
export const isSpec = ({ name }: PartModule) => name.endsWith('.spec') || name.endsWith('.test');

function contentOf(modules: readonly PartModule[]): { characters: number; waitsMs: number } {
  let characters = BASE_CHARACTERS;
  let waitsMs = 0;
  for (const module of modules) {
    if (!isSpec(module)) continue;
    const source = module.readSource();
    characters += source.length;
    for (const [, seconds] of source.matchAll(WAIT)) {
      waitsMs += Math.min(LONGEST_WAIT_MS, Number(seconds) * 1000);
    }
  }
  return { characters, waitsMs };
}
