// Runs our specs of well-known Luau libraries, unmodified from npm, in the emulated engine: the specs themselves run
// in jest or TestEZ there, on a virtual clock.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '../../src/emulator/engine/engine.js';
import { createVirtualClock } from '../../src/emulator/engine/virtual-clock.js';
import { type ScriptTree, scriptTreeOf } from '../../src/support/script-tree.js';
import { folderTree } from './package-trees.js';

export interface LibraryResult {
  /** The name of the spec file. */
  readonly library: string;
  readonly name: string;
  readonly error?: string;
}

export const LIBRARY_RUNNERS = ['jest', 'rbxtsJest', 'testez', 'own'] as const;
export type LibraryRunner = (typeof LIBRARY_RUNNERS)[number];

/** The scripts that run the specs: two builds of jest are run by the same one. */
const GUESTS: Readonly<Record<LibraryRunner, string>> = {
  jest: 'jest',
  rbxtsJest: 'jest',
  testez: 'testez',
  own: 'own',
};
const MARK = '\x01library\x01';
const SCOPES = ['@rbxts', '@rbxts-js'];

/** Those of all runners. `root` is the project's folder. */
export async function runAllLibrarySpecsAsync(root: string): Promise<LibraryResult[]> {
  const results: LibraryResult[] = [];
  for (const runner of LIBRARY_RUNNERS) results.push(...(await runLibrarySpecsAsync(root, runner)));
  return results;
}

export async function runLibrarySpecsAsync(root: string, runner: LibraryRunner): Promise<LibraryResult[]> {
  const results: LibraryResult[] = [];
  const clock = createVirtualClock();
  let engine: Engine | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      engine = new Engine({
        clock,
        startup: 'throughput',
        scriptTimeLimitMs: 60_000,
        onFailure: reject,
        onOutput({ body, level }) {
          if (level === 'Error' && body.startsWith('Libraries.Main:')) reject(new Error(body));
          if (!body.startsWith(MARK)) return;
          const outcome: LibraryResult | { readonly done: true } = JSON.parse(body.slice(MARK.length));
          if ('done' in outcome) resolve();
          else results.push(outcome);
        },
      });
      engine.loadPlugin(gameTree(root, runner));
    });
  } finally {
    engine?.dispose();
    clock.stop();
  }
  return results;
}

function gameTree(root: string, runner: LibraryRunner): ScriptTree {
  const folder = join(root, 'tests', 'libraries');
  const source = readFileSync(join(folder, 'guests', `${GUESTS[runner]}.server.luau`), 'utf8');
  return {
    name: 'Libraries',
    className: 'Folder',
    children: [
      packagesTree(join(root, 'node_modules')),
      folderTree(join(root, 'node_modules', 'roblox-ts', 'include'), 'rbxts_include'),
      withJestConfig(scriptTreeOf('Specs', readLuau(join(folder, `${runner}-specs`)))),
      { name: 'Runner', className: 'ModuleScript', source: `return "${runner}"`, children: [] },
      { name: 'Main', className: 'Script', source, children: [] },
    ],
  };
}

/** A project of jest's says in a module of this name which specs there are; the project is the tree itself. */
const withJestConfig = (specs: ScriptTree): ScriptTree => ({
  ...specs,
  children: [
    ...specs.children,
    {
      name: 'jest.config',
      className: 'ModuleScript',
      source: 'return { testMatch = { "**/*.spec" } }',
      children: [],
    },
  ],
});

/** The scopes as folders beside one another, as the projects of such games mount them. */
function packagesTree(modules: string): ScriptTree {
  const children = SCOPES.map((scope) => folderTree(join(modules, scope), scope.slice(1)));
  return { name: 'Packages', className: 'Folder', children };
}

const readLuau = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.luau'))
      .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]),
  );
