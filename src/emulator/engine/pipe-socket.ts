// A WebSocket of the VM whose other end is in this process: frames go through a message port instead of the network.
import type { Pipe } from '../../support/pipe.js';
import type { PostEvent } from './event-loop.js';

/** What Studio reports for a WebSocket that opened. */
const OPENED_STATUS = 200;

export class PipeSocket {
  readonly ended: Promise<void>;
  private isEnded = false;
  private resolveEnded: () => void = () => {};

  constructor(
    private readonly id: number,
    private readonly pipe: Pipe,
    private readonly post: PostEvent,
    private readonly releaseTime: () => void,
    private readonly onEnd: () => void,
  ) {
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
    pipe.on('message', (message: Uint8Array | null) => {
      // A question whether anybody is there.
      if (message === null) pipe.postMessage(null);
      else this.post('socket.message', this.id, message);
    });
    pipe.on('close', () => this.end());
  }

  /** Not while the script that dials is still on the stack. */
  open(): void {
    setImmediate(() => {
      if (this.isEnded) return;
      this.post('socket.opened', this.id, `${OPENED_STATUS}\n`);
      this.releaseTime();
    });
  }

  send(message: Buffer): void {
    this.pipe.postMessage(message);
  }

  close(): void {
    this.pipe.close();
  }

  terminate(): void {
    this.pipe.close();
  }

  private end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.releaseTime();
    this.onEnd();
    this.resolveEnded();
    this.post('socket.closed', this.id);
  }
}
