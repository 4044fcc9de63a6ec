// Binding the port is what makes a process the host, so the socket that was bound is the one that serves: there
// is no probe, close and bind again. What connects before the host behind it is ready waits here.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** For a connection that sends nothing, or not all of its headers. */
const SILENT_CONNECTION_MS = 10_000;

export interface PortHandlers {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface BoundPort {
  readonly port: number;
  serve(handlers: PortHandlers): void;
  /** Whether port and connections keep this process alive. */
  setRef(isRef: boolean): void;
  /** Stops listening; connections that were upgraded live on. */
  stopListening(): void;
}

export type BindResult = { ok: true; bound: BoundPort } | { ok: false; code: string; message: string };

export function bindPortAsync(host: string, port: number): Promise<BindResult> {
  const server = createServer();
  server.timeout = SILENT_CONNECTION_MS;
  server.headersTimeout = SILENT_CONNECTION_MS;
  server.requestTimeout = SILENT_CONNECTION_MS;
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ ok: false, code: error.code ?? '', message: error.message });
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners('error');
      server.on('error', () => {});
      resolve({ ok: true, bound: boundPort(server) });
    });
  });
}

function boundPort(server: Server): BoundPort {
  let handlers: PortHandlers | undefined;
  const early: ((ready: PortHandlers) => void)[] = [];
  const handle = (event: (ready: PortHandlers) => void) => {
    if (handlers) event(handlers);
    else early.push(event);
  };
  server.on('request', (request, response) => handle((ready) => ready.request(request, response)));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    handle((ready) => ready.upgrade(request, socket, head));
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  const sockets = new Set<Socket>();
  let isRef = true;
  const apply = (handle: Server | Socket) => (isRef ? handle.ref() : handle.unref());
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    apply(socket);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    serve(ready) {
      handlers = ready;
      for (const event of early.splice(0)) event(ready);
    },
    setRef(keeps) {
      // On a socket that is going away each call would leave a listener behind.
      if (keeps === isRef) return;
      isRef = keeps;
      for (const handle of [server, ...sockets]) apply(handle);
    },
    stopListening() {
      server.close();
      server.closeIdleConnections();
    },
  };
}
