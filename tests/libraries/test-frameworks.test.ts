// The test runner with the frameworks that people use, taken unmodified from npm.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../src/emulator/engine/engine.js';
import { createVirtualClock } from '../../src/emulator/engine/virtual-clock.js';
import { type ScriptTree, scriptTreeOf } from '../../src/support/script-tree.js';
import { readTestResults, type TestResults } from '../../src/testing/results/test-results.js';
import { withArguments } from '../../src/testing/runner/luau-chunk.js';
import { runnerScript, type TestOrder } from '../../src/testing/runner/runner-script.js';
import { verifies } from '../support/verifies.js';
import { folderTree } from './package-trees.js';

const MODULES = join(import.meta.dirname, '..', '..', 'node_modules');

const MOVE = `for _, child in script.Parent:GetChildren() do
  if child ~= script then child.Parent = game:GetService("ReplicatedStorage") end
end`;

const NONCE = '<n>';
const MARK = `\u001e${NONCE}`;

async function runAsync(
  children: ScriptTree[],
  order: TestOrder = {},
): Promise<TestResults & { readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const clock = createVirtualClock();
  onTestFinished(() => clock.stop());
  const outcome = await new Promise<string>((resolve, reject) => {
    const engine = new Engine({
      clock,
      startup: 'throughput',
      scriptTimeLimitMs: 60_000,
      onOutput: ({ body }) => lines.push(body),
      onFailure: reject,
      task: { returned: resolve, failed: (message) => reject(new Error(message)) },
    });
    onTestFinished(() => engine.dispose());
    const main: ScriptTree = { name: 'Main', className: 'Script', source: MOVE, children: [] };
    engine.loadPlugin({ name: 'Place', className: 'Folder', children: [...children, main] });
    const task = {
      script: withArguments(runnerScript(), [order]),
      hasBinaryInput: false,
      wantsBinaryOutput: false,
    };
    engine.order('cloud.task', JSON.stringify(task));
  });
  const results = readTestResults((JSON.parse(outcome) as unknown[])[0]);
  if (!results) throw new TypeError(`These are no results: ${outcome}`);
  return { ...results, lines };
}

interface Told {
  readonly ended?: readonly { readonly status: string }[];
  readonly begins?: object;
}

/** What was told while the tests ran, and what they printed. */
function toldIn(lines: readonly string[]): unknown[] {
  return lines.flatMap((line): unknown[] => {
    if (!line.startsWith(MARK)) return [line];
    const { ended = [], begins } = JSON.parse(line.slice(MARK.length)) as Told;
    return [...ended.map((test) => ({ ended: test.status, ...test })), ...(begins ? [{ begins }] : [])];
  });
}

const summary = ({ tests }: TestResults) => tests.map(({ path, status }) => `${status} ${path.join(' › ')}`);

const TESTEZ_SPEC = `return function()
  describe("a cart", function()
    it("adds", function() expect(1 + 1).to.equal(2) end)
    it("pays", function() expect("money").to.equal("none") end)
    itSKIP("rests", function() end)
  end)
end`;

test('TestEZ runs its specs', async () => {
  const tree = [
    folderTree(join(MODULES, '@rbxts', 'testez'), 'testez'),
    scriptTreeOf('Specs', { 'cart.spec.luau': TESTEZ_SPEC }),
  ];
  const results = await runAsync(tree);
  expect(results).toMatchObject({ framework: 'testez', specs: 1, problems: [] });
  expect(summary(results)).toEqual([
    expect.stringContaining('passed'),
    expect.stringMatching(/^failed .*a cart › pays$/),
    expect.stringContaining('skipped'),
  ]);
  expect(results.tests[1]?.module).toBe('ReplicatedStorage.Specs.cart.spec');
  expect(results.tests[1]?.message).toContain('Expected value "none" (string), got "money" (string) instead');
  expect(summary(await runAsync(tree, { name: 'adds', paths: ['cart'] }))[0]).toMatch(
    /^passed cart › a cart › adds$/,
  );
});

