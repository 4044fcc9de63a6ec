// When a failed request is made again, and after how long.
import type { Route } from './routes.js';
import { type HttpResponse, TransportError } from './transport.js';

export const MAX_ATTEMPTS = 6;
const LONGEST_PAUSE_MS = 30_000;
/** So that clients that failed together do not come back together. */
const SPREAD = 0.3;

const BUSY = new Set([429, 500, 502, 503, 504]);
/** An answer of a proxy on the way, which the service itself never saw. */
const PROXY_REFUSAL = /requested URL could not be retrieved/;

export function mayRetryAnswer(route: Route, { status, body }: HttpResponse): boolean {
  if (status === 429) return true;
  if (status === 400 && PROXY_REFUSAL.test(body.toString('utf8'))) return true;
  return route.retries === 'always' && BUSY.has(status);
}

export function mayRetryFailure(route: Route, error: unknown): boolean {
  return error instanceof TransportError && (route.retries === 'always' || error.wasNotSent);
}

/** True where the service may have done what it was asked although no good answer arrived. */
export function isAmbiguous(route: Route, outcome: HttpResponse | TransportError): boolean {
  if (route.retries === 'always') return false;
  return outcome instanceof TransportError ? !outcome.wasNotSent : outcome.status >= 500;
}

/** @param attempt Counted from 0. @param random Between 0 and 1. */
export function pauseMs(
  attempt: number,
  random: number,
  response: HttpResponse | undefined,
  wallTimeMs: number,
): number {
  const asked = response && retryAfterMs(response.headers['retry-after'], wallTimeMs);
  const pause = asked ?? Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** attempt);
  return pause * (1 + random * SPREAD);
}

/** Seconds, or a date. */
function retryAfterMs(value: string | undefined, wallTimeMs: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - wallTimeMs);
}
