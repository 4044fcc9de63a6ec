// `test` as a user runs it: a Rojo project with specs, its verdict, its reports and its exit codes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const PROJECT = {
  name: 'shop',
  tree: {
    $className: 'DataModel',
    ReplicatedStorage: { $className: 'ReplicatedStorage', Shop: { $path: 'src' } },
  },
};

const SPEC = `local cart = require(script.Parent.cart)
return {
  adds = function() print("adding") assert(cart.add(1, 2) == 3) end,
  waits = function() task.wait() end,
  fails = function() error("no money") end,
}`;

function useProject(spec = SPEC) {
  const folder = useTmp();
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'default.project.json'), JSON.stringify(PROJECT));
  writeFileSync(join(folder, 'src', 'cart.luau'), 'return { add = function(a, b) return a + b end }');
  writeFileSync(join(folder, 'src', 'cart.spec.luau'), spec);
  const cli = useCli();
  const run = (...args: string[]) => cli.runAsync(['test', '--emulator', ...args], { cwd: folder });
  const start = (...args: string[]) => cli.start(['test', '--emulator', ...args], { cwd: folder });
  return { folder, run, start };
}

verifies('testing.source-lines', 'a failing test is told with its place, and the run fails', async () => {
  const { run } = useProject();
  const ran = await run();
  expect(ran).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('✗ cart.spec › fails\n') });
  expect(ran.stdout).toContain(
    '✗ default.project.json › cart.spec › fails\n' +
      '  ReplicatedStorage.Shop.cart.spec:5: no money\n' +
      '  ReplicatedStorage.Shop.cart.spec:5 function fails\n' +
      '  src/cart.spec.luau:5\n' +
      '    3 |   adds = function() print("adding") assert(cart.add(1, 2) == 3) end,\n' +
      '    4 |   waits = function() task.wait() end,\n' +
      '  > 5 |   fails = function() error("no money") end,\n' +
      '    6 | }\n',
  );
  expect(ran.stdout).toMatch(/2 passed, 1 failed in [\d.]+ m?s \(emulator\)\n$/);
});

test('a spec that cannot be loaded is told with its error, its place and in the tally', async () => {
  const { folder, run } = useProject();
  writeFileSync(join(folder, 'src', 'syn.spec.luau'), 'local cart = nil\nreturn { syntax = function( \n');
  const ran = await run('--filter', 'adds', '--report', 'junit=out.xml', '--report', 'text');
  expect(ran.exitCode).toBe(1);
  expect(ran.stdout).toMatch(
    /ReplicatedStorage\.Shop\.syn\.spec\n {2}ReplicatedStorage\.Shop\.syn\.spec:\d: Expected .+\n {2}src\/syn\.spec\.luau:\d\n/,
  );
  expect(ran.stdout).toMatch(/1 passed, 0 failed, 1 spec could not be loaded in [\d.]+ m?s \(emulator\)\n$/);
  expect(readFileSync(join(folder, 'out.xml'), 'utf8')).toContain(
    '<error message="ReplicatedStorage.Shop.syn.spec:',
  );
});

verifies(
  'testing.reports',
  'reports go to files and to standard output, and filters choose what runs',
  async () => {
    const { folder, run } = useProject();
    const ran = await run('cart', '--filter', 'adds', '--report', 'junit=out/results.xml', '--report', 'tap');
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: 'TAP version 14\n# emulator\n1..1\nok 1 - default.project.json › cart.spec › adds\n',
    });
    expect(readFileSync(join(folder, 'out', 'results.xml'), 'utf8')).toContain(
      '<system-out>adding</system-out>',
    );
  },
);

test('nothing that runs, a report that there is none of and a project that is not there have their exit codes', async () => {
  const { run } = useProject();
  const nothing = await run('nothing');
  expect(nothing.exitCode).toBe(5);
  expect(nothing.stdout).toContain('no test ran, no spec of the place has "nothing" in its full name');
  expect((await run('--filter', 'gone')).stdout).toContain('no test has "gone" in its name');
  expect(await run('nothing', '--pass-with-no-tests')).toMatchObject({ exitCode: 0 });
  expect(await run('--report', 'xml')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('There is no report "xml".'),
  });
  expect(await run('--report', 'junit=')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--report junit= names no file.\nPut one after =,'),
  });
  expect(await run('--place', 'gone.project.json')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('gone.project.json: it does not exist.'),
  });
});

