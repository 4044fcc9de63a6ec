// Open Cloud as a user meets it, between processes: the emulated service, and the commands that talk to it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

async function useCloudAsync(...more: readonly string[]) {
  const cli = useCli();
  const emulator = cli.start(['cloud', 'emulator', '--no-boot', ...more]);
  const [, url = ''] = await emulator.seesAsync(/Emulated Open Cloud at (http:\S+)\n/);
  const env = { STUDIO_BRIDGE_CLOUD_URL: url, STUDIO_BRIDGE_API_KEY: 'any' };
  const run = (script: string, ...args: string[]) =>
    cli.runAsync(['cloud', 'run', '-', '--universe', '1', '--place', '2', ...args], { env, input: script });
  return { cli, emulator, url, run };
}

test('a script runs on an emulated server, and its lines and values come back', async () => {
  const { emulator, run } = await useCloudAsync();
  const ran = await run('print("hello", game.PlaceId) warn("careful") return { n = 1 }, workspace');
  expect(ran).toMatchObject({ exitCode: 0, stdout: 'hello 2\ncareful\n{"n":1}\nnull\n' });
  expect(ran.stderr).toMatch(/Task universes\/1\/places\/2\/versions\/\d+\/luau-execution-sessions\//);
  const asJson = await run('error("boom")', '--json');
  expect(asJson.exitCode).toBe(1);
  expect(JSON.parse(asJson.stdout)).toMatchObject({
    success: false,
    error: { code: 'SCRIPT_ERROR', message: 'TaskScript:1: boom' },
    version: expect.any(Number),
  });
  expect(await emulator.interruptAsync()).toMatchObject({ exitCode: 0 });
});

test('what a script leaves in MemoryStore is there for the next one', async () => {
  const { run } = await useCloudAsync();
  const count = `local stores = game:GetService("MemoryStoreService")
    local function add(n) return (n or 0) + 1 end
    local hash = stores:GetHashMap("counts")
    local queue = stores:GetQueue("counts")
    queue:AddAsync(hash:UpdateAsync("visits", add, 60), 60)
    return stores:GetSortedMap("counts"):UpdateAsync("visits", add, 60), queue:GetSizeAsync(),
      hash:ListItemsAsync(5):GetCurrentPage()`;
  expect((await run(count)).stdout).toBe('1\n1\n[{"key":"visits","value":1}]\n');
  expect((await run(count)).stdout).toBe('2\n2\n[{"key":"visits","value":2}]\n');
});

test('output of which the service kept only the end is said to be that', async () => {
  const { run } = await useCloudAsync();
  const missing = 'lines before it may be missing';
  const long = await run('for line = 1, 10000 do print(line) end');
  expect(long.stdout).not.toContain('\n2\n');
  expect(long.stderr).toContain(missing);
  const short = await run('for line = 1, 1000 do print(line) end');
  expect(short.stdout).toContain('\n2\n');
  expect(short.stderr).not.toContain(missing);
});

test('a place that is uploaded first is the one that the script runs in', async () => {
  const { cli, run } = await useCloudAsync();
  const place = join(cli.home, 'shop.rbxlx');
  writeFileSync(
    place,
    '<roblox version="4"><Item class="Workspace"><Properties><string name="Name">Workspace</string></Properties>' +
      '<Item class="Folder"><Properties><string name="Name">Shop</string></Properties></Item></Item></roblox>',
  );
  const ran = await run('return workspace.Shop.ClassName, game.PlaceVersion', '--place-file', place);
  expect(ran.exitCode).toBe(0);
  const [, version] = /^"Folder"\n(\d+)\n$/.exec(ran.stdout) ?? [];
  expect(ran.stderr).toContain(`It is version ${version} of place 2.`);
});

test('a key is kept once the service knows it, and used from then', async () => {
  const { cli, url } = await useCloudAsync();
  const env = { STUDIO_BRIDGE_CLOUD_URL: url };
  const args = ['cloud', 'run', '-', '--universe', '1', '--place', '2'];
  const without = await cli.runAsync(args, { env, input: 'return 1' });
  expect(without).toMatchObject({
    exitCode: 4,
    stderr: expect.stringContaining('No Open Cloud API key was given.'),
  });
  const login = await cli.runAsync(['login'], { env, input: 'my-key\n' });
  expect(login).toMatchObject({
    exitCode: 0,
    stdout: `The key is kept in ${join(cli.home, 'credentials.json')}\n`,
  });
  expect(await cli.runAsync(args, { env, input: 'return 1' })).toMatchObject({ exitCode: 0, stdout: '1\n' });
});

test('a service that is not there, a file that is no place and an address that is none are one sentence each', async () => {
  const cli = useCli();
  const notes = join(cli.home, 'notes.txt');
  writeFileSync(notes, '');
  const run = (url: string, ...args: string[]) =>
    cli.runAsync(
      ['cloud', 'run', '-', '--universe', '1', '--place', '2', '--api-key', 'k', '--cloud-url', url, ...args],
      {
        input: '',
      },
    );
  const noPlace = await run('http://127.0.0.1:1', '--place-file', notes);
  expect(noPlace).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(`The file ${notes} is no place.`),
  });
  const noAddress = await run('nowhere');
  expect(noAddress).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('nowhere is no address of a service.'),
  });
});

verifies(
  'batch.schedule',
  'a task that is never there and one whose place never loads cost a batch neither verdicts nor minutes',
  async () => {
    const folder = useTmp();
    const write = (path: string, content: string | object) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
    };
    write('package.json', { name: 'root', workspaces: ['packages/*'] });
    for (let number = 0; number < 24; number++) {
      const at = `packages/package-${number}`;
      write(`${at}/package.json`, { name: `package-${number}` });
      const tree = { $className: 'DataModel', ReplicatedStorage: { Lib: { $path: 'src' } } };
      write(`${at}/default.project.json`, { name: 'lib', tree });
      write(`${at}/src/lib.spec.luau`, 'return { works = function() end }');
    }
    write('faults.json', {
      faults: [
        { fault: 'refuse', on: 'createTask', status: 502, nth: 2 },
        { fault: 'hang', on: 'task', nth: 2 },
      ],
    });
    const { cli, url } = await useCloudAsync('--faults', join(folder, 'faults.json'));
    const ran = await cli.runAsync(
      ['batch', 'test', '--cloud', '--all', '--places', '1/2', '--shards', '4', '--report', 'json'],
      { cwd: folder, env: { STUDIO_BRIDGE_CLOUD_URL: url, STUDIO_BRIDGE_API_KEY: 'any' } },
    );
    const { packages } = JSON.parse(ran.stdout) as { packages: { verdict: string }[] };
    expect(packages.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 24 }, () => 'passed'));
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain('Whether Open Cloud started a task in place 2 of universe 1 is not known');
  },
);
