// A smoke test of the language itself through this driver: above all what crosses C++ exceptions, stacks and limits.
import { expect, test } from 'vitest';
import { useLuauVm } from '../../../tests/support/use-luau-vm.js';

const CASES: readonly (readonly [name: string, source: string, said: readonly string[]])[] = [
  [
    'pcall returns values',
    'say(pcall(function(...) return select("#", ...), ... end, 1, nil))',
    ['true 2 1 nil'],
  ],
  ['pcall catches any value', 'local t = {} local ok, e = pcall(error, t) say(ok, e == t)', ['false true']],
  ['pcall catches nil', 'say(pcall(error))', ['false nil']],
  [
    'pcall lets yields through',
    `local routine = coroutine.wrap(function()
      say(pcall(function() say(coroutine.yield("out")) error("late", 0) end))
      return "end"
    end)
    say(routine()) say(routine("in"))`,
    ['out', 'in', 'false late', 'end'],
  ],
  [
    'xpcall gives the handler the traceback of the error',
    `local function fail() error("deep") end
    say(xpcall(fail, function(message) return message .. " | " .. (debug.traceback():match("Test:1[^\\n]*")) end))`,
    ['false Test:1: deep | Test:1 function fail'],
  ],
  ['xpcall passes arguments', 'say(xpcall(function(a, b) return a + b end, print, 1, 2))', ['true 3']],
  ['a failing handler ends', 'say((xpcall(error, function() error("again") end)))', ['false']],
  [
    'error levels',
    `local function at(level) error("x", level) end
    say(pcall(at, 0)) say(pcall(at, 1))
    local function caller() at(2) end
    say(pcall(caller))`,
    ['false x', 'false Test:1: x', 'false Test:3: x'],
  ],
  [
    'assert keeps its message',
    'say(pcall(assert, false, "why")) say(pcall(assert, nil))',
    ['false why', 'false assertion failed!'],
  ],
  [
    'coroutine states',
    `local thread thread = coroutine.create(function() say(coroutine.status(thread), coroutine.isyieldable()) coroutine.yield() error("x", 0) end)
    say(coroutine.status(thread), coroutine.resume(thread)) say(coroutine.status(thread), coroutine.resume(thread))
    say(coroutine.status(thread), coroutine.resume(thread))`,
    ['running true', 'suspended true', 'suspended false x', 'dead false cannot resume dead coroutine'],
  ],
  [
    'coroutine.close',
    `local thread = coroutine.create(function() coroutine.yield() end) coroutine.resume(thread)
    say(coroutine.close(thread), coroutine.status(thread))`,
    ['true dead'],
  ],
  [
    'yield outside a coroutine',
    'say(pcall(coroutine.yield))',
    ['false attempt to yield across metamethod/C-call boundary'],
  ],
  [
    'yield across a C call',
    'say(coroutine.resume(coroutine.create(function() table.sort({ 1, 2 }, coroutine.yield) end)))',
    ['false attempt to yield across metamethod/C-call boundary'],
  ],
  [
    'continue',
    'local t = {} for i = 1, 5 do if i % 2 == 0 then continue end table.insert(t, i) end say(unpack(t))',
    ['1 3 5'],
  ],
  ['compound assignment', 'local n, s = 7, "a" n += 1 n *= 2 n //= 3 n ^= 2 s ..= "b" say(n, s)', ['25 ab']],
  ['if expressions', 'local x = 5 say(if x > 3 then "big" elseif x > 1 then "mid" else "small")', ['big']],
  [
    'interpolation',
    'local name = "Luau" say(`{name} has {#name} letters, \\{and braces}`)',
    ['Luau has 4 letters, {and braces}'],
  ],
  [
    'generalised iteration',
    `local t = setmetatable({}, { __iter = function() return function(_, i) i = (i or 0) + 1 if i < 3 then return i, i * i end end end })
    for k, v in t do say(k, v) end for i, v in { "a" } do say(i, v) end`,
    ['1 1', '2 4', '1 a'],
  ],
  [
    'types are erased',
    'type Point = { x: number } local function get<T>(p: Point & T): number return (p :: any).x end say(get({ x = 4 }))',
    ['4'],
  ],
  ['attributes', '@native local function double(n: number): number return n * 2 end say(double(2))', ['4']],
  [
    'buffers',
    `local b = buffer.create(16) buffer.writef64(b, 0, -0.5) buffer.writeu8(b, 8, 255) buffer.writestring(b, 9, "hi")
    say(buffer.readf64(b, 0), buffer.readi8(b, 8), buffer.readstring(b, 9, 2), buffer.len(b))
    say(pcall(buffer.readu8, b, 16))`,
    ['-0.5 -1 hi 16', 'false buffer access out of bounds'],
  ],
  ['bit32', 'say(bit32.band(0xF0, 0x3C), bit32.lshift(1, 31), bit32.countlz(1))', ['48 2147483648 31']],
  [
    'numbers',
    'say(1e20, 1e100, 0.1, 1/0, -1/0, 0x10, 1_000, 0b101, 10 // 3, -7 % 3, 1 / -0)',
    ['100000000000000000000 1e+100 0.1 inf -inf 16 1000 5 3 2 -inf'],
  ],
  [
    'text functions',
    'say(("%5.2f|%q"):format(1.5, "a\\n"), ("a,b"):split(",")[2], ("x"):rep(3))',
    [' 1.50|"a\\\n" b xxx'],
  ],
  ['string.pack', 'say(string.unpack("<i4z", string.pack("<i4z", -2, "end")))', ['-2 end 9']],
  ['utf8', 'say(utf8.char(228, 8364), utf8.len("ä€"), utf8.len("\\255"))', ['ä€ 2 nil 1']],
  [
    'table functions',
    'local t = table.freeze({ 3, 1, 2 }) say(table.find(t, 2), pcall(function() t[1] = 0 end))',
    ['3 false Test:1: attempt to modify a readonly table'],
  ],
  [
    'metamethods',
    'local t = setmetatable({}, { __call = function(_, n) return n end, __len = function() return 9 end, __eq = function() return true end }) say(t(3), #t, t == setmetatable({}, getmetatable(t)))',
    ['3 9 true'],
  ],
  ['setfenv', 'local function f() return answer end setfenv(f, { answer = 42 }) say(f())', ['42']],
  [
    'read-only libraries',
    'say(pcall(function() math.pi = 3 end))',
    ['false Test:1: attempt to modify a readonly table'],
  ],
  [
    'varargs',
    'local function f(...) return select(-1, ...) end say(f(unpack(table.create(200, 1))), select("#", unpack(table.create(5000, 1))))',
    ['1 5000'],
  ],
  [
    'stack overflow',
    'local function f() return 1 + f() end say(pcall(f)) say("alive")',
    ['false Test:1: stack overflow', 'alive'],
  ],
  [
    'C stack overflow',
    'local function f() return (string.gsub("a", ".", f)) end say(pcall(f)) say("alive")',
    ['false C stack overflow', 'alive'],
  ],
  [
    'C stack overflow by metamethods',
    'local mt = {} mt.__index = function(_, k) return setmetatable({}, mt)[k] end say(pcall(function() return setmetatable({}, mt).x end)) say("alive")',
    ['false Test:1: C stack overflow', 'alive'],
  ],
];

