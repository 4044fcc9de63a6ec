// Streamable HTTP for agents on this machine: loopback only, no web page, and only who knows the token.
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BridgeError } from '../../protocol/bridge-error.js';
import { type GuardRules, refusalOf } from '../../support/request-guard.js';
import { messageOf } from '../../support/thrown-text.js';
import { toRequest, writeResponseAsync } from './fetch-bridge.js';
import type { HttpHandler } from './http-handler.js';

export const MCP_PATH = '/mcp';

export interface HttpFrontOptions extends GuardRules {
  /** 0: any. */
  readonly port: number;
  readonly token: string;
}

export interface HttpFront {
  readonly port: number;
  closeAsync(): Promise<void>;
}

export async function startHttpFrontAsync(
  handler: HttpHandler,
  options: HttpFrontOptions,
): Promise<HttpFront> {
  const server = createServer((request, response) => {
    const refusal = refusalOfRequest(request, options);
    if (refusal) return refuse(response, refusal);
    void answerAsync(handler, request, response);
  });
  await listenAsync(server, options.port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    async closeAsync() {
      await handler.closeAsync();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Refusal {
  readonly status: 401 | 403 | 404;
  readonly reason: string;
}

function refusalOfRequest(request: IncomingMessage, options: HttpFrontOptions): Refusal | undefined {
  const reason = refusalOf(request.headers, options);
  if (reason !== undefined) return { status: 403, reason };
  if ((request.url ?? '').split('?')[0] !== MCP_PATH)
    return { status: 404, reason: `only ${MCP_PATH} is here` };
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!isSame(given, options.token)) {
    return { status: 401, reason: 'the token is missing or wrong; send it as Authorization: Bearer' };
  }
  return undefined;
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function refuse(response: ServerResponse, { status, reason }: Refusal): void {
  const body = JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_000, message: reason } });
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="studio-bridge"' } : {}),
    Connection: 'close',
  });
  response.end(body);
}

async function answerAsync(
  handler: HttpHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    await writeResponseAsync(await handler.fetchAsync(toRequest(request, gone.signal)), response);
  } catch {
    // The client is gone, or the body was cut: there is nobody to tell.
    response.destroy();
  }
}

async function listenAsync(server: Server, port: number): Promise<void> {
  const listening = once(server, 'listening');
  server.listen({ host: '127.0.0.1', port, exclusive: true });
  try {
    await listening;
  } catch (cause) {
    const why = messageOf(cause);
    throw new BridgeError('PORT_IN_USE', `HTTP cannot be served on port ${port}: ${why}.`, {
      cause,
      hint: 'Choose another port with --http, or let the system pick one with --http 0.',
    });
  }
}
