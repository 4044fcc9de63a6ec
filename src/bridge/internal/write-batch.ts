// Frames that are sent in one turn leave in one write: with many requests in flight that is most of the cost.
import type { Writable } from 'node:stream';

/** Returns what to call before each write to the stream. */
export function createWriteBatch(stream: Writable): () => void {
  let isOpen = false;
  const flush = () => {
    isOpen = false;
    stream.uncork();
  };
  return () => {
    if (isOpen) return;
    isOpen = true;
    stream.cork();
    process.nextTick(flush);
  };
}
