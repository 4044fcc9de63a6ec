// HTTP requests for HttpService. Luau has checked the options; here are the engine's rules about ports, and the
// errors in its words.
import type { ClientRequest, IncomingMessage, request as requestFunction } from 'node:http';
import { systemClock, type Timer } from '../../support/clock.js';
import { errorCode } from '../../support/file-errors.js';
import type { Pipe } from '../../support/pipe.js';
import { messageOf } from '../../support/thrown-text.js';
import type { PostEvent } from './event-loop.js';
import type { FaultsOfStudio } from './faults/faults-of-studio.js';
import type { Operations } from './operations.js';
import type { Dial } from './socket-operations.js';
import type { HoldTime } from './virtual-clock.js';

interface RequestHead {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly timeoutMs: number;
  readonly compress: boolean;
}

const USER_AGENT = 'RobloxStudio/WinInet RobloxApp/0.735.0.7351131 (GlobalDist; RobloxDirectDownload)';
const MAX_REDIRECTS = 5;
const HEALTH_OF_HOST = /^http:\/\/[^/]+\/health$/;
const OPEN_LOW_PORTS = new Set([80, 443]);
const BLOCKED_PORT = 1194;

/** Node's codes to the engine's names. */
const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ConnectFail',
  ECONNRESET: 'NetFail',
  EPIPE: 'NetFail',
  ENOTFOUND: 'DnsResolve',
  EAI_AGAIN: 'DnsResolve',
  ETIMEDOUT: 'Timedout',
};

export class HttpRequests {
  private readonly running = new Map<number, ClientRequest | undefined>();
  private lastId = 0;

  constructor(
    private readonly post: PostEvent,
    /** Keeps virtual time from passing while real time is waited for. */
    private readonly holdTime: HoldTime,
    private readonly faults?: FaultsOfStudio,
    private readonly dial?: Dial,
  ) {}

  readonly operations: Operations = {
    /** The head as JSON, a line break, the body. */
    'http.request': (_value, bytes) => {
      const end = bytes.indexOf('\n');
      const head: RequestHead = JSON.parse(bytes.toString('utf8', 0, end));
      const id = ++this.lastId;
      this.running.set(id, undefined);
      void this.sendAsync(id, head, Buffer.from(bytes.subarray(end + 1)));
      return { number: id };
    },
  };

  terminate(): void {
    for (const request of this.running.values()) request?.destroy();
    this.running.clear();
  }

  private async sendAsync(id: number, head: RequestHead, body: Buffer): Promise<void> {
    const releaseTime = this.holdTime();
    let timer: Timer | undefined;
    const timedOut = new Promise<never>((_resolve, reject) => {
      timer = systemClock.setTimer(head.timeoutMs, () => reject(new RequestFailure('Timedout')));
    });
    try {
      const answer = await Promise.race([
        this.followAsync(id, head, await encodeAsync(head, body)),
        timedOut,
      ]);
      this.finish(id, 'http.response', answer);
    } catch (error) {
      this.finish(id, 'http.failure', `HttpError: ${failureName(error)}`);
    } finally {
      timer?.cancel();
      releaseTime();
    }
  }

  private finish(id: number, event: string, bytes: Uint8Array | string): void {
    const request = this.running.get(id);
    // One that ran out of time is still under way.
    request?.destroy();
    if (this.running.delete(id)) this.post(event, id, bytes);
  }

