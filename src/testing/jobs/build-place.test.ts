// Places built by `rojo`, which is a program like any other: it may be missing, old, stuck, or give what is no place.
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { buildPlaceFile } from '../../emulator/index.js';
import { openPlaceFile, toBinaryModel } from '../../emulator/places/index.js';
import { createManualClock } from '../../support/clock.js';
import { buildPlaceAsync, releaseBuiltPlaceAsync } from './build-place.js';

const PLACE = {
  name: 'shop',
  tree: { $className: 'DataModel', ReplicatedStorage: { Shop: { $path: 'src' } } },
};
const MODEL = `<roblox version="4"><Item class="ModuleScript" referent="1"><Properties>
  <string name="Name">kit</string><string name="Source">return {}</string></Properties></Item></roblox>`;

/** A project, and a program `rojo` that does what the shell script says: $1 is `build`, $2 the project, $4 the file. */
function useRojo(script: string | undefined, { tree = PLACE.tree }: { tree?: object } = {}) {
  const folder = useTmp();
  const source = join(folder, 'default.project.json');
  writeFileSync(source, JSON.stringify({ ...PLACE, tree }));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'init.luau'), 'return {}');
  vi.stubEnv('TMPDIR', folder);
  vi.stubEnv('PATH', `${folder}${delimiter}${script === undefined ? '' : (process.env.PATH ?? '')}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  if (script !== undefined) {
    writeFileSync(join(folder, 'rojo'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'rojo'), 0o755);
  }
  const clock = createManualClock();
  const stop = new AbortController();
  const notices: string[] = [];
  const build = (what = source) =>
    buildPlaceAsync(
      { source: what, builder: 'rojo', signal: stop.signal },
      { clock, notify: (line) => notices.push(line) },
    );
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('studio-bridge-build-'));
  return { folder, source, clock, stop, notices, build, left };
}

verifies('testing.rojo', 'what rojo builds is what is opened, and it goes with the run', async () => {
  const { folder, source, build, left } = useRojo('[ "$1" = build ] && cp "$(dirname "$2")/given.rbxl" "$4"');
  writeFileSync(join(folder, 'given.rbxl'), buildPlaceFile(source));
  const built = await build();
  expect(openPlaceFile(built.file).kind).toBe('place');
  expect(left()).toHaveLength(1);
  await releaseBuiltPlaceAsync(built);
  expect(left()).toEqual([]);
});

test('a project that is no place is built into a model, which keeps its top, and put into a place', async () => {
  const { folder, build } = useRojo('case "$4" in *.rbxm) cp "$(dirname "$2")/given.rbxm" "$4" ;; esac', {
    tree: { $path: 'src' },
  });
  writeFileSync(join(folder, 'given.rbxm'), toBinaryModel('given', Buffer.from(MODEL)));
  const built = await build();
  expect(built.file).toMatch(/\.rbxl$/);
  const place = openPlaceFile(built.file).readPlace();
  expect(place.order.map((one) => place.classOf[one]?.name)).toEqual(['ModuleScript', 'Workspace']);
  await releaseBuiltPlaceAsync(built);
});

test.each([
  [
    'fails',
    'echo "[ERROR rojo] no src" >&2; exit 1',
    'could not build FILE: exit code 1\n[ERROR rojo] no src',
  ],
  [
    'says it where nobody looks',
    'echo "usage: rojo"; exit 2',
    'could not build FILE: exit code 2\nusage: rojo',
  ],
  ['says nothing', 'exit 7', 'could not build FILE: exit code 7'],
  ['is ended', 'kill -9 $$', 'could not build FILE: it was ended by SIGKILL'],
  ['writes nothing', 'exit 0', 'says that it has built FILE, but there is no .rbxl file.'],
  [
    'writes no place',
    'echo no > "$4"',
    'has built of FILE cannot be opened: it does not begin as a Roblox file',
  ],
  ['writes an empty file', ': > "$4"', 'has built of FILE cannot be opened: it is empty.'],
])('a rojo that %s is told, and nothing is left of it', async (_what, script, sentence) => {
  const { source, build, left } = useRojo(script);
  await expect(build()).rejects.toMatchObject({
    code: 'PLACE_NOT_READABLE',
    message: expect.stringContaining(sentence.replace('FILE', source)),
    hint: expect.stringContaining('leave out --builder rojo'),
  });
  expect(left()).toEqual([]);
});

test('of what rojo says at length the end is shown', async () => {
  const { build } = useRojo('seq 100000 >&2; echo "the reason" >&2; exit 1');
  const error: unknown = await build().catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('It fails.');
  expect(error.message).toMatch(/\n99999\n100000\nthe reason$/);
  expect(error.message.length).toBeLessThan(2_500);
});

test('a rojo that is not there, or is no program, is told with another way', async () => {
  const missing = useRojo(undefined);
  await expect(missing.build()).rejects.toMatchObject({
    code: 'USAGE',
    message: 'There is no program rojo on the PATH.',
    hint: 'Install it, or leave out --builder rojo: projects are built without it, too.',
  });
  expect(missing.left()).toEqual([]);
});

test('a rojo that never ends is ended, by its time or by the user', async () => {
  const late = useRojo('exec sleep 1000');
  const building = late.build();
  building.catch(() => {});
  await vi.waitFor(() => expect(late.clock.pendingTimers).toBeGreaterThan(0));
  late.clock.advance(120_000);
  await expect(building).rejects.toMatchObject({
    code: 'TIMEOUT',
    message: 'rojo had not built the project after 120 s, and was ended.',
  });
  expect(late.left()).toEqual([]);
  const stopped = useRojo('exec sleep 1000');
  const another = stopped.build();
  stopped.stop.abort();
  await expect(another).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(stopped.left()).toEqual([]);
});

test('what is no project is taken as it is, which is said', async () => {
  const { folder, source, notices, build } = useRojo('exit 1');
  const place = join(folder, 'shop.rbxl');
  writeFileSync(place, buildPlaceFile(source));
  expect(await build(place)).toEqual({ source: place, file: place });
  expect(notices).toEqual([`${place} is no Rojo project: there is nothing for rojo to build.`]);
  expect(existsSync(dirname(place))).toBe(true);
});
