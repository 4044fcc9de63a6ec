// Messages as lines of JSON on two streams. Unlike the SDK's own it answers what is no message, so that a client that
// probes with anything at all is never left waiting; it writes the answers of one turn at one go; it answers what it has
// read before it ends with its input, as a pipe or a file does early; and it does without the SDK, which takes longer to
// load than the first answers may.
import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { isObject } from '../support/json-object.js';
import { LineReader } from './line-reader.js';

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const NOBODY_ANSWERS = -32_000;
/** Open for as long as the client is there: it is never answered. */
const SUBSCRIPTION = 'subscriptions/listen';

export class LineTransport {
  onMessage: (message: JSONRPCMessage) => void = () => {};
  onClose: () => void = () => {};

  private readonly lines = new LineReader(
    (line) => this.receive(line),
    (reason) => this.refuse(null, PARSE_ERROR, reason),
  );
  private pending: string[] = [];
  private isClosed = false;
  private isAtEnd = false;
  /** Requests of the client, and those to it, that have no answer yet. */
  private readonly unanswered = new Set<string | number>();
  private readonly asked = new Set<string | number>();

  constructor(
    private readonly input: Readable,
    private readonly output: Writable,
    /** Called once the input has ended: whoever reads may have ended with it, which streams do not tell. */
    private readonly watchClient: (onGone: () => void) => void = () => {},
  ) {}

  start(): void {
    this.input.on('data', this.onData);
    for (const event of ['end', 'close', 'error']) this.input.on(event, this.onEnd);
    for (const event of ['close', 'error']) this.output.on(event, this.onGone);
  }

  write(message: object): void {
    if (this.isClosed) return;
    this.pending.push(JSON.stringify(message));
    if (this.pending.length === 1) process.nextTick(() => this.flush());
    this.noteWritten(message);
  }

  close(): void {
    if (this.isClosed) return;
    this.flush();
    this.isClosed = true;
    this.input.off('data', this.onData);
    this.input.pause();
    this.onClose();
  }

  private readonly onData = (chunk: Buffer) => this.lines.append(chunk);
  private readonly onGone = () => this.close();

  private readonly onEnd = () => {
    if (this.isAtEnd) return;
    this.lines.end();
    this.isAtEnd = true;
    for (const id of this.asked) this.answerForClient(id);
    this.closeOnceAnswered();
    if (!this.isClosed) this.watchClient(this.onGone);
  };

  private receive(line: string): void {
    const parsed = parseLine(line);
    if ('message' in parsed) {
      this.noteRead(parsed.message);
      this.onMessage(parsed.message);
    } else this.refuse(parsed.id, parsed.code, parsed.reason);
  }

  private noteRead(message: JSONRPCMessage): void {
    if (!('method' in message)) {
      if (message.id !== undefined) this.asked.delete(message.id);
    } else if ('id' in message) {
      if (message.method !== SUBSCRIPTION) this.unanswered.add(message.id);
    } else if (message.method === 'notifications/cancelled') {
      // Nobody waits for its answer.
      const { requestId } = Object(message.params);
      this.unanswered.delete(requestId);
    }
  }

  private noteWritten(message: { id?: unknown; method?: unknown }): void {
    const { id, method } = message;
    if (!isId(id)) return;
    if (method !== undefined) {
      this.asked.add(id);
      if (this.isAtEnd) process.nextTick(() => this.answerForClient(id));
    } else if (this.unanswered.delete(id)) this.closeOnceAnswered();
  }

  private closeOnceAnswered(): void {
    if (this.isAtEnd && this.unanswered.size === 0) this.close();
  }

  /** Who has said all there is to say will not answer: what waits for it goes on without. */
  private answerForClient(id: string | number): void {
    if (!this.asked.delete(id)) return;
    const message = 'The client cannot be asked: its messages have ended.';
    this.onMessage({ jsonrpc: '2.0', id, error: { code: NOBODY_ANSWERS, message } });
  }

  private refuse(id: string | number | null, code: number, message: string): void {
    this.write({ jsonrpc: '2.0', id, error: { code, message } });
  }

  private flush(): void {
    if (this.isClosed || this.pending.length === 0) return;
    const text = `${this.pending.join('\n')}\n`;
    this.pending = [];
    this.output.write(text);
  }
}

type Parsed =
  | { readonly message: JSONRPCMessage }
  | { readonly id: string | number | null; readonly code: number; readonly reason: string };

function parseLine(line: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    const reason = 'This is not JSON. Each message is one line of JSON.';
    return { id: null, code: PARSE_ERROR, reason };
  }
  if (Array.isArray(value)) {
    const reason = 'Batches are not part of this protocol. Send one message a line.';
    return { id: null, code: INVALID_REQUEST, reason };
  }
  if (isMessage(value)) return { message: value };
  const reason =
    'This is not a JSON-RPC 2.0 message: it needs jsonrpc and method, and an id if it is a request.';
  return { id: idOf(value), code: INVALID_REQUEST, reason };
}

function isMessage(value: unknown): value is JSONRPCMessage {
  const { jsonrpc, method, id, params, result, error } = Object(value);
  if (jsonrpc !== '2.0' || (id !== undefined && !isId(id))) return false;
  if (method === undefined) return id !== undefined && (isObject(result) || isObject(error));
  return typeof method === 'string' && (params === undefined || isObject(params));
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || (typeof id === 'number' && Number.isInteger(id));
}

function idOf(value: unknown): string | number | null {
  const id: unknown = Object(value).id;
  return isId(id) ? id : null;
}
