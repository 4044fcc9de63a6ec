// What V8 compiled in the first run serves the second one: if it were refused, every run would write it again, and
// nobody would notice but by the clock.
import { readdirSync, statSync } from 'node:fs';
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
