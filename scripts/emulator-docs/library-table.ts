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
  lapis: ['@rbxts/lapis', '@rbxts/lapis-mockdatastore'],
  jest: ['@rbxts-js/jest', '@rbxts-js/jest-globals', '@rbxts-js/expect'],
  luauPolyfill: ['@rbxts-js/luau-polyfill'],
  promise: ['@rbxts-js/roblox-lua-promise'],
  promiseTimes: ['roblox-ts'],
  rbxtsJest: ['@rbxts/jest', '@rbxts/jest-globals'],
  react: ['@rbxts-js/react', '@rbxts-js/react-roblox'],
  sift: ['@rbxts/sift'],
  t: ['@rbxts/t'],
  testez: ['@rbxts/testez'],
  vide: ['@rbxts/vide'],
};

/** Further spec files of a library. */
const MORE_SPECS: Readonly<Record<string, string>> = {
  jestParts: 'jest',
  reactParts: 'react',
  testezParts: 'testez',
};

/** What the names of specs begin with that come with a package. */
const OWN_SPECS = 'own specs';

export function libraryTable(results: readonly LibraryResult[], root: string): string {
  const libraries = [...new Set(results.map(({ library }) => rowOf(library)))].sort();
  const rows = libraries.map((library) => {
    const all = results.filter((result) => rowOf(result.library) === library);
    const packages = (PACKAGES[library] ?? []).map((name) => `\`${name}\` ${versionOf(name, root)}`);
    const ours = tally(all.filter(({ name }) => !isOwn(name)));
    const own = tally(all.filter(({ name }) => isOwn(name)));
    return `| ${packages.join(', ') || library} | ${ours} | ${own} |`;
  });
  const failures = results
    .filter(({ error }) => error !== undefined)
    .map(({ library, name, error }) => `- ${library}: ${name}: ${error?.split('\n')[0]}`);
  return [
    'The packages are taken from npm as they are and loaded as Rojo would mount them in ReplicatedStorage. Our specs of',
    'them (tests/libraries) run in jest or in TestEZ inside the engine. Where a package brings its own specs along, they run',
    'as they are; the others publish theirs elsewhere. Nothing in the engine knows a library.',
    '',
    '| library | our specs that pass | its own specs that pass |',
    '|---|---|---|',
    ...rows,
    '',
    'Packages of roblox-ts are imported by its own runtime, and their Promise is the one that `roblox-ts` brings along.',
    '',
    'Packages of `@quenty` are missing here. The registry has some of them (`@quenty/spring`, `@quenty/datastore`, …), but not',
    '`@quenty/loader`, which each of them names, nor most of the others that they need, so they cannot be installed from',
    'there; no other package carries the loader. Modules of theirs that require nothing (`Spring` of `@quenty/spring`) run,',
    'and so does what the loader is made of: copies of modules (`Instance.fromExisting`), links by ObjectValue, a',
    '`require` of its own by `getfenv`, changes of names and parents that are followed.',
    '',
    'Some suites fire a BindableEvent and look at once at what its handler did. In places and projects that say nothing of',
    '`SignalBehavior` handlers run at once, as in Studio; in a new place, and with models in it, they are deferred, as in',
    'Studio\'s templates. `"Workspace": { "$properties": { "SignalBehavior": "Deferred" } }` in a Rojo project says so for it.',
    ...(failures.length === 0 ? ['', 'None fails.'] : ['', 'What fails, and why:', '', ...failures]),
  ].join('\n');
}

const rowOf = (specFile: string): string => MORE_SPECS[specFile] ?? specFile;

const isOwn = (name: string): boolean => name.startsWith(OWN_SPECS);

function tally(results: readonly LibraryResult[]): string {
  const passed = results.filter(({ error }) => error === undefined).length;
  return results.length === 0 ? '' : `${passed} of ${results.length}`;
}

function versionOf(name: string, root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
