import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTextEncoder, encodeHostFrame, FrameDecoder, OPCODE } from './web-socket-frames.js';

test('frames come out whole however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 300 })),
      (payloads, sizes) => {
        const stream = Buffer.concat(
          payloads.map((payload) => encodeHostFrame(OPCODE.text, Buffer.from(payload))),
        );
        const decoder = new FrameDecoder(1_000_000);
        const out: Buffer[] = [];
        for (let at = 0; at < stream.length; ) {
          const size = sizes.next().value ?? 1;
          decoder.push(stream.subarray(at, at + size));
          at += size;
          for (let frame = decoder.next(); frame; frame = decoder.next())
            out.push(Buffer.from(frame.payload));
        }
        expect(out.map((part) => [...part])).toEqual(payloads.map((part) => [...part]));
      },
    ),
  );
});

test.each([
  ['reserved bits', Buffer.from([0xf1, 0]), 1002],
  ['a mask', Buffer.from([0x81, 0x80, 0, 0, 0, 0]), 1002],
  ['a split ping', Buffer.from([0x09, 0]), 1002],
  ['a ping that is too long', Buffer.from([0x89, 126, 0, 126]), 1002],
  ['a frame over the limit', encodeHostFrame(OPCODE.text, Buffer.alloc(2_000)), 1009],
  ['a length beyond all numbers', Buffer.from([0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255]), 1009],
])('%s is refused', (_name, bytes, closeCode) => {
  const decoder = new FrameDecoder(1_000);
  decoder.push(bytes);
  expect(() => decoder.next()).toThrow(expect.objectContaining({ closeCode }));
});

test('random bytes never do worse than a refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      const decoder = new FrameDecoder(1_000);
      decoder.push(Buffer.from(bytes));
      try {
        for (let frame = decoder.next(); frame; frame = decoder.next());
      } catch (error) {
        expect(error).toHaveProperty('closeCode');
      }
    }),
  );
});

test('a frame for many is encoded once', () => {
  const encode = createTextEncoder();
  const [first, again, other] = [encode('one'), encode('one'), encode('two')];
  expect(again).toBe(first);
  const decoder = new FrameDecoder(1_000);
  for (const frame of [first, other]) decoder.push(frame);
  expect([decoder.next(), decoder.next()].map((frame) => frame?.payload.toString())).toEqual(['one', 'two']);
});
