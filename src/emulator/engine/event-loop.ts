// When Luau runs: at once for what comes from outside, and by one timer for the earliest thing that is due. Nothing
// is set while nothing is due, so an idle emulator costs nothing.
import type { Clock, Timer } from '../../support/clock.js';
import type { HostReply } from '../luau/luau-vm.js';
import type { Operations, OperationTable } from './operations.js';

interface Event {
  readonly number: number;
  readonly id: number;
  readonly bytes: Uint8Array | string;
}

/** Tells Luau's side that something happened. */
export type PostEvent = (name: string, id: number, bytes?: Uint8Array | string) => void;

export class EventLoop {
  private queue: Event[] = [];
  private next = 0;
  private timer: Timer | undefined;
  private timerAtMs: number | undefined;
  private wakeAtMs: number | undefined;
  private isRunning = false;
  private isStopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly table: OperationTable,
    /** Lets Luau poll for events until there are none, and run what is due. */
    private readonly pump: () => void,
  ) {}

  readonly post: PostEvent = (name, id, bytes = '') => {
    if (this.isStopped) return;
    this.queue.push({ number: this.table.eventNumber(name), id, bytes });
    // Posted by an operation: the pump that called it polls again.
    if (!this.isRunning) this.run();
  };

  readonly operations: Operations = {
    'loop.poll': (): HostReply => {
      const event = this.queue[this.next];
      if (!event) {
        this.queue = [];
        this.next = 0;
        return { status: 0 };
      }
      this.next++;
      return { status: event.number, number: event.id, bytes: event.bytes };
    },
    'loop.wake': (seconds) => {
      this.wakeAtMs = seconds < 0 ? undefined : seconds * 1000;
      return undefined;
    },
  };

  run(): void {
    if (this.isStopped) return;
    this.isRunning = true;
    try {
      this.pump();
    } finally {
      this.isRunning = false;
      this.schedule();
    }
  }

  stop(): void {
    this.isStopped = true;
    this.timer?.cancel();
    this.queue = [];
  }

  private schedule(): void {
    const atMs = this.isStopped ? undefined : this.wakeAtMs;
    if (atMs === this.timerAtMs) return;
    this.timer?.cancel();
    this.timerAtMs = atMs;
    if (atMs === undefined) return;
    this.timer = this.clock.setTimer(Math.max(0, atMs - this.clock.now()), () => {
      this.timerAtMs = undefined;
      this.run();
    });
  }
}
