// What V8 compiled in the first run serves the second one: if it were refused, every run would write it again, and
// nobody would notice but by the clock.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PROGRAM } from '../../scripts/program.js';
import { useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, stat: statSync(join(folder, name)) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ name, stat }) => `${name} ${stat.ino} ${stat.mtimeMs}`)
    .sort();
}

test('a second run of a Studio takes the compiled code of the first, in both threads', async () => {
  const { runAsync } = useCli();
  const cache = useTmp();
  const env = { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
  const run = () => runAsync(['process', 'run', '--emulator', 'return 1'], { env });
  expect(await run()).toMatchObject({ exitCode: 0, stdout: '1\n' });
  const afterFirst = filesIn(cache);
  expect(afterFirst).not.toEqual([]);
  expect(await run()).toMatchObject({ exitCode: 0, stdout: '1\n' });
  expect(filesIn(cache)).toEqual(afterFirst);
});

test('the engine’s image is unpacked once, and again where its copy is not whole', async () => {
  const { runAsync } = useCli();
  const cache = useTmp();
  const env = { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
  const run = () => runAsync(['process', 'run', '--emulator', 'return 1'], { env });
  const copies = () => filesIn(cache).filter((file) => file.includes('studio-image-'));
  await run();
  const [copy, ...others] = copies();
  expect(others).toEqual([]);
  await run();
  expect(copies()).toEqual([copy]);
  const file = join(cache, String(copy?.split(' ')[0]));
  const { size } = statSync(file);
  truncateSync(file, 1000);
  expect(await run()).toMatchObject({ exitCode: 0, stdout: '1\n' });
  expect(statSync(file).size).toBe(size);
});

test('what starts from the image reads nothing of the engine’s sources', async () => {
  // Where it finds the Luau VM.
  const folder = mkdtempSync(join(dirname(dirname(PROGRAM)), 'node_modules', '.cache', 'without-sources-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(dirname(PROGRAM), folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (/^src-emulator-.*\.json\.gz$/.test(name)) rmSync(join(folder, name));
  }
  const { runAsync, home } = useCli(join(folder, 'cli.cjs'));
  expect(await runAsync(['process', 'run', '--emulator', 'return 1'])).toMatchObject({
    exitCode: 0,
    stdout: '1\n',
  });
  mkdirSync(join(home, 'src'));
  const tree = { $className: 'DataModel', ReplicatedStorage: { Package: { $path: 'src' } } };
  writeFileSync(join(home, 'default.project.json'), JSON.stringify({ name: 'package', tree }));
  writeFileSync(join(home, 'src', 'sum.luau'), 'return function(a, b) return a + b end');
  writeFileSync(
    join(home, 'src', 'sum.spec.luau'),
    'local sum = require(script.Parent.sum) return { adds = function() assert(sum(1, 2) == 3) end }',
  );
  const tested = await runAsync(['test', '--emulator', '--report', 'summary']);
  expect(tested.stdout).toMatch(/^1 passed, 0 failed/m);
  expect(tested.exitCode).toBe(0);
});

test('of images that were kept, the newest few stay', async () => {
  const { runAsync } = useCli();
  const cache = useTmp();
  const env = { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
  const folder = join(cache, 'studio-bridge');
  mkdirSync(folder, { mode: 0o700 });
  for (let build = 0; build < 6; build++) {
    writeFileSync(join(folder, `studio-image-0000000${build}-10.bin`), 'an old one');
  }
  expect(await runAsync(['process', 'run', '--emulator', 'return 1'], { env })).toMatchObject({
    exitCode: 0,
  });
  const images = readdirSync(folder).filter((name) => name.startsWith('studio-image-'));
  expect(images).toHaveLength(4);
  expect(images.filter((name) => !name.endsWith('-10.bin'))).toHaveLength(1);
});
