// The one way between Luau and its host: any bytes, any size, any number, and errors both ways.
import { expect, test } from 'vitest';
import { useLuauVm } from '../../../tests/support/use-luau-vm.js';
import { verifies } from '../../../tests/support/verifies.js';

const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
const LARGE_BYTES = 20 * 1024 * 1024;

test('passes operation, number and text, and returns three values', () => {
  const calls: unknown[] = [];
  const { run } = useLuauVm({
    onCall(op, value, bytes) {
      calls.push([op, value, bytes.toString()]);
      return { status: 3, number: 2.5, bytes: 'answer' };
    },
  });
  expect(run('say(host.call(7, 1.5, "question"))')).toEqual(['3 2.5 answer']);
  expect(run('say(host.call(0))')).toEqual(['3 2.5 answer']);
  expect(calls).toEqual([
    [7, 1.5, 'question'],
    [0, 0, ''],
  ]);
});

test('fills in what a reply leaves out', () => {
  const { run } = useLuauVm({ onCall: (op) => (op === 1 ? {} : undefined) });
  expect(run('local a, b, c = host.call(1) say(a, b, c == "", host.call(2))')).toEqual(['0 0 true 0 0 ']);
});

verifies('vm.binary-strings', 'passes every byte value, NUL included, both ways', () => {
  let received: Buffer | undefined;
  const { run } = useLuauVm({
    onCall(_op, _value, bytes) {
      received = Buffer.from(bytes);
      return { bytes: ALL_BYTES };
    },
  });
  const result = run(`
    local text = ""
    for byte = 0, 255 do text ..= string.char(byte) end
    local _, _, reply = host.call(1, 0, text)
    say(reply == text)`);
  expect(result).toEqual(['true']);
  expect(received).toEqual(ALL_BYTES);
});

test.each([65_535, 65_536, 65_537, LARGE_BYTES])('passes %i bytes both ways', (size) => {
  let received = 0;
  const { run } = useLuauVm({
    onCall(_op, _value, bytes) {
      received = bytes.length;
      return { bytes };
    },
  });
  expect(
    run(`
      local text = string.rep("\\0\\255ab", ${Math.ceil(size / 4)}):sub(1, ${size})
      local _, _, reply = host.call(1, 0, text)
      say(#reply, reply == text)`),
  ).toEqual([`${size} true`]);
  expect(received).toBe(size);
});

test('passes text as UTF-8', () => {
  const { run } = useLuauVm({ onCall: () => ({ bytes: 'grün ✓' }) });
  expect(run('local _, _, text = host.call(1) say(text, #text, utf8.len(text))')).toEqual(['grün ✓ 9 6']);
});

test.each([
  ['-0', -0],
  ['1/0', Number.POSITIVE_INFINITY],
  ['-1/0', Number.NEGATIVE_INFINITY],
  ['0/0', Number.NaN],
  ['5e-324', 5e-324],
  ['9007199254740993', 9007199254740992],
])('passes the number %s both ways', (literal, value) => {
  const seen: number[] = [];
  const { run } = useLuauVm({
    onCall(_op, number) {
      seen.push(number);
      return { number };
    },
  });
  expect(run(`local _, n = host.call(1, ${literal}) say(n, 1 / n, n ~= n)`)).toHaveLength(1);
  run(`host.call(1, (select(2, host.call(1, ${literal}))))`);
  expect(seen.every((number) => Object.is(number, value))).toBe(true);
  expect(seen).toHaveLength(3);
});

test('raises a thrown error with exactly its message', () => {
  const { run } = useLuauVm({
    onCall(op) {
      throw op === 1 ? new Error('the host says no') : 'not even an Error';
    },
  });
  expect(run('say(pcall(host.call, 1)) say(pcall(host.call, 2))')).toEqual([
    'false the host says no',
    'false not even an Error',
  ]);
  expect(run('say(pcall(host.call, 1))')).toEqual(['false the host says no']);
});

test('raises an error message that is larger than the mailbox', () => {
  const { run } = useLuauVm({
    onCall() {
      throw new Error('x'.repeat(100_000));
    },
  });
  expect(run('local ok, message = pcall(host.call, 1) say(ok, #message)')).toEqual(['false 100000']);
});

test('refuses operations of its own, and operations that are no numbers', () => {
  const { run } = useLuauVm({ onCall: () => undefined });
  expect(run('say(pcall(function() host.call(-1) end))')).toEqual([
    'false Test:1: host.call: there is no operation -1',
  ]);
  expect(run('say((pcall(host.call, "x")))')).toEqual(['false']);
});

test('refuses what is neither number nor text where one is due', () => {
  const { run } = useLuauVm({ onCall: () => undefined });
  expect(
    run('say(pcall(host.call, 1, "2")) say(pcall(host.call, 1, 2, {})) say(pcall(host.compile, nil, "=X"))'),
  ).toEqual([
    'false host.call: the number is none',
    'false host.call: the text is none',
    'false host.compile: the source and the chunk name must be strings',
  ]);
});

test('works from coroutines, metamethods and calls within calls', () => {
  const { vm, run } = useLuauVm({
    onCall(op, value) {
      const loaded = vm.load(`return ${op}`, '=Inner');
      return { status: op, number: value + 1, bytes: String(loaded.ok) };
    },
  });
  expect(
    run(`
      local proxy = setmetatable({}, { __index = function(_, key) return select(2, host.call(2, key)) end })
      local routine = coroutine.wrap(function()
        coroutine.yield(proxy[10])
        say(pcall(function() return host.call(3, proxy[proxy[1]]) end))
      end)
      say(routine())
      routine()
      table.sort({ 3, 1, 2 }, function(a, b) return select(2, host.call(1, a)) < select(2, host.call(1, b)) end)
      say((string.gsub("ab", ".", function(letter) return (select(3, host.call(1))) end)))`),
  ).toEqual(['11', 'true 3 4 true', 'truetrue']);
});
