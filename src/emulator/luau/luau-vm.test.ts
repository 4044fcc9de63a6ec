// What the engine relies on: chunks load and run, errors tell chunk and line, nothing leaks, VMs do not share anything.
import { expect, test } from 'vitest';
import { useLuauVm } from '../../../tests/support/use-luau-vm.js';
import { createManualClock, systemClock } from '../../support/clock.js';
import { createLuauVm } from './luau-vm.js';

test('runs a chunk', () => {
  expect(useLuauVm().run('say("hello", 1 + 1, nil)')).toEqual(['hello 2 nil']);
});

test('reports a syntax error with chunk name and line', () => {
  const { vm } = useLuauVm();
  expect(vm.load('local a = 1\nlocal b = = 2', '=Workspace.Script')).toEqual({
    ok: false,
    error: "Workspace.Script:2: Expected identifier when parsing expression, got '='",
  });
  expect(vm.load('return +', 'one line')).toMatchObject({
    error: expect.stringMatching(/^\[string "one line"\]:1: /),
  });
});

test('reports a runtime error with chunk name and line', () => {
  const { attempt } = useLuauVm();
  expect(attempt('\n\nerror("went wrong")')).toEqual({ ok: false, error: 'Test:3: went wrong' });
  expect(attempt('local t = nil\nreturn t.x')).toEqual({
    ok: false,
    error: "Test:2: attempt to index nil with 'x'",
  });
});

test('describes errors that are not text', () => {
  const { attempt } = useLuauVm();
  expect(attempt('error(setmetatable({}, { __tostring = function() return "described" end }))')).toEqual({
    ok: false,
    error: 'described',
  });
  expect(attempt('error(setmetatable({}, { __tostring = function() error("again") end }))')).toEqual({
    ok: false,
    error: 'an error of type table',
  });
  expect(attempt('error(nil)')).toEqual({ ok: false, error: 'nil' });
});

test('keeps errors that are not UTF-8 readable', () => {
  const result = useLuauVm().attempt('error("bad \\255 \\0 byte", 0)');
  expect(result).toEqual({ ok: false, error: 'bad \ufffd \0 byte' });
});

test('refuses a NUL byte in source, with chunk name and line', () => {
  const { vm, run } = useLuauVm();
  const error = 'the source has a NUL byte, which Luau cannot compile';
  expect(vm.load('local a\nlocal b = "\0"', '=Test')).toEqual({ ok: false, error: `Test:2: ${error}` });
  expect(vm.load('\0', 'first\nsecond')).toEqual({ ok: false, error: `[string "first..."]:1: ${error}` });
  expect(run('say(select(2, host.compile("return 1\\n\\0", "=Inner")))')).toEqual([`Inner:2: ${error}`]);
});

test('takes source as bytes, other than UTF-8 too', () => {
  const { run } = useLuauVm();
  expect(run(Buffer.from('say(#"\xff\xfe", string.byte("\xff"))', 'latin1'))).toEqual(['2 255']);
});

test('calls a loaded function again, with its results dropped', () => {
  const { vm, run } = useLuauVm();
  run('count = 0');
  const loaded = vm.load('count += 1 return {}, function() end, coroutine.create(print)', '=Test');
  if (!loaded.ok) throw new Error(loaded.error);
  expect(vm.call(loaded.fn)).toEqual({ ok: true });
  expect(vm.call(loaded.fn)).toEqual({ ok: true });
  expect(run('say(count)')).toEqual(['2']);
});

test('does not grow over a thousand loads, errors and calls', () => {
  const { vm, run, attempt } = useLuauVm();
  const round = () => {
    for (let index = 0; index < 1000; index++) {
      attempt(`local t = { ${index} } return t, function() return t end`);
      attempt('return +');
      attempt('error({})');
    }
    run(`for i = 1, 1000 do
      assert(host.compile("return " .. i, "=Inner"))
      assert(not host.compile("return +", "=Inner"))
    end
    host.collectGarbage()`);
  };
  round();
  const { luauBytes, memoryBytes } = vm;
  round();
  expect(vm.luauBytes - luauBytes).toBeLessThan(1000);
  expect(vm.memoryBytes).toBe(memoryBytes);
});

test('compiles from inside: a function, or the error', () => {
  const { run } = useLuauVm();
  expect(
    run(`
      local add = host.compile("local a, b = ... return a + b", "=Inner")
      say(add(1, 2), host.compile("return +", "=Inner"))
      coroutine.wrap(function() say((host.compile("return 7", "=Inner"))()) end)()`),
  ).toEqual(["3 nil Inner:1: Expected identifier when parsing expression, got '+'", '7']);
});

test('loads inside onCall but refuses to call there', () => {
  const outcomes: unknown[] = [];
  const { vm, run } = useLuauVm({
    onCall() {
      const loaded = vm.load('return 1', '=Inner');
      outcomes.push(loaded.ok);
      if (loaded.ok) vm.call(loaded.fn);
      return undefined;
    },
  });
  expect(run('say(pcall(host.call, 1))')).toEqual([
    'false Luau is running: this is possible only when it has returned',
  ]);
  expect(outcomes).toEqual([true]);
  expect(run('say("still usable")')).toEqual(['still usable']);
});

test('adds nothing but host to the globals', () => {
  const vm = createLuauVm({
    clock: systemClock,
    onCall: (_op, _value, bytes) => void names.push(bytes.toString()),
  });
  const names: string[] = [];
  const loaded = vm.load('for name in getfenv(0) do host.call(0, 0, name) end', '=Test');
  if (loaded.ok) vm.call(loaded.fn);
  expect(names).toEqual(['host']);
});

test('keeps two VMs apart', () => {
  const [first, second] = [useLuauVm(), useLuauVm()];
  first.run('shared = "first"');
  second.run('shared = "second"');
  expect([...first.run('say(shared)'), ...second.run('say(shared)')]).toEqual(['first', 'second']);
});

test('takes time from the given clock', () => {
  const clock = createManualClock(Date.UTC(2024, 1, 29, 12, 30, 15));
  const { run } = useLuauVm({ clock });
  expect(
    run('start = os.clock() say(os.time(), os.date("!%Y-%m-%d %H:%M:%S"), os.date("!*t").yday)'),
  ).toEqual(['1709209815 2024-02-29 12:30:15 60']);
  clock.advance(1500);
  expect(run('say(os.clock() - start)')).toEqual(['1.5']);
});

test('cannot be used after it was disposed of', () => {
  const { vm } = useLuauVm();
  vm.dispose();
  expect(() => vm.load('', '=Test')).toThrow('this Luau VM cannot be used any more: it was disposed of');
});