test.each(CASES)('%s', (_name, source, said) => {
  expect(useLuauVm().run(source)).toEqual(said);
});

test.each([
  ['brackets', `return ${'('.repeat(50_000)}`],
  ['operators', `return ${'not '.repeat(50_000)}1`],
  ['functions', 'function f() '.repeat(50_000)],
  ['calls', `return a${'()'.repeat(50_000)}`],
  ['types', `local x: ${'{'.repeat(50_000)}number`],
])('refuses source with too many nested %s, and goes on', (_name, source) => {
  const { vm, run } = useLuauVm();
  expect(vm.load(source, '=Deep')).toEqual({
    ok: false,
    error: expect.stringMatching(/Exceeded allowed recursion depth/),
  });
  expect(run('say(host.compile("return 1", "=Inner")())')).toEqual(['1']);
});

test('survives a hundred thousand errors', () => {
  const { vm, run } = useLuauVm();
  const script =
    'for i = 1, 50000 do pcall(error, i) pcall(function() return nil + i end) end host.collectGarbage()';
  run(script);
  const { luauBytes, memoryBytes } = vm;
  run(script);
  expect(vm.luauBytes - luauBytes).toBeLessThan(1000);
  expect(vm.memoryBytes).toBe(memoryBytes);
});

test('seeds its random numbers anew in each VM', () => {
  const draw = () => useLuauVm().run('say(math.random(1, 2 ^ 30), math.random(1, 2 ^ 30))')[0];
  expect(new Set([draw(), draw(), draw()]).size).toBe(3);
});
