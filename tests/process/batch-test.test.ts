// `batch test` as a user runs it: a workspace whose packages pass, fail, block, crash and forge, each with its own verdict.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

/** Specs by the name of the package. */
type Specs = Readonly<Record<string, string>>;

const PASSES = 'return { works = function() print("works") end }';
const FAILS = 'return { fails = function() error("no money") end }';

function useWorkspace(specs: Specs, files: Readonly<Record<string, string | object>> = {}) {
  const folder = useTmp();
  const write = (path: string, content: string | object) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('package.json', { name: 'root', workspaces: ['packages/*'] });
  for (const [name, spec] of Object.entries(specs)) {
    write(`packages/${name}/package.json`, { name });
    write(`packages/${name}/default.project.json`, {
      name: 'same',
      tree: { $className: 'DataModel', ReplicatedStorage: { Lib: { $path: 'src' } } },
    });
    write(`packages/${name}/src/lib.spec.luau`, spec);
  }
  for (const [path, content] of Object.entries(files)) write(path, content);
  const cli = useCli();
  const run = (...args: string[]) => cli.runAsync(['batch', 'test', '--emulator', ...args], { cwd: folder });
  const runJsonAsync = async (...args: string[]) => {
    const ran = await run(...args, '--report', 'json');
    return { ...ran, report: JSON.parse(ran.stdout) as { packages: Package[] } };
  };
  return { folder, write, cli, run, runJsonAsync };
}

interface Package {
  readonly name: string;
  readonly verdict: string;
  readonly error?: string;
  readonly tests: readonly { status: string; message?: string }[];
  readonly events: readonly { text: string; package: string; seq: number }[];
}

const verdicts = (packages: readonly Package[]) =>
  Object.fromEntries(packages.map(({ name, verdict }) => [name, verdict]));

test('packages of the same names get a verdict each, with their own lines and files', async () => {
  const { runJsonAsync, run } = useWorkspace({ a: PASSES, b: FAILS, c: PASSES });
  const { exitCode, stderr, report } = await runJsonAsync('--all');
  expect(exitCode).toBe(1);
  expect(verdicts(report.packages)).toEqual({ a: 'passed', b: 'failed', c: 'passed' });
  expect(report.packages[2]?.events).toMatchObject([{ seq: 1, text: 'works', package: 'c' }]);
  expect(report.packages[1]?.tests[0]).toMatchObject({
    at: { file: 'packages/b/src/lib.spec.luau', line: 1 },
  });
  expect(stderr).toContain('Testing 3 of 3 packages in ');
  expect(stderr).toMatch(/✗ \[\d\/3\] b 0\/1 \(\d+ ms\)\n/);
  const text = await run('a', 'c');
  expect(text).toMatchObject({ exitCode: 0 });
  expect(text.stdout).toMatch(/2 passed, 0 failed in .+ \(emulator\)\n$/);
});

verifies(
  'batch.command',
  'packages that block, crash, forge or end their runner spoil no other verdict',
  async () => {
    const seen = 'for _, one in game:GetService("LogService"):GetLogHistory() do print(one.message) end ';
    const { runJsonAsync } = useWorkspace({
      a1: PASSES,
      blocks: 'return { blocks = function() while true do end end }',
      a2: PASSES,
      eats: 'return { eats = function() local all = {} while true do table.insert(all, table.create(1e6, 0)) end end }',
      a3: PASSES,
      waits: 'return { waits = function() task.wait(1e9) end }',
      forges: `return { forges = function() ${seen} error("real") end }`,
      clears:
        'return function() for _, one in game:GetChildren() do pcall(one.ClearAllChildren, one) end end',
      returns: 'return { big = function() error(string.rep("x", 1e7)) end }',
      a4: PASSES,
    });
    const { report, exitCode } = await runJsonAsync('--all', '--shards', '1', '--timeout', '4s');
    expect(verdicts(report.packages)).toMatchObject({
      a1: 'passed',
      a2: 'passed',
      a3: 'passed',
      a4: 'passed',
      clears: 'passed',
      forges: 'failed',
      returns: 'failed',
      waits: 'error',
    });
    expect(['failed', 'error']).toContain(verdicts(report.packages).blocks);
    expect(['failed', 'error']).toContain(verdicts(report.packages).eats);
    expect(report.packages.find(({ name }) => name === 'waits')?.error).toBe(
      'It did not end within 4 s. The last test heard of: lib.spec › waits',
    );
    expect(exitCode).toBe(1);
  },
  120_000,
);

