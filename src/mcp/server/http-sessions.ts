// Clients of the older revision over HTTP: each has a session, in which it is told of changes, cancels its calls, and takes
// up a stream where the connection broke.
import { randomUUID } from 'node:crypto';
import {
  type McpServerFactory,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Clock } from '../../support/clock.js';
import { EventLog } from './event-log.js';

/** A client that went away without a word leaves one behind. */
const MAX_SESSIONS = 64;
const MAX_IDLE_MS = 3_600_000;
/** How soon a client that polls may come back. */
const RETRY_MS = 1_000;

interface HttpSession {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  /** Answers that are being written, streams among them. */
  open: number;
  usedAt: number;
}

export class HttpSessions {
  private readonly sessions = new Map<string, HttpSession>();

  constructor(
    private readonly factory: McpServerFactory,
    private readonly clock: Clock,
  ) {}

  has(id: string): boolean {
    return this.sessions.has(id);
  }

  async openAsync(request: Request, body: unknown): Promise<Response> {
    this.sweep();
    const log = new EventLog();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: {
        storeEvent: async (streamId, message) => log.store(streamId, message),
        getStreamIdForEventId: async (eventId) => log.streamOf(eventId),
        replayEventsAfter: (eventId, { send }) => log.replayAsync(eventId, send),
      },
      retryInterval: RETRY_MS,
      onsessioninitialized: (id) => {
        this.sessions.set(id, session);
        this.use(session, request);
      },
    });
    const session: HttpSession = { transport, open: 0, usedAt: this.clock.now() };
    const server = await this.factory({ era: 'legacy', requestInfo: request });
    await server.connect(transport);
    const { onclose } = transport;
    transport.onclose = () => {
      if (transport.sessionId !== undefined) this.sessions.delete(transport.sessionId);
      onclose?.();
    };
    const response = await transport.handleRequest(request, { parsedBody: body });
    if (transport.sessionId === undefined) await transport.close();
    return response;
  }

  /** Of a session that is there. */
  async fetchAsync(id: string, request: Request, body?: unknown): Promise<Response> {
    const session = this.sessions.get(id);
    if (session === undefined) throw new TypeError(`There is no session ${id}.`);
    this.use(session, request);
    return await session.transport.handleRequest(request, body === undefined ? {} : { parsedBody: body });
  }

  async closeAsync(): Promise<void> {
    await Promise.all([...this.sessions.values()].map(({ transport }) => transport.close()));
  }

  private use(session: HttpSession, { signal }: Request): void {
    session.open += 1;
    session.usedAt = this.clock.now();
    signal.addEventListener(
      'abort',
      () => {
        session.open -= 1;
        session.usedAt = this.clock.now();
      },
      { once: true },
    );
  }

  /** Makes room for one: what has been idle for long goes, and if need be what has been idle longest. */
  private sweep(): void {
    const idle = [...this.sessions.values()]
      .filter(({ open }) => open === 0)
      .sort((one, other) => one.usedAt - other.usedAt);
    const tooMany = this.sessions.size + 1 - MAX_SESSIONS;
    const now = this.clock.now();
    for (const [at, { transport, usedAt }] of idle.entries())
      if (at < tooMany || now - usedAt > MAX_IDLE_MS) void transport.close();
  }
}
