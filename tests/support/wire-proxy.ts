// Stands between a plugin or client and the host, sees every frame of both directions, and can make faults:
// drop, double, replace or hold back a frame, or cut the socket. Without a plan it is a sniffer.
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { CLIENT_PATH, PLUGIN_PATH } from '../../src/protocol/limits.js';

/** `up`: towards the host. `down`: from the host. */
export type Direction = 'up' | 'down';

export interface SeenFrame {
  readonly direction: Direction;
  readonly path: string;
  readonly text: string;
}

/** What becomes of a frame: as it is, or other frames in its place (none: it is lost), or the end of the socket. */
export type Fate = 'pass' | 'cut' | readonly string[];

export interface WireProxy {
  readonly port: number;
  readonly frames: readonly SeenFrame[];
  /** Cuts every socket at once, without a closing handshake. */
  cutAll(): void;
}

export interface WireProxyOptions {
  targetPort: number;
  decide?: (frame: SeenFrame) => Fate;
}

/** A proxy on a free loopback port; it ends with the test. */
export async function useWireProxy(options: WireProxyOptions): Promise<WireProxy> {
  const frames: SeenFrame[] = [];
  const sockets = new Set<WebSocket>();
  const target = `127.0.0.1:${options.targetPort}`;

  const server = createServer((incoming, answer) => {
    const forwarded = httpRequest(
      {
        host: '127.0.0.1',
        port: options.targetPort,
        path: incoming.url,
        method: incoming.method,
        headers: { host: target },
      },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    forwarded.on('error', () => answer.destroy());
    incoming.pipe(forwarded);
  });
  const accept = new WebSocketServer({ server });

  accept.on('connection', (near, incoming) => {
    const path = incoming.url === CLIENT_PATH ? CLIENT_PATH : PLUGIN_PATH;
    const far = new WebSocket(`ws://${target}${path}`);
    const early: string[] = [];
    const cut = () => {
      near.terminate();
      far.terminate();
    };
    const forward = (direction: Direction, to: WebSocket, text: string) => {
      const frame: SeenFrame = { direction, path, text };
      frames.push(frame);
      const fate = options.decide?.(frame) ?? 'pass';
      if (fate === 'cut') cut();
      else
        for (const out of fate === 'pass' ? [text] : fate) to.readyState === WebSocket.OPEN && to.send(out);
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
      socket.on('error', cut);
    }
    near.on('message', (data) => {
      if (far.readyState === WebSocket.CONNECTING) early.push(String(data));
      else forward('up', far, String(data));
    });
    far.on('open', () => {
      for (const text of early) forward('up', far, text);
    });
    far.on('message', (data) => forward('down', near, String(data)));
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = () => {
    for (const socket of sockets) socket.terminate();
  };
  onTestFinished(async () => {
    cutAll();
    accept.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { port: (server.address() as AddressInfo).port, frames, cutAll };
}
