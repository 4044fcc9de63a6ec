// The runner as it is sent, in an emulated DataModel: what it finds, what it runs, and what it says of it.
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../emulator/engine/engine.js';
import { systemClock } from '../../support/clock.js';
import { type ScriptTree, scriptTreeOf } from '../../support/script-tree.js';
import { readTestResults, type TestResults, verdictOf } from '../results/test-results.js';
import { withArguments } from './luau-chunk.js';
import { runnerScript, type TestOrder } from './runner-script.js';

/** Specs by their path below ReplicatedStorage. */
async function runAsync(files: Record<string, string>, order: TestOrder = {}) {
  const lines: string[] = [];
  const outcome = await new Promise<string>((resolve, reject) => {
    const engine = new Engine({
      clock: systemClock,
      onOutput: ({ body }) => lines.push(body),
      onFailure: reject,
      task: { returned: resolve, failed: (message) => reject(new Error(message)) },
    });
    onTestFinished(() => engine.dispose());
    engine.loadPlugin(placed(files));
    engine.order(
      'cloud.task',
      JSON.stringify({
        script: withArguments(runnerScript(), [order]),
        hasBinaryInput: false,
        wantsBinaryOutput: false,
      }),
    );
  });
  const results = readTestResults((JSON.parse(outcome) as unknown[])[0]);
  if (!results) throw new TypeError(`These are no results: ${outcome}`);
  return { results, lines };
}

/** A script that moves the tree beside it to where a place keeps such things. */
function placed(files: Record<string, string>): ScriptTree {
  const main =
    'for _, child in script.Parent.Files:GetChildren() do child.Parent = game:GetService("ReplicatedStorage") end';
  return {
    name: 'Place',
    className: 'Folder',
    children: [
      { name: 'Main', className: 'Script', source: main, children: [] },
      scriptTreeOf('Files', files),
    ],
  };
}

const summary = ({ tests }: TestResults) =>
  tests.map(({ module, path, status }) => `${status} ${module} ${path.join(' › ')}`);

test('specs without a framework are functions, or tables of them', async () => {
  const { results } = await runAsync({
    'math.spec.luau':
      'return { adds = function() assert(1 + 1 == 2) end, nested = { fails = function() error("no") end } }',
    'one.spec.luau': 'return function() task.wait() end',
    'helper.luau': 'error("is not a spec")',
  });
  expect(results).toMatchObject({ framework: 'plain', specs: 2, problems: [] });
  expect(summary(results)).toEqual([
    'passed ReplicatedStorage.math.spec math.spec › adds',
    'failed ReplicatedStorage.math.spec math.spec › nested › fails',
    'passed ReplicatedStorage.one.spec one.spec',
  ]);
  expect(results.tests[1]).toMatchObject({
    message: 'ReplicatedStorage.math.spec:1: no',
    trace: expect.stringContaining('ReplicatedStorage.math.spec:1'),
  });
  expect(verdictOf(results)).toBe('failed');
});

test('a spec that cannot be loaded, or that is none, is a problem of the run', async () => {
  const { results } = await runAsync({ 'a.spec.luau': 'local = 1', 'b.spec.luau': 'return 5' });
  expect(results.problems).toEqual([
    {
      module: 'ReplicatedStorage.a.spec',
      message: expect.stringMatching(/^ReplicatedStorage\.a\.spec:1: Expected identifier/),
    },
    {
      module: 'ReplicatedStorage.b.spec',
      message: 'The spec returns neither a function nor a table of functions.',
    },
  ]);
  expect(verdictOf(results)).toBe('failed');
});

