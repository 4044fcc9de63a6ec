// A run takes what it needs of the engine from the prepared image. What the image lacks is compiled from the sources at
// every start, which nobody would notice but by the clock: so here the sources are not there.
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { PROGRAM } from '../../scripts/program.js';
import { useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';

const ENGINE_TEXTS = [
  'src-emulator-engine-prelude.json.gz',
  'src-emulator-engine-reflection.generated.json.gz',
];

test('one script runs and ends without the sources of the engine', async () => {
  const folder = useTmp();
  cpSync(dirname(PROGRAM), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const text of ENGINE_TEXTS) renameSync(join(folder, 'dist', text), join(folder, text));
  const { runAsync } = useCli(join(folder, 'dist', 'cli.cjs'));
  const ran = await runAsync(['process', 'run', '--emulator', 'print("hello") return 1']);
  expect(ran).toMatchObject({ exitCode: 0, stdout: 'hello\n1\n' });
});

test('a package is tested without the Luau sources of the engine', async () => {
  const folder = useTmp();
  cpSync(dirname(PROGRAM), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  rmSync(join(folder, 'dist', 'src-emulator-engine-prelude.json.gz'));
  const project = join(folder, 'default.project.json');
  writeFileSync(project, '{"name":"Package","tree":{"$path":"src"}}');
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'one.spec.luau'), 'return { ["is one"] = function() assert(true) end }');
  const { runAsync } = useCli(join(folder, 'dist', 'cli.cjs'));
  const ran = await runAsync(['test', '--emulator', '--place', project]);
  expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 passed, 0 failed') });
});
