// A VM that starts from a snapshot has to behave as the one that it was taken of, in all that a prelude may set up.
import { expect, test } from 'vitest';
import { createTickingClock, useLuauVm } from '../../../tests/support/use-luau-vm.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { createManualClock } from '../../support/clock.js';
import { createLuauVm } from './luau-vm.js';

const PRELUDE = `
  local create = host.userdataPool({ __type = "Instance", __tostring = function() return "Part" end })
  local weak = setmetatable({}, { __mode = "k" })
  local part = create()
  weak[part] = "weakly known"
  host.setVectorMetatable({ __type = "Vector3", __index = { Unit = 1 } })
  local counter = 0
  local routine = coroutine.create(function(...)
    while true do counter += (coroutine.yield(counter)) end
  end)
  coroutine.resume(routine)
  local memory = buffer.fromstring("remembered")
  local environment = { script = "Script" }
  local scriptBody = host.compile("return script, type(1)", "=Script")
  setfenv(scriptBody, environment)
  host.safeEnv(environment)
  function check()
    say(typeof(part), part, weak[part], typeof(create()), typeof(vector.one), vector.one.Unit)
    say(coroutine.resume(routine, 5))
    say(buffer.tostring(memory), scriptBody())
    say(pcall(function() return part.x end))
    say(host.call(1, 2.5, "to the host"))
    say((host.compile("return 7", "=Inner"))(), math.floor(1.5), ("x"):rep(3))
    local text = string.rep("large", 50000)
    say(select(3, host.call(1, 0, text)) == text)
  end`;

const onCall = (op: number, value: number, bytes: Buffer) => ({ status: op, number: value * 2, bytes });

function usePrepared(prelude = PRELUDE) {
  const original = useLuauVm({ onCall });
  original.run(prelude);
  return { original, snapshot: original.vm.takeSnapshot() };
}

test('behaves as the VM that it was taken of', () => {
  const { original, snapshot } = usePrepared();
  const restored = useLuauVm({ onCall, snapshot });
  const said = original.run('check()');
  expect(said).toEqual([
    'Instance Part weakly known Instance Vector3 1',
    'true 5',
    'remembered Script number',
    "false Test:21: attempt to index Instance with 'x'",
    '1 5 to the host',
    '7 1 xxx',
    'true',
  ]);
  expect(restored.run('check()')).toEqual(said);
  expect(restored.run('host.collectGarbage() check()')[1]).toBe('true 10');
});

test('leaves the VM usable, and copies apart from it and from each other', () => {
  const { original, snapshot } = usePrepared('shared = { 0 }');
  const [first, second] = [useLuauVm({ snapshot }), useLuauVm({ snapshot })];
  const count = 'shared[1] += 1 say(shared[1])';
  expect([original.run(count), first.run(count), first.run(count), second.run(count)]).toEqual([
    ['1'],
    ['1'],
    ['2'],
    ['1'],
  ]);
});

test('keeps loaded functions under their references', () => {
  const original = useLuauVm();
  original.run('function greet() say("hello") end');
  const loaded = original.vm.load('greet()', '=Test');
  if (!loaded.ok) throw new Error(loaded.error);
  const said: string[] = [];
  const restored = createLuauVm({
    clock: createManualClock(),
    snapshot: original.vm.takeSnapshot(),
    onCall: (_op, _value, bytes) => void said.push(bytes.toString()),
  });
  expect(restored.call(loaded.fn)).toEqual({ ok: true });
  expect(said).toEqual(['hello']);
});

test('draws other random numbers each time', () => {
  const { snapshot } = usePrepared('math.randomseed(1)');
  const draw = () => useLuauVm({ snapshot }).run('say(math.random(1, 2 ^ 30))')[0];
  expect(new Set([draw(), draw(), draw()]).size).toBe(3);
});

test('has its own clock and time limit, whatever the original had', () => {
  const { snapshot } = usePrepared();
  const loop =
    'say(coroutine.resume(coroutine.create(function() while true do pcall(function() while true do end end) end end)))';
  const ticking = createTickingClock();
  const limited = useLuauVm({ snapshot, clock: ticking, timeLimitMs: 50 });
  expect(limited.run(loop)).toEqual(['false Test:1: Script timeout: exhausted allowed execution time']);
  const unlimited = useLuauVm({ snapshot: limited.vm.takeSnapshot(), clock: ticking });
  expect(unlimited.run('coroutine.wrap(function() for i = 1, 1e6 do end end)() say("finished")')).toEqual([
    'finished',
  ]);
});

test('has its own memory limit', () => {
  const { snapshot } = usePrepared('kept = table.create(1e6, {})');
  const { attempt, run } = useLuauVm({ snapshot, memoryLimitBytes: 40e6 });
  expect(attempt('local t while true do t = { t } end')).toEqual({ ok: false, error: 'not enough memory' });
  expect(run('say(#kept)')).toEqual(['1000000']);
});

test('carries memory that had grown', () => {
  const { snapshot } = usePrepared(
    'kept = {} for i = 1, 30 do kept[i] = buffer.fromstring(string.rep(tostring(i), 1e6)) end',
  );
  expect(useLuauVm({ snapshot }).run('say(buffer.readstring(kept[30], 999990, 10))')).toEqual(['3030303030']);
  expect(() => useLuauVm({ snapshot, memoryLimitBytes: 20e6 })).toThrow(
    /^the memory limit is below the \d+ bytes/,
  );
});

test('can be taken of a restored VM', () => {
  const { snapshot } = usePrepared('generation = 1');
  const second = useLuauVm({ snapshot });
  second.run('generation += 1');
  expect(useLuauVm({ snapshot: second.vm.takeSnapshot() }).run('say(generation)')).toEqual(['2']);
});

test('is refused while Luau runs', () => {
  const { vm, run } = useLuauVm({ onCall: () => ({ bytes: vm.takeSnapshot() }) });
  expect(run('say(pcall(host.call, 1))')).toEqual([
    'false Luau is running: this is possible only when it has returned',
  ]);
});

test.each([
  ['empty', () => Buffer.alloc(0)],
  ['no snapshot', () => Buffer.from('not a snapshot at all')],
  [
    'of another build',
    (bytes: Uint8Array) =>
      Buffer.from(Buffer.from(bytes).toString('latin1').replace('"key":"', '"key":"0'), 'latin1'),
  ],
])('is refused when it is %s', (_what, change) => {
  const bytes = change(usePrepared('').snapshot);
  expect(() => useLuauVm({ snapshot: bytes })).toThrow(BridgeError);
  expect(() => useLuauVm({ snapshot: bytes })).toThrow(
    'The prepared image of the Luau VM was made by another build, or with other extras.',
  );
});

test('is refused for a VM with other extras', () => {
  const { snapshot } = usePrepared('');
  expect(() => useLuauVm({ snapshot, withoutExtras: ['vector'] })).toThrow(/with other extras/);
});