/** Of these names, the first is a pattern that does not fit itself. */
const ODD_NAMES = 'it("Re-adds (2.5%) <_a>, its #1!", function() end) it("Re adds 245", function() end)';
const ran = (results: TestResults) =>
  results.tests.filter(({ status }) => status === 'passed').map(({ path }) => path.at(-1));

test('TestEZ and Jest look for names as they are', async () => {
  const testez = await runAsync(
    [
      folderTree(join(MODULES, '@rbxts', 'testez'), 'testez'),
      scriptTreeOf('Specs', { 'cart.spec.luau': `return function() ${ODD_NAMES} end` }),
    ],
    { name: 're-adds (2.5%) <_a>, its #1' },
  );
  expect(ran(testez)).toEqual(['Re-adds (2.5%) <_a>, its #1!']);
  const specs = scriptTreeOf('Specs', {
    'cart.spec.luau': `local it = require(script.Parent.Parent["rbxts-js"].JestGlobals).it ${ODD_NAMES}`,
  });
  const jest = await runAsync(
    [
      folderTree(join(MODULES, '@rbxts-js'), 'rbxts-js'),
      { ...specs, children: [...specs.children, JEST_CONFIG] },
    ],
    { name: 're-adds (2.5%) <_a>, its #1', paths: ['specs.Cart', '(none'] },
  );
  expect(jest.problems).toEqual([]);
  expect(ran(jest)).toEqual(['Re-adds (2.5%) <_a>, its #1!']);
});

verifies(
  'testing.told',
  'TestEZ’s tests are told one by one, and the first failure can be enough',
  async () => {
    const tree = [
      folderTree(join(MODULES, '@rbxts', 'testez'), 'testez'),
      scriptTreeOf('Specs', {
        'cart.spec.luau': `return function()
        afterEach(function(context) if _G.breaks then error("cannot tidy up", 0) end end)
        it("adds", function() print("adding") expect(1 + 1).to.equal(2) end)
        it("pays", function() print("paying") fail("no money") end)
        it("leaves", function() _G.breaks = true end)
        itSKIP("rests", function() end)
      end`,
      }),
    ];
    const { lines, tests } = await runAsync(tree, { nonce: NONCE });
    const module = 'ReplicatedStorage.Specs.cart.spec';
    expect(toldIn(lines)).toEqual([
      { begins: { module, path: expect.arrayContaining(['cart', 'adds']) } },
      'adding',
      expect.objectContaining({ ended: 'passed' }),
      { begins: { module, path: expect.arrayContaining(['cart', 'pays']) } },
      'paying',
      expect.objectContaining({ ended: 'failed', message: 'no money' }),
      { begins: { module, path: expect.arrayContaining(['cart', 'leaves']) } },
      expect.objectContaining({ ended: 'failed', message: 'afterEach hook: cannot tidy up' }),
      expect.objectContaining({ ended: 'skipped' }),
    ]);
    expect(tests.map(({ status }) => status)).toEqual(['passed', 'failed', 'failed', 'skipped']);
    expect(summary(await runAsync(tree, { failFast: true })).map((text) => text.split(' ')[0])).toEqual([
      'passed',
      'failed',
      'skipped',
    ]);
  },
);

test('a TestEZ test that never ends, or ends its own thread, fails alone', async () => {
  const source = `return function()
    it("waits", function() task.wait(1e9) end)
    it("cancels", function() task.delay(0, task.cancel, coroutine.running()) coroutine.yield() end)
    it("passes", function() task.wait() end)
  end`;
  const { tests } = await runAsync(
    [
      folderTree(join(MODULES, '@rbxts', 'testez'), 'testez'),
      scriptTreeOf('Specs', { 'cart.spec.luau': source }),
    ],
    { testTimeoutSeconds: 5 },
  );
  expect(tests.map(({ path, status, message }) => [path.at(-1), status, message])).toEqual([
    ['waits', 'failed', expect.stringContaining('The test did not end within 5 s.')],
    ['cancels', 'failed', expect.stringContaining('The test ended the thread that it ran in.')],
    ['passes', 'passed', undefined],
  ]);
});

