// Workspaces on disk as package managers and Rojo have them, and what a change in a real git repository reaches.
import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { findPackagesAsync } from './find-packages.js';
import { findWorkspace } from './workspace.js';

type Files = Readonly<Record<string, string | object>>;

function useFiles(files: Files): string {
  const root = realpathSync(useTmp());
  write(root, files);
  return root;
}

function write(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

function git(root: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' });
}

const project = (path: string) => ({ name: 'p', tree: { $path: path } });
const manifest = (name: string, ...dependencies: string[]) => ({
  name,
  dependencies: Object.fromEntries(dependencies.map((each) => [each, 'workspace:*'])),
});

const choose = (
  folder: string,
  choice: { base?: string; names?: string[]; limit?: number; deployTarget?: string } = {},
) => findPackagesAsync({ folder, names: [], ...choice });
const namesAsync = async (...args: Parameters<typeof choose>) =>
  (await choose(...args)).targets.map(({ name }) => name);

/** b depends on a by its manifest, c on b, d takes files of a by its project; e stands alone. */
const MONOREPO: Files = {
  'package.json': { name: 'root', workspaces: ['packages/*', '!packages/ignored'] },
  'packages/a/package.json': manifest('a'),
  'packages/a/default.project.json': project('src'),
  'packages/a/src/init.luau': '',
  'packages/b/package.json': manifest('b', 'a'),
  'packages/b/default.project.json': project('src'),
  'packages/c/package.json': manifest('c', 'b'),
  'packages/c/default.project.json': project('src'),
  'packages/d/package.json': manifest('d'),
  'packages/d/default.project.json': {
    name: 'd',
    tree: {
      $className: 'DataModel',
      ReplicatedStorage: { A: { $path: '../a/src' }, Shared: { $path: '../../shared' } },
    },
  },
  'packages/e/package.json': manifest('e'),
  'packages/e/default.project.json': project('src'),
  'packages/no-tests/package.json': manifest('no-tests'),
  'packages/ignored/package.json': manifest('ignored'),
  'packages/ignored/default.project.json': project('src'),
  'shared/util.luau': '',
  'node_modules/x/package.json': manifest('x'),
};

test('npm and yarn say their packages in package.json', async () => {
  const root = useFiles(MONOREPO);
  expect(await namesAsync(root)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await namesAsync(join(root, 'packages', 'a', 'src'))).toHaveLength(5);
  expect(await namesAsync(root, { names: ['b', 'e'], limit: 1 })).toEqual(['b']);
  expect(await choose(root, { names: ['b', 'zz', 'e'], limit: 1 })).toMatchObject({ unknown: ['zz'] });
  write(root, { 'package.json': { workspaces: { packages: ['packages/**'] } } });
  expect(findWorkspace(root).packages.map(({ name }) => name)).toContain('ignored');
});

test('pnpm says them in its own file, in any way that YAML allows', async () => {
  const root = useFiles({
    ...MONOREPO,
    'package.json': { name: 'root' },
    'pnpm-workspace.yaml': '# all\npackages: ["packages/a", "packages/[bc]"]\ncatalog:\n  x: 1\n',
  });
  expect(findWorkspace(root)).toMatchObject({ kind: 'pnpm' });
  expect(await namesAsync(root)).toEqual(['a', 'b', 'c']);
});

test('without a package manager every folder with a project is a package, except what tools install', async () => {
  const root = useFiles({
    'game/default.project.json': { name: 'same', tree: { $path: 'src' } },
    'other/default.project.json': { name: 'same', tree: { $path: 'src' } },
    'game/Packages/_Index/lib/default.project.json': project('src'),
    'tools/studio-bridge.json': {
      commands: { test: { place: 'tests.rbxl', script: 'run.luau', placeId: 5 } },
    },
    'tools/tests.rbxl': '',
    'tools/run.luau': '',
  });
  const { workspace, targets } = await choose(root);
  expect(workspace.kind).toBe('projects');
  expect(targets.map(({ name }) => name)).toEqual(['same (game)', 'same (other)', 'tools']);
  expect(targets[2]).toMatchObject({
    source: join(root, 'tools', 'tests.rbxl'),
    script: join(root, 'tools', 'run.luau'),
    placeId: 5,
  });
});

test('a deployment names the project, the script and the place, or several places', async () => {
  const target = {
    universeId: 1,
    placeId: 2,
    project: 'test/default.project.json',
    scriptTemplate: 'run.luau',
  };
  const one: Files = {
    'package.json': { name: 'maid' },
    'pnpm-workspace.yaml': 'packages: []\n',
    'test/default.project.json': project('src'),
    'run.luau': '',
  };
  const root = useFiles({ ...one, 'deploy.nevermore.json': { targets: { test: target } } });
  expect((await choose(root)).targets).toMatchObject([
    { name: 'maid', source: join(root, 'test/default.project.json'), universeId: 1, placeId: 2, notes: [] },
  ]);
  const places = [
    { name: 'lobby', placeId: 3 },
    { placeId: 4, basePlace: { universeId: 1, placeId: 9 } },
  ];
  write(root, { 'deploy.nevermore.json': { targets: { test: { ...target, places } } } });
  expect((await choose(root)).targets).toMatchObject([
    { name: 'maid - lobby', placeId: 3 },
    { name: 'maid - 4', placeId: 4, notes: [expect.stringContaining('base place')] },
  ]);
  write(root, { 'deploy.nevermore.json': { targets: { live: target } } });
  expect((await choose(root)).targets).toEqual([]);
});

test('a package is tested as the command test would in its folder', async () => {
  const target = { placeId: 22, project: 'test/default.project.json' };
  const places = { lobby: { placeId: '3' }, arena: { placeId: 4, universeId: 9 } };
  const root = useFiles({
    'one/deploy.nevermore.json': {
      universeId: 11,
      targets: { test: target, smoke: { project: 'smoke.project.json' } },
    },
    'one/test/default.project.json': project('../src'),
    'one/smoke.project.json': project('src'),
    'one/src/init.luau': '',
    'two/deploy.nevermore.json': { universeId: 11, targets: { test: { ...target, places } } },
    'two/test/default.project.json': project('../src'),
    'three/test.project.json': '{ "name": "three", /* for Rojo */ "tree": { "$path": "../one/src" }, }',
    'three/default.project.json': project('src'),
    'four/default.project.json': project('src'),
    'four/studio-bridge.json': { commands: { test: { emulator: true, script: 'run.luau' } } },
    'four/run.luau': '',
  });
  const { targets } = await choose(root);
  expect(targets.map(({ name, source }) => [name, source.slice(root.length + 1)])).toEqual([
    ['p (four)', 'four/default.project.json'],
    ['one', 'one/test/default.project.json'],
    ['p (three)', 'three/test.project.json'],
    ['two - lobby', 'two/test/default.project.json'],
    ['two - arena', 'two/test/default.project.json'],
  ]);
  expect(targets[0]).toMatchObject({ script: join(root, 'four/run.luau') });
  expect(targets[1]).toMatchObject({ universeId: 11, placeId: 22 });
  expect(targets.slice(3)).toMatchObject([
    { universeId: 11, placeId: 3 },
    { universeId: 9, placeId: 4 },
  ]);
  const smoke = await choose(root, { deployTarget: 'smoke' });
  expect(smoke.targets.map(({ source }) => source)).toEqual([join(root, 'one/smoke.project.json')]);
});

test('a project may name what it takes by whole paths', async () => {
  const root = useFiles({ 'a/src/init.luau': '', 'b/src/init.luau': '' });
  write(root, { 'a/default.project.json': project('src') });
  write(root, { 'b/default.project.json': project(join(root, 'a', 'src')) });
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'first');
  write(root, { 'a/src/init.luau': 'return 1' });
  expect(await namesAsync(root, { base: 'HEAD' })).toEqual(['p (a)', 'p (b)']);
});

