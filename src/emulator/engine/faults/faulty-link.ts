// One connection on which things go wrong: every message of either direction passes through it, in order.
import type { Clock, Timer } from '../../../support/clock.js';
import type { StudioFault } from '../../../support/studio-faults.js';

export type Direction = 'sent' | 'received';

/** The connection itself. */
export interface LinkEnds {
  deliver(direction: Direction, message: Uint8Array): void;
  /** Both ends see the loss. */
  cut(): void;
  /** Nothing is read from it, so the far end gets no sign of life. */
  pause(): void;
  resume(): void;
}

interface Lane {
  readonly waiting: Uint8Array[];
  /** Nothing passes before. */
  until: number;
  timer?: Timer | undefined;
}

export class FaultyLink {
  private readonly lanes: Record<Direction, Lane> = {
    sent: { waiting: [], until: 0 },
    received: { waiting: [], until: 0 },
  };
  private isEnded = false;

  constructor(
    private readonly ends: LinkEnds,
    private readonly clock: Clock,
    private readonly meet: (direction: Direction, message: Uint8Array) => StudioFault | undefined,
  ) {}

  pass(direction: Direction, message: Uint8Array): void {
    const fault = this.meet(direction, message);
    switch (fault?.fault) {
      case 'lose':
        return;
      case 'repeat':
        this.enter(direction, message);
        break;
      case 'garble':
        this.enter(direction, message.subarray(0, Math.ceil(message.length / 2)));
        return;
      case 'slow':
        this.hold(direction, (fault.seconds ?? 0) * 1000);
        break;
      case 'stall':
        this.stall(fault);
        break;
      case 'cut':
        if (fault.where === 'after') this.enter(direction, message);
        this.cut();
        return;
    }
    this.enter(direction, message);
  }

  stall({ seconds = Infinity }: Pick<StudioFault, 'seconds'>): void {
    this.ends.pause();
    this.hold('sent', seconds * 1000);
    this.hold('received', seconds * 1000);
    if (seconds === Infinity) return;
    this.clock.setTimer(
      seconds * 1000,
      () => {
        if (!this.isEnded) this.ends.resume();
      },
      { background: true },
    );
  }

  cut(): void {
    this.end();
    this.ends.cut();
  }

  /** The connection is gone, and what waits with it. */
  end(): void {
    this.isEnded = true;
    for (const lane of Object.values(this.lanes)) {
      lane.timer?.cancel();
      lane.waiting.length = 0;
    }
  }

  private hold(direction: Direction, forMs: number): void {
    const lane = this.lanes[direction];
    lane.until = Math.max(lane.until, this.clock.now() + forMs);
    lane.timer?.cancel();
    lane.timer =
      lane.until === Infinity
        ? undefined
        : this.clock.setTimer(lane.until - this.clock.now(), () => this.release(direction), {
            background: true,
          });
  }

  private enter(direction: Direction, message: Uint8Array): void {
    if (this.isEnded) return;
    const lane = this.lanes[direction];
    if (lane.waiting.length > 0 || lane.until > this.clock.now()) lane.waiting.push(message);
    else this.ends.deliver(direction, message);
  }

  private release(direction: Direction): void {
    const lane = this.lanes[direction];
    // A timer may be early by a fraction.
    lane.until = 0;
    for (const message of lane.waiting.splice(0)) if (!this.isEnded) this.ends.deliver(direction, message);
  }
}