test('a spec that fails because of another module tells what went wrong in that one, and where', async () => {
  const { results } = await runAsync({
    'cart.luau': 'local rows = nil\nreturn rows.first',
    'a.spec.luau': 'local cart = require(script.Parent.cart)\nreturn function() end',
    'b.spec.luau': 'error("says b")',
    'c.spec.luau': 'print("fine")\nreturn function() end',
  });
  expect(results.problems).toEqual([
    {
      module: 'ReplicatedStorage.a.spec',
      message: [
        "ReplicatedStorage.cart:2: attempt to index nil with 'first'",
        'ReplicatedStorage.a.spec:1: Requested module experienced an error while loading',
      ].join('\n'),
    },
    { module: 'ReplicatedStorage.b.spec', message: 'ReplicatedStorage.b.spec:1: says b' },
  ]);
  expect(summary(results)).toEqual(['passed ReplicatedStorage.c.spec c.spec']);
});

test('paths and names choose what runs', async () => {
  const files = {
    'cart.spec.luau': 'return { ["adds an item"] = function() end, ["pays"] = function() end }',
    'shop.spec.luau': 'return { ["adds a shelf"] = function() end }',
  };
  expect(summary((await runAsync(files, { name: 'ADDS' })).results)).toHaveLength(2);
  const cart = await runAsync(files, { name: 'adds', paths: ['Cart'] });
  expect(summary(cart.results)).toEqual(['passed ReplicatedStorage.cart.spec cart.spec › adds an item']);
  const none = await runAsync(files, { paths: ['nothing'] });
  expect([none.results.specs, verdictOf(none.results)]).toEqual([0, 'empty']);
  expect(summary((await runAsync(files, { roots: ['ReplicatedStorage'] })).results)).toHaveLength(3);
  await expect(runAsync(files, { roots: ['ServerStorage.Tests'] })).rejects.toThrow(
    'There is nothing at ServerStorage.Tests in the place.',
  );
});

test('each test is told as soon as the next one begins, behind a mark of its own', async () => {
  const { lines } = await runAsync(
    {
      'a.spec.luau': 'return { x = function() print("inside") end, y = function() end }',
      'b.spec.luau': 'print("loading") return function() error("no") end',
    },
    { nonce: '<n>' },
  );
  const told = lines.map((line) => (line.startsWith('\u001e<n>') ? JSON.parse(line.slice(4)) : line));
  const module = 'ReplicatedStorage.a.spec';
  const passed = { status: 'passed', durationMs: expect.any(Number) };
  expect(told).toEqual([
    { begins: { module, path: ['a.spec', 'x'] } },
    'inside',
    { ended: [passed], begins: { module, path: ['a.spec', 'y'] } },
    { ended: [passed] },
    'loading',
    { begins: { module: 'ReplicatedStorage.b.spec', path: ['b.spec'] } },
    { ended: [expect.objectContaining({ status: 'failed', message: 'ReplicatedStorage.b.spec:1: no' })] },
  ]);
});

test('before a test waits, or after one that took its time, all that is known has been told', async () => {
  const { lines } = await runAsync(
    {
      'a.spec.luau': `return {
        x = function() local start = os.clock() repeat until os.clock() - start > 0.06 end,
        y = function() game:GetService("RunService").Heartbeat:Wait() print("waited") end,
      }`,
    },
    { nonce: '<n>' },
  );
  const kinds = lines.map((line) =>
    line.startsWith('\u001e') ? Object.keys(JSON.parse(line.slice(4))) : line,
  );
  expect(kinds).toEqual([['begins'], ['ended'], ['begins'], 'waited', ['ended']]);
});

test('where nobody asks which test a line is of, tests that do not wait are told together', async () => {
  const { lines } = await runAsync(
    {
      'a.spec.luau': 'return { x = function() end, y = function() task.wait() end, z = function() end }',
      'b.spec.luau': 'return function() end',
    },
    { nonce: '<n>', isGrouped: true },
  );
  const names = (name: string) => ({ module: 'ReplicatedStorage.a.spec', path: ['a.spec', name] });
  expect(lines.map((line) => JSON.parse(line.slice(4)))).toEqual([
    // Whoever sees no more than this knows which test did not end.
    { ended: [expect.objectContaining(names('x'))], begins: names('y') },
    { ended: [expect.objectContaining(names('y')), expect.objectContaining(names('z'))] },
    { ended: [expect.objectContaining({ path: ['b.spec'], status: 'passed' })] },
  ]);
});

