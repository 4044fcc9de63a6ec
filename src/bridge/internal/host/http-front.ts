// The host's port as the outside sees it: /health for searching plugins, upgrades on /plugin and /client, and a
// refusal for everything else.
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { CLIENT_PATH, HEALTH_PATH, PLUGIN_PATH } from '../../../protocol/limits.js';
import { refusalOf } from '../../../support/request-guard.js';
import type { Link } from '../link.js';
import type { PortHandlers } from '../port-binding.js';
import { createTextEncoder } from '../web-socket-frames.js';
import { createWebSocketLink } from '../web-socket-link.js';
import type { HostOptions } from './host-options.js';

/** A version 1 plugin dials the id of its session. */
const LEGACY_PATH = /^\/([A-Za-z0-9-]{8,64})$/;

/**
 * Measured on loopback, level 1: a frame of 14 kB takes 2.5 times as long, one of 140 kB 1.5 times, one of 1.4 MB the
 * same, at an eighth of the bytes. From here on compression costs nothing and helps where a port is forwarded.
 */
const COMPRESSION_THRESHOLD_BYTES = 1024 * 1024;

export interface FrontHandlers {
  health(): Record<string, unknown>;
  plugin(link: Link, expectedId: string | undefined): void;
  client(link: Link): void;
}

export function createHttpFront(options: HostOptions, handlers: FrontHandlers): PortHandlers {
  const { logger, limits, clock } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.maxFrameBytes,
    perMessageDeflate: {
      threshold: COMPRESSION_THRESHOLD_BYTES,
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      zlibDeflateOptions: { level: 1 },
    },
  });
  const encode = createTextEncoder();
  let connections = 0;

  const route = (path: string): ((link: Link) => void) | undefined => {
    if (path === PLUGIN_PATH) return (link) => handlers.plugin(link, undefined);
    if (path === CLIENT_PATH) return (link) => handlers.client(link);
    const legacyId = path === HEALTH_PATH ? undefined : LEGACY_PATH.exec(path)?.[1];
    return legacyId === undefined ? undefined : (link) => handlers.plugin(link, legacyId);
  };

  return {
    request(request, response) {
      const refusal = refusalOf(request.headers, options);
      if (refusal !== undefined) return answer(response, 403, { error: refusal });
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      if (pathOf(request) !== HEALTH_PATH) return answer(response, 404, { error: 'nothing is here' });
      if (!isRead) return answer(response, 405, { error: 'use GET' });
      answer(response, 200, handlers.health());
    },
    upgrade(request, socket, head) {
      const refusal = refusalOf(request.headers, options);
      if (refusal !== undefined) {
        logger.warn(`refused a WebSocket: ${refusal}`);
        return refuse(socket, 403, refusal);
      }
      const accept = route(pathOf(request));
      if (!accept) return refuse(socket, 404, 'nothing is here');
      if (connections >= limits.maxConnections) return refuse(socket, 503, 'too many connections');
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        connections += 1;
        const link = createWebSocketLink(webSocket, socket, { clock, encode });
        link.onClose(() => {
          connections -= 1;
        });
        accept(link);
      });
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

function answer(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    // A page may not even learn that something answered here.
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}

function refuse(socket: Duplex, status: number, reason: string): void {
  const body = JSON.stringify({ error: reason });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