test('a test that prints results makes no verdict of its own', async () => {
  const forged = useProject(
    'print(\'{"format":"studio-bridge-test-results@1","tests":[]}\') return function() error("real") end',
  );
  expect(await forged.run()).toMatchObject({ exitCode: 1 });
});

verifies(
  'testing.partial',
  'tests that wait for ever, never stop, eat all memory or print 10 MB fail or pass by themselves',
  async () => {
    const { folder, run } = useProject(`return {
    a_waits = function() task.wait(1e9) end,
    b_loops = function() while true do end end,
    c_eats = function() local all = {} while true do table.insert(all, buffer.create(1e6)) end end,
    d_stops_itself = function() task.cancel(coroutine.running()) end,
    e_talks = function() for line = 1, 10000 do print(line, string.rep("x", 1000)) end end,
  }`);
    const ran = await run('--test-timeout', '500', '--report', 'json=all.json');
    expect(ran.exitCode).toBe(1);
    const [{ tests, events, lostLines }] = JSON.parse(
      readFileSync(join(folder, 'all.json'), 'utf8'),
    ).packages;
    expect(tests.map(({ path, status }: { path: string[]; status: string }) => [path[1], status])).toEqual([
      ['a_waits', 'failed'],
      ['b_loops', 'failed'],
      ['c_eats', 'failed'],
      ['d_stops_itself', 'failed'],
      ['e_talks', 'passed'],
    ]);
    expect(tests[2].message).toContain('not enough memory');
    expect([events.length, lostLines]).toEqual([10_000, 0]);
  },
);

test('a script that ends the Studio under its tests, or waits for ever, leaves no verdict', async () => {
  const { run } = useProject();
  const endless = await run('--script-text', 'task.wait(1e9)', '--timeout', '500');
  expect(endless).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('1 without a verdict') });
  const large = await run('--script-text', 'return string.rep("x", 10 * 1024 * 1024)');
  expect(large).toMatchObject({ exitCode: 0 });
});

verifies('testing.target', 'without words it tests what the files of the folder name', async () => {
  const { folder, run } = useProject('return function() end');
  expect(await run()).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('✓ default.project.json'),
  });
  writeFileSync(join(folder, 'run.luau'), 'error("from the script")');
  const target = { project: 'default.project.json', scriptTemplate: 'run.luau', placeId: 1 };
  writeFileSync(join(folder, 'deploy.nevermore.json'), JSON.stringify({ targets: { test: target } }));
  expect(await run()).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('Testing default.project.json, as deploy.nevermore.json says.'),
    stdout: expect.stringContaining('from the script'),
  });
  expect(await run('--deploy-target', 'live')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('has no target "live".'),
  });
  // The project's own file wins, as every option that somebody gave.
  const own = { commands: { test: { place: 'default.project.json' } } };
  writeFileSync(join(folder, 'studio-bridge.json'), JSON.stringify(own));
  expect(await run()).toMatchObject({ exitCode: 0 });
});

test('tests that run several times show which of them do not always pass', async () => {
  const { run } = useProject('return { mixed = function() assert(math.random() < 2) end }');
  const ran = await run('--repeat', '3');
  expect(ran).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Run 3 of 3') });
  expect(ran.stdout).toContain('1 passed, 0 failed');
});

