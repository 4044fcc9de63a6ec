// Scripts that never end: the thread gets Luau's error, whatever it hides behind, and the scheduler goes on.
import { expect, test } from 'vitest';
import { createTickingClock, useLuauVm } from '../../../tests/support/use-luau-vm.js';
import { createManualClock } from '../../support/clock.js';

const TIMEOUT = 'Script timeout: exhausted allowed execution time';

/** A scheduler on the main thread: runs each body in a coroutine, one after another, with a budget of its own. */
const SCHEDULER = `
  local function schedule(...)
    for _, body in { ... } do
      host.startBudget()
      local thread = coroutine.create(body)
      say(coroutine.resume(thread))
    end
    host.startBudget()
    say("scheduler alive")
  end
`;

test.each([
  ['an empty loop', 'while true do end'],
  ['a repeat', 'repeat until false'],
  ['a loop that protects itself', 'while true do pcall(function() while true do end end) end'],
  [
    'a loop behind coroutine.wrap',
    'while true do pcall(coroutine.wrap(function() while true do end end)) end',
  ],
  [
    'a loop behind coroutine.resume',
    'while true do coroutine.resume(coroutine.create(function() while true do end end)) end',
  ],
  ['an error handler that loops', 'while true do xpcall(error, function() while true do end end) end'],
  [
    'a handler that loops on the time-out',
    'xpcall(function() while true do end end, function() while true do end end) while true do end',
  ],
  ['recursion that protects itself', 'local function f() pcall(f) return f() end f()'],
  ['a pattern that explodes', 'string.find(string.rep("a", 40), string.rep("a*", 35) .. "b")'],
  ['a sort whose order loops', 'table.sort({ 1, 2, 3 }, function() while true do end end)'],
  ['a gsub whose replacement loops', 'string.gsub("abc", ".", function() while true do end end)'],
  [
    'a metamethod that loops',
    'local t = setmetatable({}, { __index = function() while true do end end }) return t.x',
  ],
  ['an iterator that never ends', 'for _ in function() return 1 end do end'],
  ['text that grows and shrinks', 'local s = "" while true do s ..= "x" if #s > 1000 then s = "" end end'],
  ['host calls', 'while true do pcall(host.call, 1) end'],
])('ends %s', (_name, body) => {
  const { run } = useLuauVm({ clock: createTickingClock(), timeLimitMs: 100, onCall: () => undefined });
  const said = run(`${SCHEDULER} schedule(function() ${body} end, function() return "next one" end)`);
  expect(said[0]).toMatch(/^false .*Script timeout: exhausted allowed execution time$/);
  expect(said.slice(1)).toEqual(['true next one', 'scheduler alive']);
});

test('gives the text that Roblox gives, with the script and the line', () => {
  const { run } = useLuauVm({ clock: createTickingClock(), timeLimitMs: 50 });
  expect(run(`${SCHEDULER}\n schedule(function()\n while true do end end)`)[0]).toMatch(
    new RegExp(`^false Test:\\d+: ${TIMEOUT}$`),
  );
});

test('names the line that called, where a native function takes the time', () => {
  const { run } = useLuauVm({ clock: createTickingClock(), timeLimitMs: 50 });
  const find = 'string.find(string.rep("a", 40), string.rep("a*", 35) .. "b")';
  const thread = `local thread = coroutine.create(function()\n\n ${find} end)`;
  expect(run(`${thread} say(coroutine.resume(thread))`)).toEqual([`false Test:3: ${TIMEOUT}`]);
});

test('lets who catches it tell of it, once', () => {
  const { run } = useLuauVm({ clock: createTickingClock(), timeLimitMs: 100 });
  const said = run(`
    local texts = {}
    local thread = coroutine.create(function()
      for _ = 1, 3 do
        pcall(function() while true do end end)
        local text = ""
        for index = 1, 100 do text ..= index end
        table.insert(texts, #text)
      end
    end)
    coroutine.resume(thread)
    say(table.concat(texts, " "))`);
  expect(said).toEqual(['192']);
});

test('leaves a traceback of where it was', () => {
  const { run } = useLuauVm({ clock: createTickingClock(), timeLimitMs: 50 });
  const [said] = run(`local thread = coroutine.create(function()
    while true do end
  end)
  coroutine.resume(thread)
  host.startBudget()
  say(debug.traceback(thread))`);
  expect(said).toContain('Test:2');
});

test('does not stop a script that keeps within its budget', () => {
  const clock = createManualClock();
  const { run } = useLuauVm({ clock, timeLimitMs: 100 });
  expect(run(`${SCHEDULER} schedule(function() for _ = 1, 100000 do end return "done" end)`)).toEqual([
    'true done',
    'scheduler alive',
  ]);
});

test('stops every thread after the deadline, until the budget is restarted', () => {
  const { run } = useLuauVm({ clock: createTickingClock(), timeLimitMs: 50 });
  const said = run(`
    local function loop() for _ = 1, 1e4 do end return "finished" end
    for _ = 1, 2 do coroutine.resume(coroutine.create(function() while true do end end)) end
    say(coroutine.resume(coroutine.create(loop)))
    host.startBudget()
    say(coroutine.resume(coroutine.create(loop)))`);
  expect(said).toEqual([`false Test:2: ${TIMEOUT}`, 'true finished']);
});

test('starts the budget anew with each call', () => {
  const clock = createManualClock();
  const { run } = useLuauVm({ clock, timeLimitMs: 100 });
  const script = `say(coroutine.resume(coroutine.create(function() for _ = 1, 1e5 do end end)))`;
  run(script);
  clock.advance(1000);
  expect(run(script)).toEqual(['true']);
});

test('restarts the budget inside onCall', () => {
  const clock = createManualClock();
  const { vm, run } = useLuauVm({
    clock,
    timeLimitMs: 100,
    onCall(op) {
      clock.advance(90);
      if (op === 1) vm.startBudget();
      return undefined;
    },
  });
  const script = (op: number) =>
    `say(coroutine.resume(coroutine.create(function() for _ = 1, 5 do host.call(${op}) for _ = 1, 1e4 do end end end)))`;
  expect(run(script(1))).toEqual(['true']);
  expect(run(script(2))).toEqual([`false Test:1: ${TIMEOUT}`]);
});

test('spares the main thread', () => {
  const { run } = useLuauVm({ clock: createTickingClock(), timeLimitMs: 10 });
  expect(run('for _ = 1, 1e6 do end say("done")')).toEqual(['done']);
});

test('looks at the clock often where single steps are slow', () => {
  const clock = createManualClock();
  let calls = 0;
  const { run } = useLuauVm({
    clock,
    timeLimitMs: 1000,
    onCall() {
      calls++;
      clock.advance(10);
      return undefined;
    },
  });
  const said = run('say(coroutine.resume(coroutine.create(function() while true do host.call(1) end end)))');
  expect(said).toEqual([`false Test:1: ${TIMEOUT}`]);
  expect(calls).toBeLessThan(150);
});

test('the limit can be changed, and can count by a clock of its own', () => {
  const limitClock = createTickingClock();
  const { run, vm } = useLuauVm({ clock: createManualClock(), limitClock, timeLimitMs: 1e9 });
  const steps = `${SCHEDULER} schedule(function() for _ = 1, 1e6 do end return "done" end)`;
  expect(run(steps)[0]).toBe('true done');
  vm.setTimeLimit(10);
  expect(run(steps)[0]).toMatch(/^false Test:\d+: Script timeout/);
  vm.setTimeLimit(Number.POSITIVE_INFINITY);
  expect(run(steps)[0]).toBe('true done');
});