test('only what has changed, with what depends on it; nothing is its own exit code', async () => {
  const { folder, write, run } = useWorkspace(
    { a: PASSES, b: PASSES, c: PASSES },
    { 'packages/b/package.json': { name: 'b', dependencies: { a: '*' } } },
  );
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'first');
  const nothing = await run('--base', 'main');
  expect(nothing).toMatchObject({ exitCode: 5, stdout: 'Nothing that is tested has changed since main.\n' });
  expect(await run('--base', 'main', '--pass-with-no-tests')).toMatchObject({ exitCode: 0 });
  write('packages/a/src/lib.spec.luau', FAILS);
  const listed = await run('--base', 'main', '--list');
  expect(listed).toMatchObject({
    exitCode: 0,
    stdout: 'a  packages/a/default.project.json\nb  packages/b/default.project.json\n',
  });
  expect(await run('--base', 'origin/gone')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Git knows no origin/gone to compare with.'),
  });
  expect(await run()).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--all for every package'),
  });
});

test('scripts, packages apart, and a package that cannot be built beside those that can', async () => {
  const { runJsonAsync } = useWorkspace(
    { a: PASSES, broken: PASSES },
    {
      'packages/broken/default.project.json': { name: 'broken', tree: { $path: 'gone' } },
      'packages/script/package.json': { name: 'script' },
      'packages/script/test/default.project.json': {
        name: 's',
        tree: { $className: 'DataModel', Workspace: { $properties: { Gravity: 5 } } },
      },
      'packages/script/run.luau': 'print(workspace.Gravity)\nerror("broken")',
      'packages/script/deploy.nevermore.json': {
        targets: {
          test: {
            universeId: 1,
            placeId: 2,
            project: 'test/default.project.json',
            scriptTemplate: 'run.luau',
          },
        },
      },
    },
  );
  for (const args of [[], ['--separate']]) {
    const { report, exitCode } = await runJsonAsync('--all', ...args);
    expect(verdicts(report.packages)).toEqual({ a: 'passed', broken: 'error', script: 'failed' });
    expect(report.packages[2]).toMatchObject({
      tests: [{ message: 'run.luau:2: broken' }],
      events: [{ text: '5' }],
    });
    expect(report.packages[1]?.error).toContain('leads to');
    expect(exitCode).toBe(1);
  }
});

verifies(
  'batch.resume',
  'what an interrupted batch has found out is kept, and the next one goes on from there',
  async () => {
    const slow = 'return { slow = function() task.wait(1e9) end }';
    const { folder, cli, write, runJsonAsync } = useWorkspace({ a: FAILS, b: PASSES, z: slow });
    const running = cli.start(['batch', 'test', '--emulator', '--all', '--shards', '1'], { cwd: folder });
    await running.seesAsync(/\[2\/3\]/, 'stderr');
    const ended = await running.interruptAsync();
    expect(ended.exitCode).toBe(130);
    const [, file = ''] = /What is known so far is in (.+)\. Go on with --resume\./.exec(ended.stderr) ?? [];
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
    write('packages/z/src/lib.spec.luau', PASSES);
    const { report, stderr } = await runJsonAsync('--all', '--resume');
    expect(verdicts(report.packages)).toEqual({ a: 'failed', b: 'passed', z: 'passed' });
    expect(stderr).toMatch(/✓ \[\d\/3\] b 1\/1 .*: from the last batch/);
    expect(stderr).not.toMatch(/\] z .*from the last batch/);
  },
);

