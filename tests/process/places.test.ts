// Place files from the command line: names as people choose them, and files that cannot be opened.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDom } from 'rbx-dom';
import { expect } from 'vitest';
import { useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

function place(partName = 'Found'): Buffer {
  const dom = createDom({
    className: 'DataModel',
    children: [{ className: 'Workspace', children: [{ className: 'Part', name: partName }] }],
  });
  return dom.toBinary({ refs: dom.children(dom.rootRef) });
}

const run = (file: string, ...args: readonly string[]) =>
  [
    'process',
    'run',
    '--emulator',
    '--place',
    file,
    ...args,
    'return game.Name, workspace.Found.ClassName',
  ] as const;

for (const name of [
  'game.rbxl',
  'my game (1).rbxl',
  `it's "mine" & $HOME.rbxl`,
  'größe 大きい.rbxl',
  '-x.rbxl',
]) {
  verifies('places.opened', `a place named ${name}`, async () => {
    const folder = useTmp();
    writeFileSync(join(folder, name), place());
    const { exitCode, stdout, stderr } = await useCli().runAsync(
      ['process', 'run', '--emulator', `--place=${name}`, 'return game.Name, workspace.Found.ClassName'],
      { cwd: folder },
    );
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain(name);
    expect(stdout).toContain('Part');
  });
}

verifies('places.bad-files', 'what cannot be opened is told with its reason, and nothing runs', async () => {
  const folder = useTmp();
  const cli = useCli();
  mkdirSync(join(folder, 'folder.rbxl'));
  writeFileSync(join(folder, 'short.rbxl'), place().subarray(0, 200));
  writeFileSync(join(folder, 'text.rbxl'), 'hello');
  writeFileSync(join(folder, 'place.txt'), 'hello');
  symlinkSync('loop.rbxl', join(folder, 'loop.rbxl'));
  const cases = {
    'missing.rbxl': 'it does not exist',
    'no/such/folder.rbxl': 'it does not exist',
    'folder.rbxl': 'it is a folder',
    'short.rbxl': 'it ends too early',
    'text.rbxl': 'it does not begin as a Roblox file does',
    'place.txt': 'it is none of .rbxl, .rbxlx, .rbxm, .rbxmx and *.project.json',
    'loop.rbxl': 'its links lead in a circle',
  };
  for (const [file, reason] of Object.entries(cases)) {
    const { exitCode, stdout, stderr } = await cli.runAsync(run(file), { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`Cannot open ${join(folder, file)}: ${reason}`);
  }
});

verifies('places.saved', 'a place is saved at the end, whole or not at all', async () => {
  const folder = useTmp();
  const cli = useCli();
  writeFileSync(join(folder, 'game.rbxl'), place());
  const script = 'workspace.Found.Name = "Renamed"';
  const saved = await cli.runAsync(
    ['run', '--emulator', '--place', 'game.rbxl', '--save-to', 'new.rbxlx', script],
    { cwd: folder },
  );
  expect(saved).toMatchObject({ exitCode: 0 });
  expect(saved.stderr).toContain(`Saved ${join(folder, 'new.rbxlx')}.`);
  expect(readFileSync(join(folder, 'new.rbxlx'), 'utf8')).toContain('Renamed');
  const refused = await cli.runAsync(
    ['run', '--emulator', '--place', 'game.rbxl', '--save-to', 'none/new.rbxl', script],
    { cwd: folder },
  );
  expect(refused).toMatchObject({ exitCode: 1 });
  expect(refused.stderr).toContain('its folder does not exist');
  expect(existsSync(join(folder, 'none'))).toBe(false);
  expect(readdirSync(folder).sort()).toEqual(['game.rbxl', 'new.rbxlx']);
  expect(readFileSync(join(folder, 'game.rbxl')).equals(place())).toBe(true);
});

verifies('places.projects', 'a project is opened where it is, with its packages', async () => {
  const folder = join(useTmp(), 'my project');
  mkdirSync(join(folder, 'src'), { recursive: true });
  mkdirSync(join(folder, 'packages/Sum'), { recursive: true });
  writeFileSync(join(folder, 'packages/Sum/init.luau'), 'return function(a, b) return a + b end');
  symlinkSync('../packages/Sum', join(folder, 'src/Sum'), 'dir');
  writeFileSync(join(folder, 'src/Main.luau'), 'return require(script.Parent.Sum)(1, 2)');
  writeFileSync(
    join(folder, 'default.project.json'),
    JSON.stringify({
      name: 'My game',
      tree: { $className: 'DataModel', ReplicatedStorage: { Source: { $path: 'src' } } },
    }),
  );
  const { exitCode, stdout } = await useCli().runAsync(
    [
      'process',
      'run',
      '--emulator',
      '--place',
      'my project/default.project.json',
      'return game.Name, require(game.ReplicatedStorage.Source.Main)',
    ],
    { cwd: join(folder, '..') },
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('My game');
  expect(stdout).toContain('3');
});
