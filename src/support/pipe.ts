// What connects two threads of this process: as much of Node's MessagePort as is used of it. The library's types name none
// of Node's.

/** One end. Frames arrive in order, and before the news that the other end was closed. */
export interface Pipe {
  /**
   * Bytes of a frame; null asks whether anybody is there, and is the answer. As the first message it asks for a host's
   * health, whose text is the answer.
   */
  postMessage(message: Uint8Array | null): void;
  on(event: 'message', listener: (message: Uint8Array | null) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): void;
  /** It keeps the process alive no longer. */
  unref(): void;
}
