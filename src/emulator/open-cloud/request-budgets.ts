// Counts requests to each endpoint in windows of a minute, and tells the client what is left, as the gateway does.
import type { Clock } from '../../support/clock.js';
import { CloudRefusal } from './cloud-error.js';
import type { CloudLimits, CloudRoute } from './cloud-limits.js';

const WINDOW_MS = 60_000;

interface Window {
  startMs: number;
  used: number;
}

export class RequestBudgets {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly limits: CloudLimits,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns The headers of the answer.
   * @throws CloudRefusal 429 where the minute is used up.
   */
  take(route: CloudRoute, apiKey: string): Record<string, string> {
    const limit = this.limits.perMinute[route];
    const now = this.clock.now();
    const name = `${route} ${apiKey}`;
    let window = this.windows.get(name);
    if (!window || now - window.startMs >= WINDOW_MS) {
      window = { startMs: now, used: 0 };
      this.windows.set(name, window);
    }
    const isOver = window.used >= limit;
    if (!isOver) window.used++;
    const headers = {
      'x-ratelimit-limit': `${limit}, ${limit};w=60`,
      'x-ratelimit-remaining': String(limit - window.used),
      'x-ratelimit-reset': String(Math.ceil((window.startMs + WINDOW_MS - now) / 1000)),
    };
    if (isOver) throw new CloudRefusal(429, 'Too many requests', 'gateway', headers);
    return headers;
  }
}
