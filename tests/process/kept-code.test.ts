// What V8 compiled in the first run serves the second one: if it were refused, every run would write it again, and
// nobody would notice but by the clock.
import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
