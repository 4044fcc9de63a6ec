// Who answers on a port, without joining: for saying what is wrong when nothing connects.
import { get } from 'node:http';
import * as z from 'zod/mini';
import { HEALTH_PATH } from '../protocol/limits.js';
import { LOOPBACK } from './internal/link.js';

const TIMEOUT_MS = 1_000;
const MAX_ANSWER_BYTES = 4_096;

const health = z.object({
  status: z.literal('ok'),
  serverVersion: z.string(),
  uptime: z.number(),
  hostId: z.string(),
});

export type PortAnswer =
  | { readonly kind: 'free' }
  | { readonly kind: 'host'; readonly serverVersion: string; readonly uptimeMs: number }
  | { readonly kind: 'foreign'; readonly reason: string };

export function probePortAsync(port: number, timeoutMs = TIMEOUT_MS): Promise<PortAnswer> {
  return new Promise((resolve) => {
    let text = '';
    const request = get(
      { host: LOOPBACK, port, path: HEALTH_PATH, timeout: timeoutMs, agent: false },
      (response) => {
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MAX_ANSWER_BYTES) request.destroy();
        });
        response.on('close', () => resolve(read(text)));
      },
    );
    request.on('timeout', () => request.destroy(new Error('it does not answer')));
    request.on('error', (error) => {
      const isFree = 'code' in error && error.code === 'ECONNREFUSED';
      resolve(isFree ? { kind: 'free' } : { kind: 'foreign', reason: error.message });
    });
  });
}

function read(text: string): PortAnswer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'foreign', reason: 'its answer is not that of a host' };
  }
  const parsed = health.safeParse(value);
  return parsed.success
    ? { kind: 'host', serverVersion: parsed.data.serverVersion, uptimeMs: parsed.data.uptime }
    : { kind: 'foreign', reason: 'its answer is not that of a host' };
}
