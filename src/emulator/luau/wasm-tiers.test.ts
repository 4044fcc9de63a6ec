// A V8 setting that stayed would make V8 refuse all code that was compiled under the old one, and start-up slow.
import { cachedDataVersionTag } from 'node:v8';
import { expect, test } from 'vitest';
import { readLuauWasm } from './wasm-package.js';
import { INTERPRETER, withOpenSections } from './wasm-sections.js';
import { compileUnderTiers } from './wasm-tiers.js';

test.each(['fast', 'throughput'] as const)(
  'a module made for %s leaves the settings of V8 as they were',
  (startup) => {
    const before = cachedDataVersionTag();
    compileUnderTiers(startup, withOpenSections(readLuauWasm()));
    expect(cachedDataVersionTag()).toBe(before);
  },
);

test('settings are taken back after a failure too', () => {
  const before = cachedDataVersionTag();
  expect(() => compileUnderTiers('fast', Buffer.from('broken'))).toThrow('expected magic word');
  expect(cachedDataVersionTag()).toBe(before);
});

test('what is compiled ahead is the largest function', () => {
  const sizes = functionSizes(readLuauWasm());
  expect(sizes.indexOf(Math.max(...sizes))).toBe(INTERPRETER.index);
});

/** How long the bodies are, by the functions' numbers; imported ones have none. */
function functionSizes(wasm: Buffer): number[] {
  let at = 8;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm.readUInt8(at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  const sizes: number[] = [];
  while (at < wasm.length) {
    const id = wasm.readUInt8(at++);
    const end = varint() + at;
    const count = id === 2 || id === 10 ? varint() : 0;
    for (let entry = 0; entry < count; entry++) {
      if (id === 2) {
        for (let name = 0; name < 2; name++) {
          const length = varint();
          at += length;
        }
        // All of them are functions: the kind, and the number of the type.
        expect(wasm.readUInt8(at++)).toBe(0);
        varint();
        sizes.push(0);
      } else {
        const size = varint();
        sizes.push(size);
        at += size;
      }
    }
    at = end;
  }
  return sizes;
}