test('TestEZ runs the other specs where one cannot be loaded', async () => {
  const results = await runAsync([
    folderTree(join(MODULES, '@rbxts', 'testez'), 'testez'),
    scriptTreeOf('Specs', { 'cart.spec.luau': TESTEZ_SPEC, 'broken.spec.luau': 'return { a = function( ' }),
  ]);
  expect(results.tests).toHaveLength(3);
  expect(results.problems).toEqual([
    {
      module: 'ReplicatedStorage.Specs.broken.spec',
      message: expect.stringMatching(/^ReplicatedStorage\.Specs\.broken\.spec:1: Expected /),
    },
  ]);
});

const JEST_SPEC = `local Jest = require(script.Parent.Parent["rbxts-js"].JestGlobals)
local describe, it, expect = Jest.describe, Jest.it, Jest.expect
describe("a cart", function()
  it("adds", function() expect(1 + 1).toBe(2) end)
  it("pays", function() expect("money").toBe("none") end)
  it["skip"]("rests", function() end)
end)`;

const JEST_CONFIG: ScriptTree = {
  name: 'jest.config',
  className: 'ModuleScript',
  source: 'return { testMatch = { "**/*.spec" } }',
  children: [],
};

test('Jest runs the project that its configuration names', async () => {
  const specs = scriptTreeOf('Specs', { 'cart.spec.luau': JEST_SPEC });
  const tree = [
    folderTree(join(MODULES, '@rbxts-js'), 'rbxts-js'),
    { ...specs, children: [...specs.children, JEST_CONFIG] },
  ];
  const results = await runAsync(tree, { nonce: NONCE });
  expect(results).toMatchObject({ framework: 'jest', problems: [] });
  expect(summary(results)).toEqual([
    'passed a cart › adds',
    'failed a cart › pays',
    'skipped a cart › rests',
  ]);
  expect(results.tests[1]?.message).toContain('Expected: "none"');
  const module = 'ReplicatedStorage.Specs.cart.spec';
  expect(results.tests[1]?.module).toBe(module);
  const told = toldIn(results.lines);
  expect(told.slice(0, 4)).toEqual([
    { begins: { module, path: ['a cart', 'adds'] } },
    expect.objectContaining({ ended: 'passed' }),
    { begins: { module, path: ['a cart', 'pays'] } },
    expect.objectContaining({ ended: 'failed', message: expect.stringContaining('Expected: "none"') }),
  ]);
  expect(told.at(-1)).toMatchObject({ ended: 'skipped', module, path: ['a cart', 'rests'] });
  // Not a second time, when all is known.
  expect(told.filter((line) => typeof line === 'object')).toHaveLength(5);
});

test('after the first failure, Jest runs no other test of the file', async () => {
  const source = JEST_SPEC.replace('it("adds"', 'it("breaks", function() error("no") end)\n  it("adds"');
  const specs = scriptTreeOf('Specs', { 'cart.spec.luau': source });
  const results = await runAsync(
    [
      folderTree(join(MODULES, '@rbxts-js'), 'rbxts-js'),
      { ...specs, children: [...specs.children, JEST_CONFIG] },
    ],
    { failFast: true },
  );
  expect(summary(results)).toEqual(['failed a cart › breaks', 'skipped a cart › rests']);
  expect(results.problems).toEqual([]);
});

test('Jest says why a spec cannot be loaded', async () => {
  const sources = { 'cart.spec.luau': JEST_SPEC, 'broken.spec.luau': 'return { a = function( ' };
  const specs = scriptTreeOf('Specs', sources);
  const results = await runAsync([
    folderTree(join(MODULES, '@rbxts-js'), 'rbxts-js'),
    { ...specs, children: [...specs.children, JEST_CONFIG] },
  ]);
  expect(results.tests).toHaveLength(3);
  expect(results.problems).toEqual([
    {
      module: expect.stringContaining('broken.spec'),
      message: expect.stringContaining('broken.spec:1: Expected '),
    },
  ]);
});
