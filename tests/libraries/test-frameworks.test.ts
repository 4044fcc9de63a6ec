// The test runner with the frameworks that people use, taken unmodified from npm.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../src/emulator/engine/engine.js';
import { createVirtualClock } from '../../src/emulator/engine/virtual-clock.js';
import { type ScriptTree, scriptTreeOf } from '../../src/support/script-tree.js';
import { readTestResults, type TestResults } from '../../src/testing/results.js';
import { runnerScript, type TestOrder } from '../../src/testing/runner-script.js';
import { folderTree } from './package-trees.js';

const MODULES = join(import.meta.dirname, '..', '..', 'node_modules');

const MOVE = `for _, child in script.Parent:GetChildren() do
  if child ~= script then child.Parent = game:GetService("ReplicatedStorage") end
end`;

async function runAsync(children: ScriptTree[], order: TestOrder = {}): Promise<TestResults> {
  const clock = createVirtualClock();
  onTestFinished(() => clock.stop());
  const outcome = await new Promise<string>((resolve, reject) => {
    const engine = new Engine({
      clock,
      startup: 'throughput',
      scriptTimeLimitMs: 60_000,
      onOutput: () => {},
      onFailure: reject,
      task: { returned: resolve, failed: (message) => reject(new Error(message)) },
    });
    onTestFinished(() => engine.dispose());
    const main: ScriptTree = { name: 'Main', className: 'Script', source: MOVE, children: [] };
    engine.loadPlugin({ name: 'Place', className: 'Folder', children: [...children, main] });
    const task = { script: runnerScript(order), hasBinaryInput: false, wantsBinaryOutput: false };
    engine.order('cloud.task', JSON.stringify(task));
  });
  const results = readTestResults((JSON.parse(outcome) as unknown[])[0]);
  if (!results) throw new TypeError(`These are no results: ${outcome}`);
  return results;
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

test('Jest runs the project that its configuration names', async () => {
  const specs = scriptTreeOf('Specs', { 'cart.spec.luau': JEST_SPEC });
  const config: ScriptTree = {
    name: 'jest.config',
    className: 'ModuleScript',
    source: 'return { testMatch = { "**/*.spec" } }',
    children: [],
  };
  const tree = [
    folderTree(join(MODULES, '@rbxts-js'), 'rbxts-js'),
    { ...specs, children: [...specs.children, config] },
  ];
  const results = await runAsync(tree);
  expect(results).toMatchObject({ framework: 'jest', problems: [] });
  expect(summary(results)).toEqual([
    'passed a cart › adds',
    'failed a cart › pays',
    'skipped a cart › rests',
  ]);
  expect(results.tests[1]?.message).toContain('Expected: "none"');
});

test('Jest says why a spec cannot be loaded', async () => {
  const sources = { 'cart.spec.luau': JEST_SPEC, 'broken.spec.luau': 'return { a = function( ' };
  const specs = scriptTreeOf('Specs', sources);
  const config: ScriptTree = {
    name: 'jest.config',
    className: 'ModuleScript',
    source: 'return { testMatch = { "**/*.spec" } }',
    children: [],
  };
  const results = await runAsync([
    folderTree(join(MODULES, '@rbxts-js'), 'rbxts-js'),
    { ...specs, children: [...specs.children, config] },
  ]);
  expect(results.tests).toHaveLength(3);
  expect(results.problems).toEqual([
    {
      module: expect.stringContaining('broken.spec'),
      message: expect.stringContaining('broken.spec:1: Expected '),
    },
  ]);
});