verifies(
  'batch.packages',
  'a change reaches its package and all that depend on it, by manifest or by project',
  async () => {
    const root = useFiles(MONOREPO);
    git(root, 'init', '-q', '-b', 'main');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'first');
    expect(await namesAsync(root, { base: 'main' })).toEqual([]);
    git(root, 'checkout', '-qb', 'work');
    write(root, { 'packages/a/src/init.luau': 'return 1' });
    expect(await namesAsync(root, { base: 'main' })).toEqual(['a', 'b', 'c', 'd']);
    git(root, 'commit', '-qam', 'change');
    write(root, { 'packages/e/src/new file.luau': '' });
    expect(await namesAsync(join(root, 'packages'), { base: 'main' })).toEqual(['a', 'b', 'c', 'd', 'e']);
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'add');
    write(root, { 'shared/util.luau': 'return 2', 'README.md': '' });
    expect(await namesAsync(root, { base: 'HEAD' })).toEqual(['d']);
    // What went on there meanwhile is no change of the work here.
    git(root, 'stash', '-qu');
    git(root, 'checkout', '-q', 'main');
    write(root, { 'packages/c/src/init.luau': 'return 3' });
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'meanwhile');
    git(root, 'checkout', '-q', 'work');
    expect(await namesAsync(root, { base: 'main' })).toEqual(['a', 'b', 'c', 'd', 'e']);
  },
);