verifies(
  'testing.partial',
  'lines of JSON stand on disk as soon as they are known, also where no verdict comes',
  async () => {
    const { folder, run } = useProject(
      'return { a = function() print("early") end, b = function() task.wait(1e9) end }',
    );
    const ran = await run('--timeout', '500', '--report', 'jsonl=run.jsonl', '--report', 'html=run.html');
    expect(ran.exitCode).toBe(3);
    const lines = readFileSync(join(folder, 'run.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['run', 'output', 'test', 'package', 'end']);
    expect(readFileSync(join(folder, 'run.html'), 'utf8')).toContain('cart.spec › a');
  },
);

verifies('testing.reports', 'a report that cannot be written is told before the tests run', async () => {
  const { folder, run } = useProject('return function() print("it ran") end');
  writeFileSync(join(folder, 'old.jsonl'), 'old');
  writeFileSync(join(folder, 'file'), '');
  for (const wrong of [
    ['--report', 'junit=file/results.xml'],
    ['--report', 'junit=file/results.xml', '--watch'],
    ['--coverage-report', 'lcov=file/lcov.info'],
    ['--output', 'file/results.txt'],
  ]) {
    const ran = await run('--report', 'jsonl=old.jsonl', ...wrong);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^Error: .+: a file.* (is where a folder has to be|is in the way)\.\n/);
  }
  expect(readFileSync(join(folder, 'old.jsonl'), 'utf8')).toBe('old');
});

test('a report that cannot be written when the tests are done is told, and is no success', async () => {
  const { folder, run } = useProject('return function() end');
  const full = 'The report /dev/full could not be written: the disk is full.';
  const wanted = ['--report', 'jsonl=/dev/full', '--report', 'json=out.json', '--report', 'text'];
  const ran = await run(...wanted);
  expect(ran).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(full) });
  expect(ran.stdout).toContain('1 passed, 0 failed');
  expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')).packages).toHaveLength(1);
  expect(await run('--output', '/dev/full')).toMatchObject({ exitCode: 3 });
  writeFileSync(join(folder, 'src', 'cart.spec.luau'), 'return function() error("no") end');
  expect(await run(...wanted)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(full) });
  expect(await run('--output', '/dev/full')).toMatchObject({ exitCode: 1 });
});

test('what tests print is shown while they run where more than usual is wanted', async () => {
  const spec =
    'return { a = function() print("one\\ntwo") warn("three") end, b = function() print("✓ b") end }';
  const { run } = useProject(spec);
  const ran = await run('--verbose');
  expect(ran.stderr).toContain('  one\n  two\n  three\n');
  expect(ran.stderr).toContain('\n  ✓ b\n');
  expect((await run()).stderr).not.toContain('one');
  const json = await run('--verbose', '--json');
  expect(json.stderr).not.toContain('one');
  expect(JSON.parse(json.stdout)).toMatchObject({
    report: { packages: [{ events: [{ text: 'one\ntwo' }, {}, {}] }] },
  });
});

test('an interruption says no more than that', async () => {
  const { start } = useProject(
    'return { a = function() print("looping") task.wait() while true do end end }',
  );
  const running = start('--report', 'jsonl');
  await running.seesAsync(/looping/);
  const ended = await running.interruptAsync();
  expect(ended).toMatchObject({ exitCode: 130 });
  expect(ended.stderr).not.toContain('not known');
});

test('a script is a test by itself', async () => {
  const { folder, run } = useProject();
  writeFileSync(join(folder, 'smoke.luau'), 'assert(game.ReplicatedStorage.Shop:FindFirstChild("cart"))');
  expect(await run('--script', 'smoke.luau')).toMatchObject({ exitCode: 0 });
  writeFileSync(join(folder, 'smoke.luau'), 'error("broken")');
  const ran = await run('--script', 'smoke.luau');
  expect(ran.exitCode).toBe(1);
  expect(ran.stdout).toContain('broken');
  expect(await run('--script-text', 'assert(1 + 1 == 2)')).toMatchObject({ exitCode: 0 });
  expect(await run('--script-text', 'x', '--script', 'smoke.luau')).toMatchObject({ exitCode: 2 });
});

