// A link to a Studio in this process, at the host's end of it: frames go through a message port instead of the network.

import type { Clock } from '../../support/clock.js';
import type { Pipe } from '../../support/pipe.js';
import { Inbox, type Link } from './link.js';

export interface PipeLinkOptions {
  readonly clock: Clock;
  readonly maxFrameBytes: number;
  /** What is answered where somebody asks before anything else whether a host is there. */
  readonly health: () => string;
}

export function createPipeLink(pipe: Pipe, { clock, maxFrameBytes, health }: PipeLinkOptions): Link {
  const inbox = new Inbox();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const waiting = new Set<() => void>();
  let isOpen = true;
  let isInUse = false;
  let closeReason: string | undefined;
  const end = (reason: string) => {
    isOpen = false;
    closeReason ??= reason;
    pipe.close();
  };
  pipe.on('message', (message: Uint8Array | null) => {
    if (message === null) {
      if (!isInUse) pipe.postMessage(Buffer.from(health()));
      for (const answered of waiting) answered();
      return;
    }
    isInUse = true;
    if (message.byteLength > maxFrameBytes) return end('Max payload size exceeded');
    let frame: string;
    try {
      frame = decoder.decode(message);
    } catch {
      return end('Invalid WebSocket frame: invalid UTF-8 sequence');
    }
    inbox.receive(frame);
  });
  pipe.on('close', () => {
    isOpen = false;
    inbox.closed(closeReason ?? 'the connection was lost');
  });
  // The Studio's thread keeps the process alive.
  pipe.unref();
  return {
    get isOpen() {
      return isOpen;
    },
    bufferedBytes: 0,
    send(frame) {
      isInUse = true;
      if (isOpen) pipe.postMessage(Buffer.from(frame));
    },
    close: end,
    terminate: end,
    read: (reader) => inbox.read(reader),
    onClose: (listener) => inbox.onClose(listener),
    pingAsync(timeoutMs) {
      if (!isOpen) return Promise.resolve(false);
      isInUse = true;
      return new Promise((resolve) => {
        const settle = (isAnswered: boolean) => {
          timer.cancel();
          waiting.delete(answered);
          resolve(isAnswered);
        };
        const answered = () => settle(true);
        const timer = clock.setTimer(timeoutMs, () => settle(false), { background: true });
        waiting.add(answered);
        pipe.postMessage(null);
      });
    },
  };
}
