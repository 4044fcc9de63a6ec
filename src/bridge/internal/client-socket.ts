// The client's end of a connection to a host, over a plain TCP socket; see web-socket-frames.ts for why.
import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import type { Clock } from '../../support/clock.js';
import { createWriteBatch } from '../../support/write-batch.js';
import { type FrameReader, Inbox, type Link } from './link.js';
import {
  encodeClientFrame,
  FrameDecoder,
  FramingError,
  OPCODE,
  type WebSocketFrame,
} from './web-socket-frames.js';

const NORMAL_CLOSE = 1000;
const NOT_UTF8 = 1007;
const TOO_BIG = 1009;
/** For the host to close its side; after that the socket is cut. */
const CLOSE_GRACE_MS = 1_000;
const MAX_REASON_BYTES = 120;

export class ClientSocket implements Link {
  private readonly inbox = new Inbox();
  private readonly decoder: FrameDecoder;
  private readonly batch: () => void;
  private readonly pongs = new Set<() => void>();
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private open = true;
  private reason: string | undefined;

  /** `head` is what came with the answer to the upgrade. */
  constructor(
    private readonly socket: Socket,
    private readonly clock: Clock,
    private readonly maxMessageBytes: number,
    head: Buffer,
  ) {
    this.decoder = new FrameDecoder(maxMessageBytes);
    this.batch = createWriteBatch(socket);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => {
      this.reason ??= error.message;
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      this.open = false;
      this.inbox.closed(this.reason ?? 'the connection was lost');
    });
    if (head.length > 0) this.receive(head);
  }

  get isOpen(): boolean {
    return this.open;
  }

  get bufferedBytes(): number {
    return this.socket.writableLength;
  }

  send(frame: string): void {
    if (!this.open) return;
    this.batch();
    this.socket.write(encodeClientFrame(OPCODE.text, frame));
  }

  close(reason: string): void {
    this.reason ??= reason;
    this.closeWith(NORMAL_CLOSE, reason);
  }

  terminate(reason: string): void {
    this.reason ??= reason;
    this.open = false;
    this.socket.destroy();
  }

  read(reader: FrameReader | undefined): void {
    this.inbox.read(reader);
  }

  onClose(listener: (reason: string) => void): void {
    this.inbox.onClose(listener);
  }

  pingAsync(timeoutMs: number): Promise<boolean> {
    if (!this.open) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (answered: boolean) => {
        timer.cancel();
        this.pongs.delete(onPong);
        resolve(answered);
      };
      const onPong = () => settle(true);
      const timer = this.clock.setTimer(timeoutMs, () => settle(false), { background: true });
      this.pongs.add(onPong);
      this.socket.write(encodeClientFrame(OPCODE.ping, Buffer.alloc(0)));
      this.inbox.onClose(() => settle(false));
    });
  }

  private receive(chunk: Buffer): void {
    try {
      this.decoder.push(chunk);
      for (let frame = this.decoder.next(); frame && !this.socket.destroyed; frame = this.decoder.next()) {
        this.frame(frame);
      }
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      this.reason ??= error.message;
      this.closeWith(error.closeCode, error.message);
      this.socket.destroySoon();
    }
  }

  private frame({ opcode, isFinal, payload }: WebSocketFrame): void {
    switch (opcode) {
      case OPCODE.ping:
        if (this.open) this.socket.write(encodeClientFrame(OPCODE.pong, payload));
        return;
      case OPCODE.pong:
        for (const answered of [...this.pongs]) answered();
        return;
      case OPCODE.close:
        this.reason ??= payload.length > 2 ? payload.toString('utf8', 2) : 'the host closed the connection';
        this.closeWith(payload.length >= 2 ? payload.readUInt16BE(0) : NORMAL_CLOSE, '');
        this.socket.end();
        return;
      case OPCODE.text:
      case OPCODE.binary:
      case OPCODE.continuation:
        this.message(opcode, isFinal, payload);
        return;
      default:
        throw new FramingError(`opcode ${opcode} is unknown`, 1002);
    }
  }

  private message(opcode: number, isFinal: boolean, payload: Buffer): void {
    const continues = opcode === OPCODE.continuation;
    if (continues !== this.parts.length > 0) throw new FramingError('a message is split wrongly', 1002);
    if (opcode === OPCODE.binary) throw new FramingError('the bridge sends text only', 1003);
    if (isFinal && !continues) {
      this.deliver(payload);
      return;
    }
    this.parts.push(payload);
    this.partsBytes += payload.length;
    if (this.partsBytes > this.maxMessageBytes)
      throw new FramingError('a message is over the limit', TOO_BIG);
    if (!isFinal) return;
    const whole = Buffer.concat(this.parts);
    this.parts = [];
    this.partsBytes = 0;
    this.deliver(whole);
  }

  private deliver(payload: Buffer): void {
    if (!isUtf8(payload)) throw new FramingError('a message is not UTF-8', NOT_UTF8);
    this.inbox.receive(payload.toString('utf8'));
  }

  private closeWith(code: number, reason: string): void {
    if (!this.open) return;
    this.open = false;
    const text = Buffer.from(reason)
      .subarray(0, MAX_REASON_BYTES)
      .toString('utf8')
      .replace(/\uFFFD$/, '');
    const payload = Buffer.alloc(2 + Buffer.byteLength(text));
    payload.writeUInt16BE(code, 0);
    payload.write(text, 2);
    this.socket.write(encodeClientFrame(OPCODE.close, payload));
    const timer = this.clock.setTimer(CLOSE_GRACE_MS, () => this.socket.destroy(), { background: true });
    this.socket.once('close', () => timer.cancel());
  }
}