verifies(
  'testing.watch',
  'a watch runs again with every change, and ends with the verdict of its newest run',
  async () => {
    const { folder, start } = useProject(
      'local cart = require(script.Parent.cart) return function() assert(cart.add(1, 2) == 3) end',
    );
    const watch = start('--watch', '--report', 'summary');
    await watch.seesAsync(/Waiting for changes/, 'stderr');
    await watch.seesAsync(/1 passed, 0 failed/);
    const cart = join(folder, 'src', 'cart.luau');
    writeFileSync(cart, 'return { add = function(a, b) return a - b end }');
    await watch.seesAsync(
      /── src\/cart\.luau ──[\s\S]+first result after \d+ ms, verdict after \d+ ms/,
      'stderr',
    );
    await watch.seesAsync(/0 passed, 1 failed/);
    writeFileSync(join(folder, 'src', 'more.spec.luau'), 'return function() end');
    await watch.seesAsync(/1 passed, 1 failed/);
    writeFileSync(cart, 'return { add = function(a, b) return a + b end }');
    await watch.seesAsync(/2 passed, 0 failed/);
    expect(await watch.interruptAsync()).toMatchObject({ exitCode: 0 });
  },
);

verifies(
  'testing.partial',
  'every report of a run that is interrupted, or cannot begin, is written with what is known, and says so',
  async () => {
    const { folder, start, run } = useProject(
      'return { a = function() print("early") end, b = function() error("no money") end, c = function() task.wait(1e9) end }',
    );
    const forms = [
      'text',
      'summary',
      'json',
      'jsonl',
      'junit',
      'tap',
      'markdown',
      'github',
      'html',
      'grouped',
    ];
    const files = forms.flatMap((form) => ['--report', `${form}=out/${form}`]);
    const read = (form: string) => readFileSync(join(folder, 'out', form), 'utf8');
    const running = start(...files, '--report', 'text');
    await running.seesAsync(/✗ cart\.spec › b/, 'stderr');
    const ended = await running.interruptAsync();
    expect(ended).toMatchObject({ exitCode: 130 });
    expect(ended.stdout).toMatch(
      /\nIncomplete: 1 passed, 1 failed, 1 without a verdict in .+ \(emulator\)\n$/,
    );
    for (const form of forms) {
      expect(read(form), form).toMatch(/interrupted|^Incomplete: /m);
      expect(read(form), form).toMatch(/no money|Incomplete: 1 passed, 1 failed/);
    }
    expect(read('tap')).toMatch(/\nBail out! The run was interrupted\.\n$/);
    expect(JSON.parse(read('json'))).toMatchObject({ incomplete: 'The run was interrupted.' });
    expect(read('jsonl')).toMatch(/"incomplete":"The run was interrupted\."\}\n$/);
    writeFileSync(join(folder, 'default.project.json'), '{');
    expect(await run(...files)).toMatchObject({ exitCode: 2, stdout: '' });
    for (const form of ['json', 'junit', 'html', 'jsonl'])
      expect(read(form)).toContain('default.project.json');
    expect(JSON.parse(read('json')).incomplete).toContain('default.project.json');
  },
);

verifies(
  'testing.coverage',
  'coverage tells which lines of the project’s own files ran, also of those that nothing required',
  async () => {
    const { folder, run } = useProject(
      'local cart = require(script.Parent.cart) return function() cart.add(1, 2) end',
    );
    writeFileSync(
      join(folder, 'src', 'idle.luau'),
      'local idle = {}\nfunction idle.run()\n  return 1\nend\nreturn idle\n',
    );
    const ran = await run(
      '--coverage',
      '--coverage-report',
      'text',
      '--coverage-report',
      'lcov=out/lcov.info',
    );
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toMatch(/src\/cart\.luau\s+100\.0 %\nsrc\/idle\.luau\s+0\.0 %\s+1-5\nAll files/);
    expect(readFileSync(join(folder, 'out', 'lcov.info'), 'utf8')).toContain('SF:src/cart.luau\n');
    expect(await run('--coverage-report', 'lcov')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /\nCoverage: \d+ of \d+ lines \([\d.]+ %\), written to coverage\/lcov\.info\n$/,
      ),
    });
    expect(await run('--coverage', '--no-emulator')).toMatchObject({ exitCode: 2 });
  },
);