test('workspaces within workspaces, and dependencies by folder or under another name', async () => {
  const root = useFiles({
    'package.json': { name: 'root', workspaces: ['packages/*'] },
    'packages/a/package.json': manifest('a'),
    'packages/a/default.project.json': project('src'),
    'packages/a/src/init.luau': '',
    'packages/nest/package.json': { name: 'nest', workspaces: ['sub/*'] },
    'packages/nest/sub/x/package.json': { name: 'x', devDependencies: { other: 'workspace:a@*' } },
    'packages/nest/sub/x/default.project.json': project('src'),
    'packages/d/package.json': { name: 'd', dependencies: { any: 'file:../a' } },
    'packages/d/default.project.json': project('src'),
    'packages/e/package.json': manifest('e', 'd'),
    'packages/e/default.project.json': project('src'),
    'packages/f/package.json': manifest('f'),
    'packages/f/default.project.json': project('src'),
    'yarn.lock': '',
  });
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'first');
  expect(await namesAsync(join(root, 'packages/nest/sub/x'))).toEqual(['a', 'd', 'e', 'f', 'x']);
  write(root, { 'packages/a/src/init.luau': 'return 1' });
  expect(await namesAsync(root, { base: 'main' })).toEqual(['a', 'd', 'e', 'x']);
  git(root, 'checkout', '-q', '.');
  rmSync(join(root, 'packages/d'), { recursive: true });
  expect(await namesAsync(root, { base: 'main' })).toEqual(['e']);
  git(root, 'checkout', '-q', '.');
  write(root, { 'yarn.lock': 'another' });
  expect(await namesAsync(root, { base: 'main' })).toHaveLength(5);
});

test('a folder that is gone is a change of what takes files from it', async () => {
  const root = useFiles({
    'lib/default.project.json': project('src'),
    'lib/src/init.luau': '',
    'game/default.project.json': { name: 'game', tree: { $path: '../lib' } },
  });
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'first');
  git(root, 'mv', 'lib', 'moved');
  expect(await namesAsync(root, { base: 'main' })).toEqual(['game', 'p']);
});

test('links that package managers make are followed', async () => {
  const root = useFiles({
    ...MONOREPO,
    'packages/e/default.project.json': project('node_modules/a/src'),
    'packages/e/node_modules/.keep': '',
  });
  symlinkSync(join(root, 'packages', 'a'), join(root, 'packages', 'e', 'node_modules', 'a'));
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'first');
  write(root, { 'packages/a/src/init.luau': 'return 1' });
  expect(await namesAsync(root, { base: 'HEAD' })).toContain('e');
});

test('what cannot be understood is an error that says what to do, never an empty list', async () => {
  const root = useFiles(MONOREPO);
  await expect(choose(root, { base: 'main' })).rejects.toThrow(`${root} is in no git repository.`);
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'first');
  await expect(choose(root, { base: 'origin/main' })).rejects.toMatchObject({
    message: 'Git knows no origin/main to compare with.',
    hint: expect.stringContaining('fetch-depth: 0'),
    exitCode: 2,
  });
  await expect(choose(root, { base: '--output=x; touch y' })).rejects.toThrow('Git knows no');
  git(root, 'checkout', '-q', '--orphan', 'island');
  git(root, 'commit', '-qm', 'alone');
  await expect(choose(root, { base: 'main' })).rejects.toThrow('have no commit in common.');
  write(root, { 'packages/a/package.json': '{' });
  await expect(choose(root)).rejects.toThrow(
    `The file ${join(root, 'packages/a/package.json')} cannot be understood`,
  );
  write(root, { 'packages/a/package.json': manifest('a'), 'package.json': { workspaces: 5 } });
  await expect(choose(root)).rejects.toThrow('have to be a list of patterns.');
  write(root, {
    'package.json': { workspaces: ['packages/*'] },
    'packages/a/deploy.nevermore.json': { targets: { test: { project: 'gone.project.json' } } },
  });
  await expect(choose(root)).rejects.toThrow('The package a has no file gone.project.json');
});
