// How often each endpoint may be asked. What the service says in its headers wins over what is documented, and every
// endpoint has a budget of its own: one that is drained holds up nothing else.
import type { Clock } from '../support/clock.js';
import { ROUTES, type RouteName } from './routes.js';
import type { HttpResponse } from './transport.js';
import { waitAsync } from './wait.js';

const MINUTE_MS = 60_000;

export class RateLimits {
  private readonly budgets = new Map<RouteName, Budget>();

  constructor(private readonly clock: Clock) {}

  /** Resolves when one more request may be made, and counts it. In the order of asking. */
  async takeAsync(route: RouteName, signal?: AbortSignal): Promise<void> {
    const budget = this.budgetOf(route);
    const turn = budget.queue.then(() => this.waitForRoomAsync(budget, signal));
    // One that was given up holds up nobody behind it.
    budget.queue = turn.catch(() => {});
    await turn;
  }

  /** Learns from what the service said about its own count. */
  learn(route: RouteName, { headers }: HttpResponse): void {
    const perMinute = Number(/^\s*(\d+)\s*,\s*\1\s*;\s*w=60\b/.exec(headers['x-ratelimit-limit'] ?? '')?.[1]);
    if (perMinute > 0) this.budgetOf(route).perMinute = perMinute;
    const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
    const resetSeconds = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    if (remaining !== 0 || !Number.isFinite(resetSeconds)) return;
    this.pause(route, resetSeconds * 1000);
  }

  /** As documented, until the service says otherwise. */
  perMinute(route: RouteName): number {
    return this.budgetOf(route).perMinute;
  }

  /** How much of what an endpoint allows in a minute was asked of it in the last one. */
  usedShare(route: RouteName): number {
    const { taken, perMinute } = this.budgetOf(route);
    const since = this.clock.now() - MINUTE_MS;
    return taken.filter((at) => at > since).length / perMinute;
  }

  /** Nothing more to this endpoint for so long. */
  pause(route: RouteName, durationMs: number): void {
    const budget = this.budgetOf(route);
    budget.pausedUntilMs = Math.max(budget.pausedUntilMs, this.clock.now() + durationMs);
  }

  private async waitForRoomAsync(budget: Budget, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const now = this.clock.now();
      budget.taken = budget.taken.filter((at) => at > now - MINUTE_MS);
      const oldest = budget.taken[budget.taken.length - budget.perMinute];
      const freeAtMs = Math.max(budget.pausedUntilMs, oldest === undefined ? 0 : oldest + MINUTE_MS);
      if (freeAtMs <= now) break;
      await waitAsync(this.clock, freeAtMs - now, signal);
    }
    budget.taken.push(this.clock.now());
  }

  private budgetOf(route: RouteName): Budget {
    let budget = this.budgets.get(route);
    if (!budget) {
      budget = { perMinute: ROUTES[route].perMinute, taken: [], pausedUntilMs: 0, queue: Promise.resolve() };
      this.budgets.set(route, budget);
    }
    return budget;
  }
}

interface Budget {
  perMinute: number;
  /** When requests of the last minute were made. */
  taken: number[];
  pausedUntilMs: number;
  queue: Promise<void>;
}
