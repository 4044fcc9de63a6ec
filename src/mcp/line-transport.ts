// Messages as lines of JSON on two streams. Unlike the SDK's own it answers what is no message, so that a client that
// probes with anything at all is never left waiting; it writes the answers of one turn at one go; and it does without
// the SDK, which takes longer to load than the first answers may.

import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { LineReader } from './line-reader.js';

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

export class LineTransport {
  onMessage: (message: JSONRPCMessage) => void = () => {};
  onClose: () => void = () => {};

  private readonly lines = new LineReader(
    (line) => this.receive(line),
    (reason) => this.refuse(null, PARSE_ERROR, reason),
  );
  private pending: string[] = [];
  private isClosed = false;

  constructor(
    private readonly input: Readable,
    private readonly output: Writable,
  ) {}

  start(): void {
    this.input.on('data', this.onData);
    for (const event of ['end', 'close', 'error']) this.input.on(event, this.onGone);
    for (const event of ['close', 'error']) this.output.on(event, this.onGone);
  }

  write(message: object): void {
    if (this.isClosed) return;
    this.pending.push(JSON.stringify(message));
    if (this.pending.length === 1) process.nextTick(() => this.flush());
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

  private receive(line: string): void {
    const parsed = parseLine(line);
    if ('message' in parsed) this.onMessage(parsed.message);
    else this.refuse(parsed.id, parsed.code, parsed.reason);
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

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(value: unknown): string | number | null {
  const id: unknown = Object(value).id;
  return isId(id) ? id : null;
}
