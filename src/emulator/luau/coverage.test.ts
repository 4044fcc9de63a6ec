// Luau's own counters, switched on in the VM's wasm and read from the code of functions.
import { expect, test } from 'vitest';
import { systemClock } from '../../support/clock.js';
import { createLuauVm } from './luau-vm.js';
import { withCoverage } from './wasm-coverage.js';
import { readLuauWasm } from './wasm-package.js';

const SOURCE = `local function sign(value)
  if value < 0 then
    return -1
  end
  -- nothing here can run
  return 1
end
for index = 1, 3 do
  sign(index)
end
local function never() return sign(
  0) end
`;

test('every line that can run has a counter, also in chunks that Luau itself compiled', () => {
  const vm = createLuauVm({ clock: systemClock, onCall: () => undefined, coverage: true });
  const loaded = vm.load(`${SOURCE}host.compile("local x = 1\\nreturn x", "=inner")()`, '=outer');
  if (!loaded.ok) throw new Error(loaded.error);
  expect(vm.call(loaded.fn)).toEqual({ ok: true });
  vm.release(loaded.fn);
  const all = vm.readCoverage();
  const outer = all.find(({ script }) => script === 'outer');
  expect([...(outer?.lines ?? [])]).toEqual([
    [1, 1],
    [2, 3],
    [3, 0],
    [6, 3],
    [8, expect.any(Number)],
    [9, 3],
    [11, 1],
    [12, 0],
    [13, 1],
  ]);
  expect(outer?.functions).toEqual([
    { name: 'sign', line: 1, hits: 3 },
    { name: 'never', line: 11, hits: 0 },
  ]);
  expect([...(all.find(({ script }) => script === 'inner')?.lines ?? [])]).toEqual([
    [1, 1],
    [2, 1],
  ]);
  vm.dispose();
});

test('a VM without coverage counts nothing', () => {
  const vm = createLuauVm({ clock: systemClock, onCall: () => undefined });
  const loaded = vm.load('return 1', '=chunk');
  if (loaded.ok) vm.call(loaded.fn);
  expect(vm.readCoverage()).toEqual([]);
  vm.dispose();
});

test('another build is refused instead of changed at random', () => {
  expect(withCoverage(readLuauWasm()).length).toBe(readLuauWasm().length);
  expect(() => withCoverage(Buffer.alloc(100))).toThrow(
    'not the build whose coverage this driver can switch on',
  );
});
