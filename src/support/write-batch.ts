// Frames that are sent in one turn leave in two writes: the first at once, because it is often the only one, and the
// rest together. With many requests in flight writing is most of the cost.
import type { Writable } from 'node:stream';

/** Returns what to call before each write to the stream. */
export function createWriteBatch(stream: Writable): () => void {
  let writes = 0;
  const flush = () => {
    if (writes > 1) stream.uncork();
    writes = 0;
  };
  return () => {
    writes += 1;
    if (writes === 1) process.nextTick(flush);
    if (writes === 2) stream.cork();
  };
}
