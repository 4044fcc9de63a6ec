// Scripts that take too much: they end with Luau's error, and the engine goes on.
import { expect, test } from 'vitest';
import { useEngine } from '../../../tests/support/use-engine.js';
import { verifies } from '../../../tests/support/verifies.js';

const TIMEOUT = 'Script timeout: exhausted allowed execution time';
const LIMITED = { scriptTimeLimitMs: 50 };

test.each([
  ['at its start', 'while true do end'],
  ['behind pcall', 'while true do pcall(function() while true do end end) end'],
  ['in a thread that it spawned', 'task.spawn(function() while true do end end)'],
  [
    'in a handler',
    'local b = Instance.new("BindableEvent") b.Event:Connect(function() while true do end end) b:Fire()',
  ],
  ['in a metamethod', 'print(setmetatable({}, { __tostring = function() while true do end end }))'],
  ['in a module', 'local m = Instance.new("ModuleScript") m.Source = "while true do end" require(m)'],
  ['in a deferred thread', 'task.defer(function() while true do end end)'],
  [
    'in a frame',
    'game:GetService("RunService").Heartbeat:Once(function() while true do end end) task.wait(0.05)',
  ],
])('a script that never ends %s', async (_where, source) => {
  const { run, lineAsync, output } = useEngine(LIMITED);
  run(source);
  await lineAsync(TIMEOUT);
  run('print("alive")');
  expect(output.at(-1)?.body).toBe('alive');
});

test('a runaway thread is ended alone: what waits besides goes on', async () => {
  const { run, lineAsync, output } = useEngine(LIMITED);
  run('task.delay(0.02, print, "the other") task.delay(0.01, function() while true do end end)');
  await lineAsync('the other');
  expect(output[0]?.body).toBe(`Test:1: ${TIMEOUT}`);
});

test('an error whose text never comes does not stop the engine', async () => {
  const { run, lineAsync } = useEngine(LIMITED);
  run(`
    local endless = setmetatable({}, { __tostring = function() while true do end end })
    task.delay(0.01, error, endless)
    task.delay(0.05, print, "alive")`);
  expect(await lineAsync('alive')).toBe('alive');
  expect(await lineAsync('Error object')).toBe('Error object of type table');
});

test('the stack of a time-out is the script, not the engine', () => {
  const { run, output } = useEngine(LIMITED);
  run('local function endless() while true do end end\nendless()');
  expect(output.map(({ body }) => body)).toEqual([
    `Test:1: ${TIMEOUT}`,
    'Stack Begin',
    "Script 'Test', Line 1 - function endless",
    "Script 'Test', Line 2",
    'Stack End',
  ]);
});

test('ScriptContext sets the limit', () => {
  const { run, output } = useEngine();
  run('game:GetService("ScriptContext"):SetTimeout(0.05)');
  run('while true do end');
  expect(output[0]?.body).toBe(`Test:1: ${TIMEOUT}`);
});

test('a script that eats memory ends with an error', () => {
  const { run, output } = useEngine({ memoryLimitBytes: 64 * 1024 * 1024 });
  run('local kept = {} while true do table.insert(kept, string.rep("x", 100000) .. #kept) end');
  expect(output.some(({ body }) => body.includes('not enough memory'))).toBe(true);
  run('print("alive", #string.rep("x", 1000000))');
  expect(output.at(-1)?.body).toBe('alive 1000000');
});

test('a script that calls itself too deeply ends with an error', () => {
  const { run, output } = useEngine();
  run('local function deep() return 1 + deep() end deep()');
  expect(output[0]?.body).toMatch(/stack overflow/);
  run('print("alive")');
  expect(output.at(-1)?.body).toBe('alive');
});

test('what nobody holds any more is collected', () => {
  const { engine, run } = useEngine();
  const work = `
    for _ = 1, 8000 do
      local folder = Instance.new("Folder")
      local child = Instance.new("Part", folder)
      child.Changed:Connect(function() end)
      child.Size = Vector3.new(1, 2, 3)
      child.Color = Color3.new(1, 0, 0)
      folder:FindFirstChild("Part")
    end`;
  run(work);
  const before = engine.luauBytes;
  const after = Array.from({ length: 5 }, () => {
    run(work);
    return engine.luauBytes;
  });
  // Garbage that waits for its collector counts too, so the least of the last rounds tells: what leaked is in all.
  expect(Math.min(...after.slice(2))).toBeLessThan(before * 2);
});

test.each([
  [
    'a table that is too deep for JSON',
    'game:GetService("HttpService"):JSONEncode(deep)',
    "Can't convert to JSON: ",
  ],
  [
    'JSON that is too deep',
    'game:GetService("HttpService"):JSONDecode(string.rep("[", 1e5))',
    "Can't parse JSON",
  ],
  ['a table that is too deep for an event', 'event:Fire(deep)', 'there are more than 5000 tables'],
  ['a metamethod that asks itself', 'return loop.x', 'C stack overflow'],
  ['text without end', 'string.rep("x", 2 ^ 31)', 'resulting string too large'],
  ['a buffer beyond all memory', 'buffer.create(2 ^ 30)', 'not enough memory'],
  [
    'a pattern that explodes',
    'string.find(string.rep("a", 1e5), string.rep("a?", 1e4))',
    'pattern too complex',
  ],
])('%s is an error that a script can catch', (_what, code, message) => {
  const { run, output } = useEngine();
  run(`
    local deep = {}
    for _ = 1, 50000 do deep = { deep } end
    local event = Instance.new("BindableEvent")
    event.Event:Connect(function() end)
    local loop
    loop = setmetatable({}, { __index = function(_, key) return loop[key] end })
    print(pcall(function() ${code} end))
    print("alive")`);
  expect(output[0]?.body).toMatch(/^false /);
  expect(output[0]?.body).toContain(message);
  expect(output[0]?.body).not.toContain('[engine]');
  expect(output.at(-1)?.body).toBe('alive');
});

verifies('engine.bad-input', 'a tree of instances three thousand deep is only deep', () => {
  const { run, output } = useEngine();
  run(`
    local root = Instance.new("Folder")
    local last = root
    for _ = 1, 3000 do last = Instance.new("Folder", last) end
    root.Parent = workspace
    print(#root:GetDescendants(), #root:Clone():GetDescendants(), #last:GetFullName())
    root:Destroy()
    print(last.Parent)`);
  expect(output.map(({ body }) => body)).toEqual(['3000 3000 21016', 'nil']);
});

test('where the stack ends inside the engine, the script that called is named', () => {
  const { run, output } = useEngine();
  run(`
    local shown = setmetatable({}, { __tostring = function(self) return tostring(self) end })
    local function deeper(depth) if depth > 0 then return (deeper(depth - 1)) end return game:GetDescendants() end
    for depth = 19000, 20000 do
      local ok, problem = pcall(deeper, depth)
      if not ok and string.find(problem, "[engine]", 1, true) then deeper(depth) end
    end
    print(shown)`);
  for (const { body } of output) expect(body).not.toContain('[engine]');
});
