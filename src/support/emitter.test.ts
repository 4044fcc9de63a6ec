import { expect, test } from 'vitest';
import { Emitter } from './emitter.js';

test('listeners hear their own event until they stop listening', () => {
  const emitter = new Emitter<{ a: number; b: string }>();
  const seen: unknown[] = [];
  const stop = emitter.on('a', (value) => seen.push(value));
  emitter.on('b', (value) => seen.push(value));
  emitter.emit('a', 1);
  stop();
  emitter.emit('a', 2);
  emitter.emit('b', 'x');
  expect(seen).toEqual([1, 'x']);
});

test('a listener that throws does not keep the others from being called', () => {
  const emitter = new Emitter<{ a: number }>();
  const seen: number[] = [];
  emitter.on('a', () => {
    throw new Error('first');
  });
  emitter.on('a', (value) => seen.push(value));
  expect(() => emitter.emit('a', 1)).toThrow('first');
  expect(seen).toEqual([1]);
});
