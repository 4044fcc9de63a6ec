import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createWriteBatch } from './write-batch.js';

/** Notes what is written in one piece. */
function notingStream() {
  const pieces: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      pieces.push(String(chunk));
      done();
    },
    writev(chunks, done) {
      pieces.push(chunks.map(({ chunk }) => String(chunk)).join('+'));
      done();
    },
  });
  return { pieces, stream };
}

const turnIsOver = () => new Promise((resolve) => setImmediate(resolve));

test('the first frame of a turn leaves at once, the others together', async () => {
  const { pieces, stream } = notingStream();
  const batch = createWriteBatch(stream);
  const send = (text: string) => {
    batch();
    stream.write(text);
  };
  send('a');
  expect(pieces).toEqual(['a']);
  for (const text of ['b', 'c', 'd']) send(text);
  expect(pieces).toEqual(['a']);
  await turnIsOver();
  expect(pieces).toEqual(['a', 'b+c+d']);
  send('e');
  expect(pieces).toEqual(['a', 'b+c+d', 'e']);
});
