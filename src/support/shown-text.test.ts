// What a terminal would act on is shown instead.
import { expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { plainText, readShown, shownName, shownText } from './shown-text.js';

verifies('cli.safe-text', 'a name stays one piece of a line', () => {
  expect(shownName('Door\n- game.Workspace  gone')).toBe('Door\\n- game.Workspace  gone');
  expect(shownName('\u001b[2J\u001b]0;title\u0007')).toBe('\\x1b[2J\\x1b]0;title\\x07');
  expect(shownName('a\tb\u009bc\u202ed\u0000')).toBe('a\\tb\\u{9b}c\\u{202e}d\\x00');
  expect(shownName('Tür 🚪 "quoted" \\n')).toBe('Tür 🚪 "quoted" \\n');
});

verifies('cli.safe-text', 'a text keeps its lines, its tabs and its colours, and nothing else', () => {
  expect(shownText('one\r\n\ttwo\n')).toBe('one\r\n\ttwo\n');
  expect(shownText('\u001b[1;31mred\u001b[0m')).toBe('\u001b[1;31mred\u001b[0m');
  expect(shownText('up\u001b[1Aover\rwritten\u001b]52;c;Zm9v\u0007')).toBe(
    'up\\x1b[1Aover\\rwritten\\x1b]52;c;Zm9v\\x07',
  );
});

test('what is shown of a path can be written as a path', () => {
  const path = 'game.Workspace.a\n\tb\\.c\u001b\\[2J\u202e\u007f\u0085\\x85';
  expect(readShown(shownName(path))).toBe(path);
  expect(readShown('a\\xFF\\x80\\x9B\\x9b\\xa0')).toBe('a\\xFF\\x80\\x9B\\x9b\\xa0');
  expect(readShown('a\\\\n.b\\.c\\[1]\\')).toBe('a\\\\n.b\\.c\\[1]\\');
});

test('half of a colour is none', () => {
  expect(shownText('\u001b[31\u001b[')).toBe('\\x1b[31\\x1b[');
});

test('a file or a page gets no colours, also none that are put together', () => {
  expect(plainText('\u001b[1;31mred\u001b[0m\r\n\tnext\rover')).toBe('red\n\tnext\\rover');
  expect(plainText('\u001b[3\u001b[31m1m\u009b2J\u202e')).toBe('\\x1b[31m\\u{9b}2J\\u{202e}');
});
