// Dialling a host as a client, and telling apart why it did not work: nobody there, somebody else there, or a
// host that is just ending.
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { CLIENT_PATH, MAX_FRAME_BYTES } from '../../protocol/limits.js';
import type { Clock } from '../../support/clock.js';
import { ClientSocket } from './client-socket.js';
import type { Link } from './link.js';

export type DialResult = { ok: true; link: Link } | { ok: false; kind: DialFailure; message: string };

/** `ended`: it was there and hung up, as a host that is ending does. `full`: it takes no more connections.
 * `silent`: it took the connection and never said a word, as a tunnel without an end does. */
export type DialFailure = 'refused' | 'ended' | 'full' | 'foreign' | 'silent' | 'unreachable';

export interface DialOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

const HUNG_UP: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
const UNRESOLVED: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME']);
const MAX_HEAD_BYTES = 16 * 1024;
const HEAD_END = '\r\n\r\n';
/** RFC 6455, section 1.3: what the answer to an upgrade is hashed with. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export function dialHostAsync({ host, port, timeoutMs, clock }: DialOptions): Promise<DialResult> {
  return new Promise((resolve) => {
    const key = randomBytes(16).toString('base64');
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port });
    let head = Buffer.alloc(0);

    // Exactly once, before anything that the socket's next owner does.
    const release = () => {
      timer.cancel();
      socket.removeAllListeners();
    };
    const fail = (kind: DialFailure, message: string) => {
      release();
      socket.on('error', () => {});
      socket.destroy();
      resolve({ ok: false, kind, message });
    };
    const timer = clock.setTimer(timeoutMs, () => {
      if (socket.connecting) fail('unreachable', 'it did not answer');
      else fail('silent', 'it accepted the connection and said nothing');
    });

    socket.on('connect', () => socket.write(upgradeRequest(host, port, key)));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') fail('refused', error.message);
      else if (HUNG_UP.has(error.code ?? '')) fail('ended', error.message);
      else
        fail('unreachable', UNRESOLVED.has(error.code ?? '') ? 'the name does not resolve' : error.message);
    });
    socket.on('close', () => fail('ended', 'it hung up'));
    socket.on('data', (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const verdict = readAnswer(head, key);
      if (verdict === 'incomplete') return;
      if (typeof verdict !== 'number') {
        fail(verdict.kind, verdict.message);
        return;
      }
      release();
      resolve({ ok: true, link: new ClientSocket(socket, clock, MAX_FRAME_BYTES, head.subarray(verdict)) });
    });
  });
}

function upgradeRequest(host: string, port: number, key: string): string {
  return [
    `GET ${CLIENT_PATH} HTTP/1.1`,
    `Host: ${host}:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
  ]
    .join('\r\n')
    .concat(HEAD_END);
}

type Verdict = 'incomplete' | number | { kind: 'full' | 'foreign'; message: string };

/** A number is where the frames begin. */
function readAnswer(head: Buffer, key: string): Verdict {
  const end = head.indexOf(HEAD_END);
  const text = head.toString('latin1', 0, end < 0 ? head.length : end);
  // A plain web server may answer as HTTP/1.0.
  if (!'HTTP/1.'.startsWith(text.slice(0, 7))) return { kind: 'foreign', message: 'it does not speak HTTP' };
  if (end < 0) {
    return head.length < MAX_HEAD_BYTES
      ? 'incomplete'
      : { kind: 'foreign', message: 'its answer is too long' };
  }
  const status = Number(text.slice(9, 12));
  if (status === 503) return { kind: 'full', message: 'it has as many connections as it may' };
  if (status !== 101) return { kind: 'foreign', message: `it answered HTTP ${status}` };
  const accept = /^sec-websocket-accept:\s*(\S+)\s*$/im.exec(text)?.[1];
  if (
    accept !==
    createHash('sha1')
      .update(key + ACCEPT_GUID)
      .digest('base64')
  ) {
    return { kind: 'foreign', message: 'it did not accept the WebSocket' };
  }
  return end + HEAD_END.length;
}
