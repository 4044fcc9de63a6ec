// One HTTP exchange. Node's own client instead of fetch, because an upload shall show how far it is and has to carry its
// length, which fetch leaves out for a body that it reads piece by piece.
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { interruptionOf } from '../protocol/interruption.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the body that have been handed over so far. */
  readonly onSent?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Rejects where no whole answer arrived. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

const PIECE_BYTES = 64 * 1024;
const MAX_REDIRECTS = 5;

/** A failure of the connection: what happened to the request on the other side is not known, unless it was not sent. */
export class TransportError extends Error {
  constructor(
    message: string,
    /** True if the server cannot have seen the request. */
    readonly wasNotSent: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const httpTransport: Transport = async (request) => {
  let { url } = request;
  for (let redirects = 0; ; redirects++) {
    const response = await exchangeAsync({ ...request, url });
    const location = response.headers.location;
    const moves = request.method === 'GET' && response.status >= 300 && response.status < 400 && location;
    if (!moves || redirects === MAX_REDIRECTS) return response;
    url = new URL(location, url).href;
  }
};

function exchangeAsync({ method, url, headers, body, signal, onSent }: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const start = url.startsWith('https:') ? requestSecure : requestPlain;
    const outgoing = start(url, {
      method,
      headers: { ...headers, ...(body ? { 'content-length': String(body.byteLength) } : {}) },
      signal,
    });
    const fail = (error: Error) => {
      if (signal?.aborted) reject(interruptionOf(signal));
      else reject(new TransportError(error.message, !isConnected, { cause: error }));
    };
    outgoing.on('socket', (socket) => {
      isConnected = !socket.connecting;
      // One that is used again has this behind it.
      if (isConnected) return;
      socket.once('connect', () => {
        isConnected = true;
      });
    });
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', fail);
      incoming.on('end', () => {
        if (!incoming.complete) return fail(new Error('the answer was cut off'));
        const names = Object.entries(incoming.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : value,
        ]);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(names),
          body: Buffer.concat(parts),
        });
      });
      incoming.on('aborted', () => fail(new Error('the answer was cut off')));
    });
    if (!body) return void outgoing.end();
    sendPieces(outgoing, body, onSent);
  });
}

function sendPieces(
  outgoing: { write(part: Uint8Array, done: () => void): boolean; end(): void },
  body: Uint8Array,
  onSent: HttpRequest['onSent'],
): void {
  const sendFrom = (start: number) => {
    if (start >= body.byteLength) return outgoing.end();
    const piece = body.subarray(start, start + PIECE_BYTES);
    outgoing.write(piece, () => {
      onSent?.(start + piece.byteLength, body.byteLength);
      sendFrom(start + piece.byteLength);
    });
  };
  sendFrom(0);
}
