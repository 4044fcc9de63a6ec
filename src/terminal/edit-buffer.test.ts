import { expect, test } from 'vitest';
import { EditBuffer } from './edit-buffer.js';

/** `|` is the place. */
function bufferOf(picture: string): EditBuffer {
  const buffer = new EditBuffer();
  buffer.replace(picture.replace('|', ''), picture.indexOf('|'));
  return buffer;
}
const pictureOf = ({ before, after }: EditBuffer) => `${before}|${after}`;

test.each<[string, string, (buffer: EditBuffer) => void]>([
  ['ab|c', 'abX|c', (buffer) => buffer.insert('X')],
  ['a👨‍👩‍👧|b', 'a|👨‍👩‍👧b', (buffer) => buffer.left()],
  ['a|👨‍👩‍👧b', 'a👨‍👩‍👧|b', (buffer) => buffer.right()],
  ['|a', '|a', (buffer) => buffer.left()],
  ['é|', '|', (buffer) => buffer.deleteLeft()],
  ['|ab', '|b', (buffer) => buffer.deleteRight()],
  ['local foo.bar|', 'local foo.|bar', (buffer) => buffer.wordLeft()],
  ['|local foo', 'local| foo', (buffer) => buffer.wordRight()],
  ['local foo|', 'local |', (buffer) => buffer.deleteWordLeft()],
  ['a\nbcd|e\nf', 'a\n|bcde\nf', (buffer) => buffer.toLineStart()],
  ['a\nb|cde\nf', 'a\nbcde|\nf', (buffer) => buffer.toLineEnd()],
  ['a\nbc|d\nf', 'a\n|d\nf', (buffer) => buffer.deleteToLineStart()],
  ['a\nbc|d\nf', 'a\nbc|\nf', (buffer) => buffer.deleteToLineEnd()],
  ['abc\nd\nxyz|', 'abc\nd|\nxyz', (buffer) => buffer.up()],
  ['abc\nde|f', 'ab|c\ndef', (buffer) => buffer.up()],
  ['ab|c', '|abc', (buffer) => buffer.up()],
  ['abc|\nd\nxyz', 'abc\nd|\nxyz', (buffer) => buffer.down()],
  ['a|b', 'ab|', (buffer) => buffer.down()],
  ['print(wor|)', 'print(workspace|)', (buffer) => buffer.replaceBefore(3, 'workspace')],
])('%j becomes %j', (before, after, change) => {
  const buffer = bufferOf(before);
  change(buffer);
  expect(pictureOf(buffer)).toBe(after);
});

test('what was deleted comes back', () => {
  const buffer = bufferOf('local foo|');
  buffer.deleteWordLeft();
  buffer.toLineStart();
  buffer.undelete();
  expect(pictureOf(buffer)).toBe('foo|local ');
});
