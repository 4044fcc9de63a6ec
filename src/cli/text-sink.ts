// Standard output and standard error, written at once: nothing is left to flush when the process ends, and
// the start is not slowed down by streams.
import { writeSync } from 'node:fs';

export interface TextSink {
  write(content: string | Uint8Array): void;
}

/**
 * `onClosed` is called once when the reader has gone away, as in `| head`, or with an error when nothing can be written
 * for another reason, such as a full disk; nothing more is written then.
 */
export function createFileSink(fd: number, onClosed: (error?: unknown) => void): TextSink {
  let closed = false;
  return {
    write(content) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length && !closed; ) {
        try {
          at += writeSync(fd, bytes, at);
        } catch (error) {
          const code = error instanceof Error && 'code' in error ? error.code : undefined;
          if (code === 'EAGAIN') waitForReader();
          else {
            closed = true;
            onClosed(code === 'EPIPE' || code === 'EBADF' ? undefined : error);
          }
        }
      }
    },
  };
}

function waitForReader(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
