// Node's HTTP messages as those of fetch, which the SDK speaks, and back.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** `gone` is aborted when nobody waits for the answer any more. */
export function toRequest(message: IncomingMessage, gone: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const method = message.method ?? 'GET';
  const url = new URL(message.url ?? '/', `http://${message.headers.host ?? 'localhost'}`);
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal: gone });
  return new Request(url, { method, headers, signal: gone, body: toWebStream(message), duplex: 'half' });
}

/** Resolves when all of it has been handed over; rejects when the reader is gone. */
export async function writeResponseAsync(from: Response, to: ServerResponse): Promise<void> {
  to.writeHead(from.status, Object.fromEntries(from.headers));
  to.flushHeaders();
  if (from.body) {
    const reader = from.body.getReader();
    to.on('close', () => void reader.cancel().catch(() => {}));
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (!to.write(part.value)) await drainedAsync(to);
    }
  }
  to.end();
}

function drainedAsync(to: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      to.off('drain', settle);
      to.off('close', settle);
      if (to.destroyed) reject(new Error('The reader is gone.'));
      else resolve();
    };
    to.on('drain', settle);
    to.on('close', settle);
  });
}

function toWebStream(message: IncomingMessage): ReadableStream<Uint8Array> {
  const stream: unknown = Readable.toWeb(message);
  return stream as ReadableStream<Uint8Array>;
}