test('an order is data: what is in it cannot become code', async () => {
  const name = ']] error("escaped") --[[ ]=] "';
  expect((await runAsync({ 'a.spec.luau': 'return function() end' }, { name })).results.tests).toEqual([]);
});

test('a framework that is asked for and is not there is an error', async () => {
  await expect(runAsync({ 'a.spec.luau': '' }, { adapter: 'testez' })).rejects.toThrow(
    'The tests want testez, and no ModuleScript of the place is that.',
  );
});

test('a test that never ends, ends its own thread or eats all memory fails, and the others still run', async () => {
  const spec = `return {
    a_waits = function() task.wait(1e9) end,
    b_yields = function() coroutine.yield() end,
    c_cancels = function() task.cancel(coroutine.running()) end,
    d_cancels_later = function() task.delay(0, task.cancel, coroutine.running()) coroutine.yield() end,
    e_passes = function() task.wait() end,
  }`;
  const { results } = await runAsync({ 'a.spec.luau': spec }, { testTimeoutSeconds: 0.2 });
  expect(results.tests.map(({ path, status, message }) => [path.at(-1), status, message])).toEqual([
    ['a_waits', 'failed', 'The test did not end within 0.2 s.'],
    ['b_yields', 'failed', 'The test did not end within 0.2 s.'],
    ['c_cancels', 'failed', expect.any(String)],
    ['d_cancels_later', 'failed', 'The test ended the thread that it ran in.'],
    ['e_passes', 'passed', undefined],
  ]);
  expect(results.tests[0]?.trace).toContain('ReplicatedStorage.a.spec:2');
});

test('what cannot be shown as text fails its test alone, and plain tables are told with what is in them', async () => {
  const raises = (how: string) => `function() error(setmetatable({}, { ${how} })) end`;
  const spec = `return {
    a_fails = ${raises('__tostring = function() error("inside", 0) end')},
    b_fails_again = ${raises(`__tostring = ${raises('__tostring = function() error("inside", 0) end')}`)},
    c_waits = ${raises('__tostring = function() task.wait(1e9) end')},
    d_has_no_fields = ${raises('__index = function() error("no field", 0) end')},
    e_has_a_text = ${raises('__tostring = function() return "its own" end')},
    f_is_plain = function() error({ code = 3 }) end,
    g_has_a_message = function() error({ message = "said" }) end,
    h_passes = function() end,
  }`;
  const { results } = await runAsync({ 'a.spec.luau': spec });
  expect(results.tests.map(({ message }) => message)).toEqual([
    'It raised a table that cannot be shown as text: inside',
    'It raised a table that cannot be shown as text.',
    expect.stringMatching(/^It raised a table that cannot be shown as text: /),
    'It raised a table that cannot be shown as text: no field',
    'its own',
    '{"code":3}',
    'said',
    undefined,
  ]);
});

test('a spec that never ends while it loads is a problem of the run, and the others still run', async () => {
  const { results } = await runAsync(
    { 'a.spec.luau': 'task.wait(1e9)', 'b.spec.luau': 'task.wait() return function() end' },
    { testTimeoutSeconds: 0.2 },
  );
  const message = "The spec's own code did not end within 0.2 s.";
  expect(results.problems).toEqual([{ module: 'ReplicatedStorage.a.spec', message }]);
  expect(summary(results)).toEqual(['passed ReplicatedStorage.b.spec b.spec']);
});

test('the first failure can be enough, and some specs can go first', async () => {
  const files = {
    'a.spec.luau': 'return function() end',
    'b.spec.luau': 'return { x = function() error("no") end, y = function() end }',
    'c.spec.luau': 'return function() end',
  };
  const { results } = await runAsync(files, { failFast: true, first: ['ReplicatedStorage.c.spec'] });
  expect(summary(results)).toEqual([
    'passed ReplicatedStorage.c.spec c.spec',
    'passed ReplicatedStorage.a.spec a.spec',
    'failed ReplicatedStorage.b.spec b.spec › x',
  ]);
});
