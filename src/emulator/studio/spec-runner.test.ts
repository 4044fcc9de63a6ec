import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { runLuauSpecsAsync, type SpecOptions } from './spec-runner.js';

/** Runs specs that are given as files. */
async function runAsync(files: Readonly<Record<string, string>>, options: Partial<SpecOptions> = {}) {
  const root = useTmp();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const results = await runLuauSpecsAsync({ root, name: 'Tree', ...options });
  return Object.fromEntries(results.map(({ name, ...result }) => [name, result]));
}

const spec = (body: string) => `return { ["it"] = function(t) ${body} end }`;

test('specs stand beside what they are about, and are named by both', async () => {
  const results = await runAsync({
    'Net/Sum.luau': 'return function(a, b) return a + b end',
    'Net/Sum.spec.luau': `
      local Sum = require(script.Parent.Sum)
      return {
        ["adds"] = function(t) t.equal(Sum(1, 2), 3) end,
        ["fails"] = function(t) t.equal({ 1, x = "a" }, { 1, x = "b" }) end,
      }`,
  });
  expect(results['Net/Sum › adds']).toEqual({ passed: true, output: [] });
  expect(results['Net/Sum › fails']?.passed).toBe(false);
  expect(results['Net/Sum › fails']?.error).toMatch(
    /^Specs\.Tree\.Tree\.Net\.Sum\.spec:5: expected \{ 1, x = "b" \}\n {5}got \{ 1, x = "a" \}\n/,
  );
});

test('scripts of the tree do not run', async () => {
  const results = await runAsync({ 'Main.server.luau': 'error("ran")', 'A.spec.luau': spec('') });
  expect(results['A › it']?.output).toEqual([]);
});

test.each([
  ['t.equal(1, 2)', 'expected 2\n     got 1'],
  ['t.equal({}, { nil, 2 })', 'expected { [2] = 2 }\n     got {  }'],
  ['t.truthy(nil)', 'expected something, got nil'],
  ['t.falsy(0)', 'expected nothing, got 0'],
  ['t.near(1, 1.1)', 'expected about 1.1, got 1'],
  ['t.throws(function() end)', 'expected an error, but there was none'],
  ['t.throws(function() error("a", 0) end, "^b$")', 'expected an error that matches "^b$"\n     got "a"'],
  ['error("plain")', 'plain'],
  ['error({ message = "table" })', 'table: 0x'],
])('%s fails and says why', async (body, message) => {
  const results = await runAsync({ 'A.spec.luau': spec(body) });
  expect(results['A › it']?.passed).toBe(false);
  expect(results['A › it']?.error).toContain(message);
});

test('expectations that hold', async () => {
  const results = await runAsync({
    'A.spec.luau': spec(`
      t.equal({ a = { 1, 2 } }, { a = { 1, 2 } }) t.equal(0/0, 0/0)
      t.truthy(0) t.falsy(false) t.near(0.1 + 0.2, 0.3)
      t.equal(t.throws(function() error("a", 0) end, "a"), "a")
      local spy = t.spy(function(a) return a * 2 end)
      t.equal(spy(4), 8) t.equal(spy.calls, { { 4 } })
      local before = os.clock() t.advance(100) t.near(os.clock() - before, 100, 1)`),
  });
  expect(results['A › it']).toEqual({ passed: true, output: [] });
});

test('a spec that waits for ever fails by itself', async () => {
  const results = await runAsync({ 'A.spec.luau': spec('coroutine.yield()'), 'B.spec.luau': spec('') });
  expect(results['A › it']?.error).toBe('it was not done after 600 s');
  expect(results['B › it']?.passed).toBe(true);
});

test('a spec that does not load, or is none, is a failure', async () => {
  const results = await runAsync({ 'A.spec.luau': 'return =', 'B.spec.luau': 'return 5' });
  expect(results.A?.error).toContain('Requested module experienced an error while loading');
  expect(results.A?.output[0]?.body).toMatch(/^Specs\.Tree\.Tree\.A\.spec:1: /);
  expect(results.B?.error).toBe('it does not return a table of specs');
});

test('output is with the spec that made it', async () => {
  const results = await runAsync({ 'A.spec.luau': spec('print("a")'), 'B.spec.luau': spec('warn("b")') });
  expect(results['A › it']?.output).toEqual([{ level: 'Print', body: 'a' }]);
  expect(results['B › it']?.output).toEqual([{ level: 'Warning', body: 'b' }]);
});

test("a part of them, in a place of one's own", async () => {
  const results = await runAsync(
    {
      'A.spec.luau': spec('t.equal({ game.PlaceId, workspace:GetAttribute("X") }, { 9, "y" })'),
      'B.spec.luau': spec(''),
    },
    { filter: 'A ›', place: { PlaceId: 9 }, attributes: { X: 'y' } },
  );
  expect(results).toEqual({ 'A › it': { passed: true, output: [] } });
});
