// Running out of memory is a Luau error like any other, and the VM has room again afterwards.
import { expect, test } from 'vitest';
import { createTickingClock, useLuauVm } from '../../../tests/support/use-luau-vm.js';

const MB = 1024 * 1024;
const LIMIT_BYTES = 24 * MB;

/** Needs a hundred KB, compiles, and raises errors: what a scheduler does after a failure. */
const ORDINARY_WORK = `
  local t = {}
  for i = 1, 1000 do t[i] = { i, tostring(i) } end
  assert(assert(host.compile("return ...", "=Inner"))(1) == 1)
  assert(not pcall(error, "x"))
  assert(coroutine.wrap(function() return #t end)() == 1000)
`;

const HUNGRY_SCRIPTS = [
  ['a chain of tables', 'local t while true do t = { t } end'],
  ['doubled text', 'local s = "x" while true do s ..= s end'],
  ['many texts', 'local t = {} while true do table.insert(t, string.rep("x", 1000) .. #t) end'],
  ['small buffers', 'local t = {} while true do table.insert(t, buffer.create(1000)) end'],
  ['large buffers', 'local t = {} while true do table.insert(t, buffer.create(5e6)) end'],
  ['closures', 'local t = {} while true do local x = {} table.insert(t, function() return x end) end'],
  ['threads', 'local t = {} while true do table.insert(t, coroutine.create(print)) end'],
  ['userdata', 'local new, t = host.userdataPool({}), nil while true do t = { t, new() } end'],
  ['one text that is too long', 'string.rep("x", 1e9)'],
  [
    'replies of the host',
    'local t = {} while true do table.insert(t, (select(3, host.call(1, 0, string.rep("z", 1e5) .. #t)))) end',
  ],
  [
    'a traceback of it',
    'local _, e = xpcall(function() local t while true do t = { t } end end, debug.traceback) error(e, 0)',
  ],
  [
    'compiled code',
    'local t = {} while true do table.insert(t, (assert(host.compile("return {" .. string.rep("{},", 1e3) .. "}", "=Inner")))) end',
  ],
] as const;

test.each(HUNGRY_SCRIPTS)('is an error, and the next call has room: %s', (_name, script) => {
  const { vm, attempt } = useLuauVm({
    memoryLimitBytes: LIMIT_BYTES,
    onCall: (_op, _value, bytes) => ({ bytes }),
  });
  expect(attempt(script)).toEqual({ ok: false, error: expect.stringMatching(/not enough memory/) });
  expect(attempt(ORDINARY_WORK)).toEqual({ ok: true });
  expect(vm.memoryBytes).toBeLessThanOrEqual(LIMIT_BYTES);
});

test.each(HUNGRY_SCRIPTS)('is an error of the thread, and the scheduler has room: %s', (_name, script) => {
  const { run } = useLuauVm({ memoryLimitBytes: LIMIT_BYTES, onCall: (_op, _value, bytes) => ({ bytes }) });
  const [said] = run(`
    local _, message = coroutine.resume(coroutine.create(function() ${script} end))
    ${ORDINARY_WORK}
    say(message)`);
  expect(said).toMatch(/not enough memory/);
});

test('leaves a scheduler room after a script that hoards memory behind pcall', () => {
  const { run } = useLuauVm({ memoryLimitBytes: LIMIT_BYTES, timeLimitMs: 500, clock: createTickingClock() });
  const [said] = run(`
    local hoard = {}
    local _, message = coroutine.resume(coroutine.create(function()
      while true do pcall(function() while true do table.insert(hoard, { 1 }) end end) end
    end))
    host.startBudget()
    hoard = {}
    ${ORDINARY_WORK}
    say(message)`);
  expect(said).toMatch(/Script timeout|not enough memory/);
});

test('fails again and again without wearing out', () => {
  const { vm, attempt } = useLuauVm({ memoryLimitBytes: LIMIT_BYTES });
  for (let round = 0; round < 5; round++) {
    expect(attempt('local t while true do t = { t } end').ok).toBe(false);
    expect(attempt(ORDINARY_WORK)).toEqual({ ok: true });
  }
  expect(attempt('host.collectGarbage()')).toEqual({ ok: true });
  expect(vm.luauBytes).toBeLessThan(2 * MB);
});

test('does the same large work again and again', () => {
  const { attempt } = useLuauVm({ memoryLimitBytes: LIMIT_BYTES });
  for (let round = 0; round < 6; round++) {
    expect(attempt('local t = {} for i = 1, 170000 do t[i] = { i } end')).toEqual({ ok: true });
  }
});

test('refuses nothing as long as most of it is garbage', () => {
  const { run } = useLuauVm({ memoryLimitBytes: 64 * MB });
  const [said] = run(`
    local kept = {}
    for i = 1, 34 do kept[i] = buffer.create(1e6) end
    for i = 1, 1e6 do local t = { i, { i } } end
    for i = 1, 4000 do local b = buffer.create(1e5) end
    say(#kept)`);
  expect(said).toBe('34');
});

test('is not busy with collecting alone where memory is full of what is needed', () => {
  // Luau looks at the clock for each collection.
  const clock = createTickingClock();
  const { attempt } = useLuauVm({ memoryLimitBytes: 64 * MB, clock });
  expect(attempt('hoard = {} while true do table.insert(hoard, { 1 }) end').ok).toBe(false);
  const before = clock.now();
  const outcomes = Array.from({ length: 30 }, () =>
    attempt('local t = {} for i = 1, 2000 do t[i] = { i } end'),
  );
  expect(outcomes.filter(({ ok }) => ok).length).toBeGreaterThan(25);
  expect(clock.now() - before).toBeLessThan(60);
});

test('ends a collection although Luau begins the next one in the same breath', () => {
  // By this clock, so much is made in so short a time that Luau sees no time for a pause.
  const { vm, attempt } = useLuauVm({ memoryLimitBytes: 256 * MB, clock: createTickingClock() });
  const fill = 'kept = {} for i = 1, 8 do kept[i] = table.create(250000, i) end';
  for (let round = 0; round < 8; round++) {
    const more = `local t = {} for i = 1, ${(round + 1) * 20_000} do t[i] = { i } end`;
    expect(attempt(`${fill} ${more} t = nil host.collectGarbage()`)).toEqual({ ok: true });
  }
  expect(vm.luauBytes).toBeLessThan(40 * MB);
});

test('grows beyond the size that the wasm was built with', () => {
  const { vm, run } = useLuauVm();
  expect(run('local t = {} for i = 1, 60 do t[i] = buffer.create(1e6) end say(#t)')).toEqual(['60']);
  expect(vm.memoryBytes).toBeGreaterThan(60e6);
});

test('collects garbage on demand, down to weak tables', () => {
  const { vm, run } = useLuauVm();
  const said = run(`
    weak = setmetatable({}, { __mode = "k" })
    kept = {}
    weak[kept] = true
    for i = 1, 1e5 do weak[{}] = true end
    host.collectGarbage()
    local count = 0
    for _ in weak do count += 1 end
    say(count)`);
  expect(said).toEqual(['1']);
  const before = vm.luauBytes;
  run('weak = nil kept = nil host.collectGarbage()');
  expect(vm.luauBytes).toBeLessThan(before);
});