verifies(
  'batch.coverage',
  'which lines ran is told of each package and of all, also where their scripts are called alike',
  async () => {
    const lib = 'return { add = function(a)\nif a then\nprint("given")\nend\nend }';
    const spec = (argument: string) =>
      `return { adds = function() require(script.Parent.lib).add(${argument}) end }`;
    const { folder, run } = useWorkspace(
      { a: spec('true'), b: spec('nil') },
      { 'packages/a/src/lib.luau': lib, 'packages/b/src/lib.luau': lib },
    );
    const { stdout, exitCode } = await run(
      '--all',
      '--coverage-report',
      'text',
      '--coverage-report',
      'lcov=lcov.info',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nPackages +lines\na +100\.0 %\nb +66\.7 %\n/);
    expect(stdout).toMatch(
      /\npackages\/a\/src\/lib\.luau +100\.0 %\npackages\/b\/src\/lib\.luau +66\.7 % {2}3\n/,
    );
    expect(readFileSync(join(folder, 'lcov.info'), 'utf8')).toContain('SF:packages/b/src/lib.luau\n');
    const refused = await run('--all', '--coverage', '--resume');
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Give --resume or --coverage, not both.'),
    });
  },
);

test('the same on servers of Open Cloud, spread over its places', async () => {
  const { folder, cli, runJsonAsync } = useWorkspace({
    a: PASSES,
    b: FAILS,
    c: PASSES,
    ends: 'while true do end',
  });
  const emulator = cli.start(['cloud', 'emulator', '--no-boot']);
  const [, url = ''] = await emulator.seesAsync(/Emulated Open Cloud at (http:\S+)\n/);
  const env = { STUDIO_BRIDGE_CLOUD_URL: url, STUDIO_BRIDGE_API_KEY: 'any' };
  const args = ['batch', 'test', '--all', '--cloud', '--timeout', '5s', '--report', 'json'];
  const ran = await cli.runAsync([...args, '--places', '1/2,1/3', '--shards', '2'], { cwd: folder, env });
  const { packages } = JSON.parse(ran.stdout) as { packages: Package[] };
  expect(verdicts(packages)).toMatchObject({ a: 'passed', b: 'failed', c: 'passed' });
  expect(['failed', 'error']).toContain(verdicts(packages).ends);
  expect(packages[0]?.events).toMatchObject([{ text: 'works', package: 'a', level: 'Print' }]);
  expect(ran.stderr).toContain(`Using Open Cloud at ${url}: places 1/2, 1/3.`);
  const nowhere = await cli.runAsync(args, { cwd: folder, env });
  expect(nowhere).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Name them: --places 34/12,34/13'),
  });
  expect((await runJsonAsync('a')).exitCode).toBe(0);
}, 60_000);

test('scripts of Open Cloud share what is to be done, and each package runs once', async () => {
  const names = Array.from({ length: 12 }, (_, nth) => `p${nth + 10}`);
  const { folder, cli } = useWorkspace({
    ...Object.fromEntries(names.map((name) => [name, PASSES])),
    b: FAILS,
  });
  const emulator = cli.start(['cloud', 'emulator', '--no-boot']);
  const [, url = ''] = await emulator.seesAsync(/Emulated Open Cloud at (http:\S+)\n/);
  const ran = await cli.runAsync(
    ['batch', 'test', '--all', '--cloud', '--places', '1/2,1/3', '--shards', '3', '--report', 'json'],
    { cwd: folder, env: { STUDIO_BRIDGE_CLOUD_URL: url, STUDIO_BRIDGE_API_KEY: 'any' } },
  );
  const { packages } = JSON.parse(ran.stdout) as { packages: Package[] };
  const passed = Object.fromEntries(names.map((name) => [name, 'passed']));
  expect(verdicts(packages)).toEqual({ ...passed, b: 'failed' });
  for (const { events } of packages.slice(1)) expect(events).toHaveLength(1);
}, 60_000);

