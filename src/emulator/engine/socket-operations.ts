// The connections of WebStreamClients; those that are WebSockets. The VM holds only their numbers.

import type { WebSocket } from 'ws';
import type { Pipe } from '../../support/pipe.js';
import { messageOf } from '../../support/thrown-text.js';
import { createWriteBatch } from '../../support/write-batch.js';
import type { PostEvent } from './event-loop.js';
import type { FaultsOfStudio } from './faults/faults-of-studio.js';
import type { FaultyLink } from './faults/faulty-link.js';
import { HttpStream, type StreamRequest } from './http-stream.js';
import type { Operations } from './operations.js';
import { PipeSocket } from './pipe-socket.js';
import { rawHeaderText } from './raw-headers.js';
import type { HoldTime } from './virtual-clock.js';

interface SocketRequest {
  readonly kind: 'WebSocket';
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** What Studio reports for a WebSocket that opened. */
const OPENED_STATUS = 200;
const HANDSHAKE_TIMEOUT_MS = 30_000;
const ON_THIS_MACHINE = /^ws:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/;
/** RFC 6455, 10.3: masks guard what stands between two machines. On one machine nothing does, and they take their time. */
const UNMASKED = { generateMask: (mask: Buffer) => void mask.fill(0) };
/** No limit of the platform's is documented; this is the largest message that the VM can be given in one piece. */
const MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

/** The way to a host in this process, if the address is its. */
export type Dial = (url: string) => Pipe | undefined;

export class Sockets {
  private readonly open = new Map<number, EngineSocket | HttpStream | PipeSocket>();
  private lastId = 0;
  private isClosed = false;

  constructor(
    private readonly post: PostEvent,
    /** Keeps virtual time from passing while a socket is being opened. */
    private readonly holdTime: HoldTime,
    private readonly faults?: FaultsOfStudio,
    private readonly dial?: Dial,
  ) {}

  readonly operations: Operations = {
    /** The request as JSON, a line break, the body. */
    'socket.open': (_value, bytes) => {
      const id = ++this.lastId;
      const end = bytes.indexOf('\n');
      const request: SocketRequest | StreamRequest = JSON.parse(bytes.toString('utf8', 0, end));
      const pipe = request.kind === 'WebSocket' && !this.isClosed && this.dial?.(request.url);
      if (pipe) {
        const onEnd = () => this.open.delete(id);
        const socket = new PipeSocket(id, pipe, this.post, this.holdTime(), onEnd);
        this.open.set(id, socket);
        socket.open();
      } else if (request.kind === 'WebSocket') {
        const socket = this.create(EngineSocket, id);
        if (!this.isClosed) void socket.connectAsync(request.url, Object.fromEntries(request.headers));
      } else {
        const stream = this.create(HttpStream, id);
        if (!this.isClosed) void stream.connectAsync(request, Buffer.from(bytes.subarray(end + 1)));
      }
      return { number: id };
    },
    'socket.send': (id, bytes) => {
      // A copy: the view is the VM's.
      this.open.get(id)?.send(Buffer.from(bytes));
      return undefined;
    },
    'socket.close': (id) => {
      this.open.get(id)?.close();
      return undefined;
    },
  };

  private create<Kind extends EngineSocket | HttpStream>(
    kind: new (
      id: number,
      post: PostEvent,
      releaseTime: () => void,
      onEnd: () => void,
      faults?: FaultsOfStudio,
    ) => Kind,
    id: number,
  ): Kind {
    const connection = new kind(id, this.post, this.holdTime(), () => this.open.delete(id), this.faults);
    this.open.set(id, connection);
    return connection;
  }

  get count(): number {
    return this.open.size;
  }

  /** Closes all in good order; those that do not answer are cut by `terminate`. */
  close(): void {
    this.isClosed = true;
    for (const socket of this.open.values()) socket.close();
  }

  /** Resolves when none is open any more. */
  async whenClosedAsync(): Promise<void> {
    await Promise.all([...this.open.values()].map((socket) => socket.ended));
  }

  terminate(): void {
    for (const socket of this.open.values()) socket.terminate();
  }
}

class EngineSocket {
  readonly ended: Promise<void>;
  private socket: WebSocket | undefined;
  private beforeSend = () => {};
  private unsent: Uint8Array[] = [];
  private isClosing = false;
  private isEnded = false;
  private link: FaultyLink | undefined;
  private resolveEnded: () => void = () => {};

  constructor(
    private readonly id: number,
    private readonly post: PostEvent,
    private readonly releaseTime: () => void,
    private readonly onEnd: () => void,
    private readonly faults?: FaultsOfStudio,
  ) {
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
  }

  async connectAsync(url: string, headers: Record<string, string>): Promise<void> {
    const { WebSocket } = await import('ws');
    const refusal = await this.faults?.openAsync('connect', url);
    if (this.isClosing) return this.end();
    if (refusal) return this.refuse(refusal.status);
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, {
        headers,
        perMessageDeflate: false,
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        maxPayload: MAX_MESSAGE_BYTES,
        ...(ON_THIS_MACHINE.test(url) ? UNMASKED : {}),
      });
    } catch (error) {
      this.fail(0, error);
      return this.end();
    }
    this.socket = socket;
    this.link = this.faults?.link(url, {
      deliver: (direction, message) => {
        if (direction === 'received') this.post('socket.message', this.id, message);
        else this.write(message);
      },
      cut: () => socket.terminate(),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
    });
    let status = 0;
    let headerText = '';
    socket.on('upgrade', (response) => {
      headerText = rawHeaderText(response.rawHeaders);
      response.socket.setNoDelay(true);
      this.beforeSend = createWriteBatch(response.socket);
    });
    socket.on('unexpected-response', (_request, response) => {
      status = response.statusCode ?? 0;
      this.fail(status, `Unexpected server response: ${status}`);
      socket.terminate();
    });
    socket.on('open', () => {
      for (const message of this.unsent) socket.send(message, { binary: false });
      this.unsent = [];
      this.post('socket.opened', this.id, `${OPENED_STATUS}\n${headerText}`);
      this.releaseTime();
    });
    socket.on('message', (data) => {
      if (this.link) this.link.pass('received', toBytes(data));
      else this.post('socket.message', this.id, toBytes(data));
    });
    socket.on('error', (error) => {
      if (status === 0 && !this.isClosing) this.fail(0, error);
    });
    socket.on('close', () => this.end());
  }

  /** Before the socket is open, messages wait for it. */
  send(message: Buffer): void {
    if (this.link) this.link.pass('sent', message);
    else this.write(message);
  }

  private write(message: Uint8Array): void {
    const { socket } = this;
    if (socket?.readyState === 1) {
      this.beforeSend();
      socket.send(message, { binary: false });
    } else if (!socket || socket.readyState === 0) this.unsent.push(message);
  }

  close(): void {
    this.isClosing = true;
    this.socket?.close();
  }

  terminate(): void {
    this.isClosing = true;
    this.socket?.terminate();
  }

  private refuse(status = 0): void {
    this.fail(status, status === 0 ? 'connect ECONNREFUSED' : `Unexpected server response: ${status}`);
    this.end();
  }

  private fail(status: number, error: unknown): void {
    this.post('socket.failed', this.id, `${status}\n${messageOf(error)}`);
  }

  private end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    if (this.link) this.faults?.unlink(this.link);
    this.releaseTime();
    this.onEnd();
    this.resolveEnded();
    this.post('socket.closed', this.id);
  }
}

function toBytes(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
