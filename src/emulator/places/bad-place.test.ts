// Files that are no places, or were: each is refused with a reason, whatever its bytes are.
import fc from 'fast-check';
import { createDom } from 'rbx-dom';
import { expect, test } from 'vitest';
import { verifies } from '../../../tests/support/verifies.js';
import { writeChunks } from './binary/chunks.js';
import { BadContent, unreadable, unwritable } from './place-error.js';
import { readPlace } from './place-file.js';

const dom = createDom({
  className: 'DataModel',
  children: [
    {
      className: 'Workspace',
      children: [
        { className: 'Part', name: 'A'.repeat(100), properties: { Size: { Vector3: [1, 2, 3] } } },
        { className: 'Script', properties: { Source: { String: 'print(1)\n'.repeat(100) } } },
        { className: 'MeshPart', properties: { PhysicalConfigData: { SharedString: 'aGVsbG8=' } } },
      ],
    },
  ],
});
const refs = dom.children(dom.rootRef);
const FILES = [
  ['LZ4', dom.toBinary({ refs, compression: 'lz4' })],
  ['Zstandard', dom.toBinary({ refs, compression: 'zstd' })],
  ['XML', dom.toXml({ refs })],
] as const;

const problemOf = (bytes: Uint8Array): string | undefined => {
  try {
    readPlace(Buffer.from(bytes));
    return undefined;
  } catch (error) {
    if (error instanceof BadContent) return error.message;
    throw error;
  }
};

for (const [name, file] of FILES) {
  verifies('places.bad-files', `a file (${name}) that ends anywhere is refused`, () => {
    for (let length = 0; length < file.length - 12; length++) {
      expect(problemOf(file.subarray(0, length)), `${length} bytes`).toBeDefined();
    }
  });

  test(`a file (${name}) with wrong bytes is read or refused, and nothing else`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const bytes = Buffer.from(file);
          for (const [at, value] of changes) bytes[at] = value;
          problemOf(bytes);
        },
      ),
      { numRuns: 400 },
    );
  });
}

test.each([
  ['nothing', '', 'it is empty'],
  ['text', 'hello', 'it does not begin as a Roblox file does'],
  ['a picture', '\x89PNG\r\n', 'it does not begin as a Roblox file does'],
  ['another XML', '<html></html>', 'it does not begin as a Roblox file does'],
  ['an old XML', '<roblox version="3"></roblox>', 'it is of version 3 of the format, which is not known'],
  ['an open XML', '<roblox version="4"><Item class="Part">', 'it ends too early'],
  ['an instance of no class', '<roblox version="4"><Item/></roblox>', 'it has an <Item> without a class'],
  [
    'a document type',
    '<roblox version="4"><!DOCTYPE x></roblox>',
    'it has a document type, which is not allowed',
  ],
  [
    'a referent twice',
    '<roblox version="4"><Item class="A" referent="1"></Item><Item class="A" referent="1"></Item></roblox>',
    'it has the referent "1" twice',
  ],
])('%s', (_name, text, message) => {
  expect(problemOf(Buffer.from(text, 'latin1'))).toContain(message);
});

/** A file of two folders with these parents. */
function folders(parents: readonly number[]): Buffer {
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
  };
  const referents = (values: readonly number[]) => {
    const zigzag = values.map((value, at) => {
      const difference = value - (values[at - 1] ?? 0);
      return (difference << 1) ^ (difference >> 31);
    });
    return Buffer.from([24, 16, 8, 0].flatMap((shift) => zigzag.map((value) => (value >>> shift) & 255)));
  };
  const name = Buffer.concat([word(6), Buffer.from('Folder')]);
  return writeChunks({ classes: 1, instances: 2 }, [
    { name: 'INST', bytes: Buffer.concat([word(0), name, Buffer.of(0), word(2), referents([0, 1])]) },
    { name: 'PRNT', bytes: Buffer.concat([Buffer.of(0), word(2), referents([0, 1]), referents(parents)]) },
  ]);
}

test('a tree that goes in a circle is refused', () => {
  expect(problemOf(folders([-1, 0]))).toBeUndefined();
  expect(problemOf(folders([1, 0]))).toBe('an instance in it is its own ancestor');
  expect(problemOf(folders([0, -1]))).toBe('an instance in it is its own ancestor');
});

test('a file that claims far more than it can hold is refused for the claim alone', () => {
  const claim = 1000 * 1024 * 1024;
  const body = Buffer.alloc(Math.ceil(claim / 255));
  const head = Buffer.alloc(16);
  head.write('META', 'latin1');
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(claim, 8);
  const opening = writeChunks({ classes: 0, instances: 0 }, []).subarray(0, 32);
  expect(problemOf(Buffer.concat([opening, head, body]))).toBe('a part of it claims an impossible size');
});

test.each([
  ['EACCES', 'reading it is not permitted', 'writing there is not permitted'],
  ['EBUSY', 'another program holds it locked', 'another program holds it locked'],
  ['ENOENT', 'it does not exist', 'its folder does not exist'],
])('what the system says of a file (%s) is told in words', (code, reading, writing) => {
  const error = Object.assign(new Error(code), { code });
  expect(unreadable('a b.rbxl', error)).toMatchObject({
    code: 'PLACE_NOT_READABLE',
    message: `Cannot open a b.rbxl: ${reading}.`,
  });
  expect(unwritable('a b.rbxl', error)).toMatchObject({
    code: 'FILE_NOT_WRITABLE',
    message: `Cannot save a b.rbxl: ${writing}.`,
  });
});

test('elements and entities that are called as what every object has are no known ones', () => {
  const place = readPlace(
    Buffer.from(
      `<roblox version="4"><Item class="Folder" referent="a"><Properties>
        <string name="Name">a&constructor;b</string><constructor name="Odd">1</constructor>
      </Properties></Item></roblox>`,
    ),
  );
  expect(place.get(0, 'Name')).toBe('a&constructor;b');
  expect(place.get(0, 'Odd')).toContain('1');
});