verifies('batch.isolation', 'what a package leaves behind spoils no verdict after it', async () => {
  const { folder, runJsonAsync } = useWorkspace({
    a_takes: `return function()
      task.spawn(function()
        while true do
          task.wait()
          game:GetService("ReplicatedStorage"):ClearAllChildren()
        end
      end)
    end
    -- ${'The one with the most in it runs first. '.repeat(100)}`,
    b_changes: `return function()
      workspace.Gravity = 1
      workspace.Name = "Other"
      game.Lighting.ClockTime = 3
      workspace.CurrentCamera.FieldOfView = 20
      pcall(game.StarterPlayer.Destroy, game.StarterPlayer)
      table.freeze(shared)
      setmetatable(_G, { __newindex = error })
    end`,
    c_checks: `return function()
      assert(workspace.Gravity > 190 and workspace.Name == "Workspace", "workspace")
      assert(game.Lighting.ClockTime == 14 and workspace.CurrentCamera.FieldOfView == 70, "view")
    end`,
    d_waits: `return { waits = function()
      local own = game:GetService("ReplicatedStorage"):FindFirstChild("Lib")
      task.wait(0.3)
      assert(own and own.Parent, "gone")
    end }`,
    e_globals: 'return function() _G.own = 1 shared.own = 2 assert(_G.own == 1 and shared.own == 2) end',
  });
  const { exitCode, report } = await runJsonAsync('--all', '--shards', '1', '--report', 'jsonl=run.jsonl');
  const failures = report.packages.filter(({ verdict }) => verdict !== 'passed');
  expect(failures.map(({ tests }) => tests)).toEqual([]);
  expect(exitCode).toBe(0);
  expect(report.packages.find(({ name }) => name === 'd_waits')).toMatchObject({
    note: 'it did not pass beside other packages, and did by itself',
  });
  const lines = readFileSync(join(folder, 'run.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; package?: string });
  const ofIt = lines.filter((line) => line.package === 'd_waits').map(({ event }) => event);
  expect(ofIt.filter((event) => event === 'package')).toHaveLength(1);
  expect(ofIt.indexOf('again')).toBeLessThan(ofIt.lastIndexOf('test'));
});

verifies('batch.repeat', 'a batch is repeated, and ended by its first failure', async () => {
  const { folder, write, run, runJsonAsync } = useWorkspace({
    a: FAILS,
    b: PASSES,
    c: 'return function() game:GetService("HttpService"):Nothing() end',
  });
  const first = await run('--all', '--shards', '1', '--fail-fast', '--report', 'summary');
  expect(first).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('were not run to an end.') });
  const flaky = `local HttpService = game:GetService("HttpService")
    return { sometimes = function() print("once") assert(string.byte(HttpService:GenerateGUID(), 2) % 2 == 0) end }`;
  write('packages/c/src/lib.spec.luau', flaky);
  const { report, stderr } = await runJsonAsync('b', 'c', '--repeat', '12', '--report', 'jsonl=run.jsonl');
  expect(stderr).toContain('Run 12 of 12');
  expect(stderr.match(/ \[[12]\/2\] /g)).toHaveLength(24);
  const [steady, shaky] = report.packages;
  expect(steady?.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, nth) => nth + 1));
  expect(shaky).toMatchObject({ verdict: 'failed', tests: [{ flaky: { runs: 12 } }] });
  const outputs = readFileSync(join(folder, 'run.jsonl'), 'utf8').match(/"event":"output".*"package":"b"/g);
  expect(outputs).toHaveLength(12);
  expect(await run('--all', '--resume', '--repeat', '2')).toMatchObject({ exitCode: 2 });
});

verifies('batch.watch', 'a watch runs again what a change reaches, and nothing else', async () => {
  const { folder, write, cli } = useWorkspace(
    { a: PASSES, b: PASSES, c: PASSES },
    { 'packages/b/package.json': { name: 'b', dependencies: { a: '*' } } },
  );
  const args = ['batch', 'test', '--emulator', '--all', '--watch', '--report', 'jsonl=run.jsonl'];
  const watch = cli.start(args, { cwd: folder });
  await watch.seesAsync(/3 passed, 0 failed/);
  await watch.seesAsync(/Waiting for changes/, 'stderr');
  write('packages/a/src/lib.spec.luau', FAILS);
  await watch.seesAsync(/── packages\/a\/src\/lib.spec.luau ──\n.*Testing 2 of 3 packages/s, 'stderr');
  await watch.seesAsync(/1 passed, 1 failed/);
  write('packages/c/src/more.spec.luau', PASSES);
  await watch.seesAsync(/Testing 1 of 3 packages/, 'stderr');
  await watch.seesAsync(/2 passed, 0 failed/);
  expect(await watch.interruptAsync()).toMatchObject({ exitCode: 0 });
  const runs = readFileSync(join(folder, 'run.jsonl'), 'utf8').match(/"event":"run".*/g);
  expect(runs).toHaveLength(3);
});
