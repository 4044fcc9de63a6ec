// A link over a WebSocket, at the host's end of it.
import type { Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../../support/clock.js';
import { createWriteBatch } from '../../support/write-batch.js';
import { Inbox, type Link } from './link.js';

/** 1000 is "normal"; the reason rides along for peers that can read it (Luau cannot). */
const NORMAL_CLOSE = 1000;
/** What a peer that does not take part in closing gets before its socket is cut. */
const CLOSE_GRACE_MS = 1_000;
/** RFC 6455 leaves 123 bytes for a reason. */
const MAX_REASON_BYTES = 123;

/** Far below the size from which frames are compressed. */
const SHORT_FRAME = 64 * 1024;

export interface LinkOptions {
  readonly clock: Clock;
  /** One for all links, so that it sees when the same frame goes to several. */
  readonly encode: (frame: string) => Buffer;
}

/** `stream` is the connection under the WebSocket. */
export function createWebSocketLink(
  socket: WebSocket,
  stream: Writable,
  { clock, encode }: LinkOptions,
): Link {
  const inbox = new Inbox();
  const batch = createWriteBatch(stream);
  let closeReason: string | undefined;

  socket.on('message', (data, isBinary) => {
    if (!isBinary) inbox.receive(data.toString());
  });
  // `close` always follows an `error`; without a listener the error would end the process.
  socket.on('error', (error) => {
    closeReason ??= error.message;
  });
  socket.on('close', (_code, reason) => {
    inbox.closed(closeReason ?? (reason.toString() || 'the connection was lost'));
  });

  return {
    get isOpen() {
      return socket.readyState === socket.OPEN;
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      batch();
      // The library writes header and payload apart, which makes a round trip a tenth longer. Past it, but never past
      // a frame that it still compresses.
      const isNext = socket.bufferedAmount === stream.writableLength;
      if (isNext && frame.length <= SHORT_FRAME) stream.write(encode(frame));
      else socket.send(frame, ignoreSendError);
    },
    close(reason) {
      if (socket.readyState >= socket.CLOSING) return;
      closeReason = reason;
      socket.close(NORMAL_CLOSE, clip(reason));
      const timer = clock.setTimer(CLOSE_GRACE_MS, () => socket.terminate(), { background: true });
      socket.once('close', () => timer.cancel());
    },
    terminate(reason) {
      closeReason ??= reason;
      socket.terminate();
    },
    read: (reader) => inbox.read(reader),
    onClose: (listener) => inbox.onClose(listener),
    pingAsync(timeoutMs) {
      if (socket.readyState !== socket.OPEN) return Promise.resolve(false);
      return new Promise((resolve) => {
        const settle = (answered: boolean) => {
          timer.cancel();
          socket.off('pong', onPong);
          socket.off('close', onClose);
          resolve(answered);
        };
        const onPong = () => settle(true);
        const onClose = () => settle(false);
        const timer = clock.setTimer(timeoutMs, onClose, { background: true });
        socket.on('pong', onPong);
        socket.on('close', onClose);
        socket.ping(undefined, undefined, ignoreSendError);
      });
    },
  };
}

/** A failed send shows as `close`; the callback only keeps it from being thrown. */
function ignoreSendError(): void {}

function clip(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > MAX_REASON_BYTES) text = text.slice(0, -1);
  return text;
}
