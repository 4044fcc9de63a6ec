// How well-known Luau libraries do in the engine: a row a spec file, and below it what failed and why.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LibraryResult } from '../../tests/libraries/library-specs.js';

/** The packages that a spec file is about. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  charm: ['@rbxts/charm'],
  cmdr: ['@rbxts/cmdr'],
  fastcast: ['@rbxts/fastcast'],
  immut: ['@rbxts/immut'],
  iris: ['@rbxts/iris'],
  profileStore: ['@rbxts/profile-store'],
  roact: ['@rbxts/roact'],
  cleaning: ['@rbxts/maid', '@rbxts/signal', '@rbxts/trove'],
  jecs: ['@rbxts/jecs'],
  jest: ['@rbxts-js/jest', '@rbxts-js/jest-globals', '@rbxts-js/expect'],
  luauPolyfill: ['@rbxts-js/luau-polyfill'],
  promise: ['@rbxts-js/roblox-lua-promise'],
  rbxtsJest: ['@rbxts/jest', '@rbxts/jest-globals'],
  react: ['@rbxts-js/react', '@rbxts-js/react-roblox'],
  sift: ['@rbxts/sift'],
  t: ['@rbxts/t'],
  testez: ['@rbxts/testez'],
  vide: ['@rbxts/vide'],
};

export function libraryTable(results: readonly LibraryResult[], root: string): string {
  const libraries = [...new Set(results.map(({ library }) => library))].sort();
  const rows = libraries.map((library) => {
    const own = results.filter((result) => result.library === library);
    const passed = own.filter(({ error }) => error === undefined).length;
    const packages = (PACKAGES[library] ?? []).map((name) => `\`${name}\` ${versionOf(name, root)}`);
    return `| ${packages.join(', ') || library} | ${passed} of ${own.length} |`;
  });
  const failures = results
    .filter(({ error }) => error !== undefined)
    .map(({ library, name, error }) => `- ${library}: ${name}: ${error?.split('\n')[0]}`);
  return [
    'The packages are taken from npm as they are and loaded as Rojo would mount them in ReplicatedStorage. Our specs of',
    'them (tests/libraries) run in jest or in TestEZ inside the engine; immut brings its own specs, which run as they are.',
    '',
    '| library | specs that pass |',
    '|---|---|',
    ...rows,
    '',
    'Packages of `@quenty` are missing here: they need `@quenty/loader` at the version they name, which could not be',
    'installed when these specs were written. Modules of theirs that require nothing (`Spring` of `@quenty/spring`) run.',
    ...(failures.length === 0 ? ['', 'None fails.'] : ['', 'What fails, and why:', '', ...failures]),
  ].join('\n');
}

function versionOf(name: string, root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
