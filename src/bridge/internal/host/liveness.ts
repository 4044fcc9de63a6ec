// Notices a plugin that fell silent: stale after three missed heartbeats, gone after four.
import { GONE_AFTER_MS, HEARTBEAT_INTERVAL_MS, STALE_AFTER_MS } from '../../../protocol/limits.js';
import type { Clock, Timer } from '../../../support/clock.js';

export class Liveness {
  private lastSeen: number;
  private stale = false;
  private timer: Timer | undefined;
  private dueAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly on: { stale(isStale: boolean): void; gone(): void },
  ) {
    this.lastSeen = clock.now();
    this.arm();
  }

  /** Any frame is a sign of life, not only a heartbeat. */
  seen(): void {
    this.lastSeen = this.clock.now();
    if (!this.stale) return;
    this.stale = false;
    this.on.stale(false);
    this.arm();
  }

  stop(): void {
    this.timer?.cancel();
  }

  /** One timer that looks when it would be due, instead of one that every frame resets. */
  private arm(): void {
    this.timer?.cancel();
    this.dueAt = this.lastSeen + (this.stale ? GONE_AFTER_MS : STALE_AFTER_MS);
    this.timer = this.clock.setTimer(this.dueAt - this.clock.now(), () => this.look(), { background: true });
  }

  private look(): void {
    const now = this.clock.now();
    if (now - this.dueAt >= HEARTBEAT_INTERVAL_MS) {
      // This process did not run either: its machine slept, or it was stopped. What came meanwhile is read next.
      this.lastSeen = now;
      this.arm();
      return;
    }
    const silentMs = now - this.lastSeen;
    if (silentMs >= GONE_AFTER_MS) {
      this.on.gone();
      return;
    }
    if (silentMs >= STALE_AFTER_MS && !this.stale) {
      this.stale = true;
      this.on.stale(true);
    }
    this.arm();
  }
}
