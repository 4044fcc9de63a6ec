import { describe, expect, test } from 'vitest';
import { type Key, KeyDecoder } from './keys.js';

const read = (...chunks: string[]): Key[] => {
  const decoder = new KeyDecoder();
  return chunks.flatMap((chunk) => decoder.read(chunk));
};
const text = (value: string): Key => ({ kind: 'text', text: value });
const key = (name: Extract<Key, { kind: 'key' }>['name']): Key => ({ kind: 'key', name });

describe('running what is typed', () => {
  test.each([
    ['Ctrl+Enter of kitty', '\u001b[13;5u'],
    ['Ctrl+Enter of xterm', '\u001b[27;5;13~'],
    ['Ctrl+Enter as a line feed', '\n'],
    ['Alt+Enter', '\u001b\r'],
    ['Alt+Enter of kitty', '\u001b[13;3u'],
    ['F5', '\u001b[15~'],
  ])('%s', (_, bytes) => {
    expect(read(bytes)).toEqual([key('run')]);
  });

  test('Enter and Shift+Enter are a new line', () => {
    expect(read('\r\u001b[13;2u\u001b[27;2;13~')).toEqual([key('enter'), key('enter'), key('enter')]);
  });
});

test.each([
  ['\u0003', 'interrupt'],
  ['\u001b[99;5u', 'interrupt'],
  ['\u0004', 'end-of-input'],
  ['\u001b[A', 'up'],
  ['\u001bOA', 'up'],
  ['\u001b[1;5D', 'word-left'],
  ['\u001bb', 'word-left'],
  ['\u001b[3~', 'delete'],
  ['\u001b[H', 'line-start'],
  ['\u007f', 'backspace'],
  ['\u001b\u007f', 'delete-word'],
  ['\t', 'complete'],
  ['\u001b[27u', 'escape'],
] as const)('%j is %s', (bytes, name) => {
  expect(read(bytes)).toEqual([key(name)]);
});

test('text of any script comes as it is', () => {
  expect(read('aé語😀b')).toEqual([text('aé語😀b')]);
});

test('a paste is one piece, whatever is in it', () => {
  expect(read('\u001b[200~a\r\nb\tc\u0003\u001b[201~d')).toEqual([
    { kind: 'paste', text: 'a\nb\tc\u0003' },
    text('d'),
  ]);
});

test('bytes may be cut anywhere', () => {
  const bytes = 'x\u001b[200~one\rtwo\u001b[201~\u001b[1;5C\u001b[13;5u';
  const whole = read(bytes);
  for (let at = 1; at < bytes.length; at++) {
    const cut = read(bytes.slice(0, at), bytes.slice(at));
    expect(cut, `cut at ${at}`).toEqual(whole);
  }
});

test('an escape alone is one once nothing follows', () => {
  const decoder = new KeyDecoder();
  expect(decoder.read('\u001b')).toEqual([]);
  expect(decoder.isWaiting).toBe(true);
  expect(decoder.flush()).toEqual([key('escape')]);
  expect(decoder.read('[A')).toEqual([text('[A')]);
});

test('what means nothing here is passed over', () => {
  expect(read('\u001b[24~a\u0000\u001b[?1;2cb')).toEqual([text('a'), text('b')]);
});
