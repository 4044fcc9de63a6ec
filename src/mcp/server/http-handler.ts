// Who answers what comes over HTTP: a request of the newer revision stands alone, one of the older belongs to a session, or
// stands alone too where its client wants none.
import {
  createMcpHandler,
  isInitializeRequest,
  isJsonContentType,
  isLegacyRequest,
  type McpServerFactory,
  readRequestBody,
} from '@modelcontextprotocol/server';
import type { Clock } from '../../support/clock.js';
import { SESSIONS_URI } from './content/resources.js';
import { HttpSessions } from './http-sessions.js';

/** As long as a line on standard input may be: a place file in a script, and then some. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const PARSE_ERROR = -32_700;
const REFUSED = -32_000;
const NO_SESSION = -32_001;

export interface HttpHandler {
  fetchAsync(request: Request): Promise<Response>;
  /** To clients of the newer revision; those of the older hear of it in their sessions. */
  tellSessionsChanged(): void;
  closeAsync(): Promise<void>;
}

export function createHttpHandler(
  factory: McpServerFactory,
  { clock, onError }: { readonly clock: Clock; onError(error: Error): void },
): HttpHandler {
  const alone = createMcpHandler(factory, { onerror: onError });
  const sessions = new HttpSessions(factory, clock);

  const inSessionAsync = async (id: string, request: Request, body?: unknown) =>
    sessions.has(id)
      ? await sessions.fetchAsync(id, request, body)
      : refusal(404, NO_SESSION, 'There is no such session, or no longer. Begin again with initialize.');

  return {
    async fetchAsync(request) {
      const id = request.headers.get('mcp-session-id');
      if (request.method !== 'POST')
        return id === null ? await alone.fetch(request) : await inSessionAsync(id, request);
      if (!isJsonContentType(request.headers.get('content-type')))
        return refusal(415, REFUSED, 'The content type has to be application/json.');
      const read = await readRequestBody(request, MAX_BODY_BYTES);
      if (read.tooLarge)
        return refusal(413, REFUSED, `The body is too long: at most ${MAX_BODY_BYTES} bytes.`);
      const body = parsed(read.text);
      if (body === undefined) return refusal(400, PARSE_ERROR, 'The body is not JSON.');
      if (!(await isLegacyRequest(request, body))) return await alone.fetch(request, { parsedBody: body });
      if (id !== null) return await inSessionAsync(id, request, body);
      if (isInitializeRequest(body)) return await sessions.openAsync(request, body);
      return await alone.fetch(request, { parsedBody: body });
    },
    tellSessionsChanged: () => alone.notify.resourceUpdated(SESSIONS_URI),
    async closeAsync() {
      await sessions.closeAsync();
      await alone.close();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, code: number, message: string): Response {
  // What is left of a body that was not read would be taken for the next request.
  const headers = new Headers(status === 413 ? { Connection: 'close' } : {});
  return Response.json({ jsonrpc: '2.0', id: null, error: { code, message } }, { status, headers });
}