  private async followAsync(id: number, head: RequestHead, body: EncodedBody): Promise<Buffer> {
    const pipe = HEALTH_OF_HOST.test(head.url) && this.dial?.(head.url.replace(/^http/, 'ws'));
    if (pipe) return await askHealthAsync(pipe);
    let url = checkedUrl(head.url);
    let { method } = head;
    let content: EncodedBody = body;
    const refusal = await this.faults?.openAsync('request', url.href);
    if (refusal) return await refusedAnswerAsync(refusal.status);
    for (let redirects = 0; ; redirects++) {
      const response = await this.sendOnceAsync(id, url, method, head, content);
      const location = response.headers.location;
      const status = response.statusCode ?? 0;
      if (location === undefined || status < 301 || status > 308 || redirects === MAX_REDIRECTS) {
        return answerBytes(response, await readAllAsync(response));
      }
      response.resume();
      url = checkedUrl(new URL(location, url).href);
      if (status <= 303 && method !== 'HEAD') {
        method = 'GET';
        content = { bytes: Buffer.alloc(0), headers: {} };
      }
    }
  }

  private async sendOnceAsync(
    id: number,
    url: URL,
    method: string,
    head: RequestHead,
    body: EncodedBody,
  ): Promise<IncomingMessage> {
    const send = await loadRequestAsync(url.protocol);
    if (!this.running.has(id)) throw new RequestFailure('Aborted');
    return await new Promise((resolve, reject) => {
      const request = send(url, {
        method,
        agent: false,
        headers: {
          'user-agent': USER_AGENT,
          ...Object.fromEntries(head.headers),
          ...body.headers,
          ...(body.bytes.length > 0 ? { 'content-length': body.bytes.length } : {}),
        },
      });
      this.running.set(id, request);
      request.on('response', resolve);
      request.on('error', reject);
      request.end(body.bytes);
    });
  }
}

/** Of a host in this process. */
async function askHealthAsync(pipe: Pipe): Promise<Buffer> {
  try {
    const health = await new Promise<Uint8Array>((resolve, reject) => {
      pipe.on('message', (message) => message !== null && resolve(message));
      pipe.on('close', () => reject(new RequestFailure('ConnectFail')));
      pipe.postMessage(null);
    });
    const head = { status: 200, message: 'OK', headers: { 'content-type': 'application/json' } };
    return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), health]);
  } finally {
    pipe.close();
  }
}

interface EncodedBody {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

async function encodeAsync(head: RequestHead, bytes: Buffer): Promise<EncodedBody> {
  if (!head.compress || bytes.length === 0) return { bytes, headers: {} };
  const { gzipSync } = await import('node:zlib');
  return { bytes: gzipSync(bytes), headers: { 'content-encoding': 'gzip' } };
}

async function loadRequestAsync(protocol: string): Promise<typeof requestFunction> {
  return protocol === 'https:' ? (await import('node:https')).request : (await import('node:http')).request;
}

class RequestFailure extends Error {}

function failureName(error: unknown): string {
  if (error instanceof RequestFailure) return error.message;
  return FAILURES[errorCode(error)] ?? messageOf(error);
}

function checkedUrl(text: string): URL {
  if (!URL.canParse(text)) throw new RequestFailure('InvalidUrl');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new RequestFailure('InvalidUrl');
  const port = url.port === '' ? 80 : Number(url.port);
  if ((port < 1024 && !OPEN_LOW_PORTS.has(port)) || port === BLOCKED_PORT) {
    throw new RequestFailure(`Port ${port} is not allowed`);
  }
  return url;
}

async function readAllAsync(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const encoding = response.headers['content-encoding'];
  if (encoding !== 'gzip' && encoding !== 'deflate' && encoding !== 'br') return bytes;
  const { gunzipSync, inflateSync, brotliDecompressSync } = await import('node:zlib');
  return { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[encoding](bytes);
}

async function refusedAnswerAsync(status: number | undefined): Promise<Buffer> {
  if (status === undefined) throw new RequestFailure('ConnectFail');
  const { STATUS_CODES } = await import('node:http');
  return Buffer.from(`${JSON.stringify({ status, message: STATUS_CODES[status] ?? '', headers: {} })}\n`);
}

/** Status and headers as JSON, a line break, the body. */
function answerBytes(response: IncomingMessage, body: Buffer): Buffer {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const head = { status: response.statusCode, message: response.statusMessage, headers };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}
