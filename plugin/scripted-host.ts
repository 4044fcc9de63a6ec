// A host that does only what a test tells it to: /health, one path for sockets, and frames exactly as given.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Envelope } from '../src/protocol/envelope.js';
import { HEALTH_PATH, PLUGIN_PATH, PROTOCOL_VERSION } from '../src/protocol/limits.js';

/** One plugin's connection, seen from the host. */
export interface PluginSide {
  /** Everything that it has sent. */
  readonly received: readonly Message[];
  readonly closed: Promise<void>;
  /** The next message that was not taken so far; of a type, if one is given, leaving the others. */
  nextAsync(type?: string): Promise<Message>;
  send(message: Partial<Envelope> & { type: string }): void;
  sendText(text: string): void;
  /** Takes `register` and answers it. */
  welcomeAsync(welcome?: { sessionId?: string; protocolVersion?: number | undefined }): Promise<Message>;
  /** Sends a request and waits for its answer, whatever that is. */
  askAsync(type: string, payload: object, requestId?: string): Promise<Message>;
  /** Cuts the connection as a process that dies does. */
  terminate(): void;
}

export type Message = Omit<Envelope, 'payload'> & { payload: Record<string, unknown> };

export interface ScriptedHost {
  readonly port: number;
  nextPluginAsync(): Promise<PluginSide>;
  /** Dies: the port is free and every socket is cut. */
  stopAsync(): Promise<void>;
}

/** Listens on loopback, by default on a free port, and ends with the test. */
export async function useScriptedHost({ port = 0 } = {}): Promise<ScriptedHost> {
  const arrivals = createQueue<PluginSide>();
  const server = createServer((request, response) => {
    const isHealth = request.url === HEALTH_PATH;
    response.writeHead(isHealth ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'ok', protocolVersion: PROTOCOL_VERSION }));
  });
  const sockets = new WebSocketServer({ server, path: PLUGIN_PATH });
  sockets.on('connection', (socket) => arrivals.push(createPluginSide(socket)));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const stopAsync = async () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.closeAllConnections();
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(stopAsync);
  return {
    port: (server.address() as AddressInfo).port,
    nextPluginAsync: () => arrivals.takeAsync(() => true),
    stopAsync,
  };
}

function createPluginSide(socket: WebSocket): PluginSide {
  const received: Message[] = [];
  const queue = createQueue<Message>();
  let sessionId = '';
  let lastRequest = 0;
  socket.on('message', (data) => {
    const message: Message = JSON.parse(String(data));
    received.push(message);
    queue.push(message);
  });
  const side: PluginSide = {
    received,
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
    nextAsync: (type) => queue.takeAsync((message) => type === undefined || message.type === type),
    send: (message) => side.sendText(JSON.stringify({ sessionId, payload: {}, ...message })),
    sendText: (text) => socket.send(text),
    async welcomeAsync(welcome = {}) {
      const register = await side.nextAsync('register');
      sessionId = welcome.sessionId ?? register.sessionId;
      const protocolVersion = 'protocolVersion' in welcome ? welcome.protocolVersion : PROTOCOL_VERSION;
      const capabilities = register.payload.capabilities;
      side.send({ type: 'welcome', protocolVersion, payload: { sessionId, capabilities } });
      return register;
    },
    async askAsync(type, payload, requestId) {
      lastRequest += 1;
      const id = requestId ?? `request-${lastRequest}`;
      side.send({ type, payload, requestId: id });
      return queue.takeAsync((message) => message.requestId === id && message.type !== 'output');
    },
    terminate: () => socket.terminate(),
  };
  return side;
}

/** Items that come and are waited for in any order. */
function createQueue<Item>() {
  const items: Item[] = [];
  const waiting: { wants: (item: Item) => boolean; resolve: (item: Item) => void }[] = [];
  return {
    push(item: Item): void {
      const index = waiting.findIndex(({ wants }) => wants(item));
      const [waiter] = index < 0 ? [] : waiting.splice(index, 1);
      if (waiter) waiter.resolve(item);
      else items.push(item);
    },
    takeAsync(wants: (item: Item) => boolean): Promise<Item> {
      const index = items.findIndex(wants);
      const [item] = index < 0 ? [] : items.splice(index, 1);
      return item === undefined
        ? new Promise((resolve) => waiting.push({ wants, resolve }))
        : Promise.resolve(item);
    },
  };
}
