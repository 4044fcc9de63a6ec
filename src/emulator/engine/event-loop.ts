// When Luau runs: at once for what comes from outside, and by one timer for the earliest thing that is due. Nothing
// is set while nothing is due, so an idle emulator costs nothing.
import { type Clock, systemClock, type Timer } from '../../support/clock.js';
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
  private readonly alarms: { place: Alarm; tools: Alarm };
  private isRunning = false;
  private isStopped = false;

  constructor(
    clock: Clock,
    private readonly table: OperationTable,
    /** Lets Luau poll for events until there are none, and run what is due. */
    private readonly pump: () => void,
  ) {
    const run = () => this.run();
    this.alarms = { place: new Alarm(clock, run), tools: new Alarm(systemClock, run) };
  }

  readonly post: PostEvent = (name, id, bytes = '') => {
    if (this.isStopped) return;
    this.queue.push({ number: this.table.eventNumber(name), id, bytes });
    // Posted by an operation: the pump that called it polls again.
    if (!this.isRunning) this.run();
  };

  readonly operations: Operations = {
    /** 1: the one before once more. */
    'loop.poll': (again): HostReply => {
      if (again) this.next--;
      const event = this.queue[this.next];
      if (!event) {
        this.queue = [];
        this.next = 0;
        return { status: 0 };
      }
      this.next++;
      return { status: event.number, number: event.id, bytes: event.bytes };
    },
    /** In seconds of the clock; below 0: not at all. */
    'loop.wake': (seconds) => {
      this.alarms.place.setFor(seconds);
      return undefined;
    },
    /** The same in real time, for tools beside a place whose time is virtual. */
    'loop.wakeInRealTime': (seconds) => {
      this.alarms.tools.setFor(seconds);
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
      if (!this.isStopped) for (const alarm of Object.values(this.alarms)) alarm.arm();
    }
  }

  stop(): void {
    this.isStopped = true;
    for (const alarm of Object.values(this.alarms)) alarm.cancel();
    this.queue = [];
  }
}

/** One timer on one clock; set anew only when the time has changed. */
class Alarm {
  private timer: Timer | undefined;
  private timerAtMs: number | undefined;
  private wakeAtMs: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  setFor(seconds: number): void {
    this.wakeAtMs = seconds < 0 ? undefined : seconds * 1000;
  }

  arm(): void {
    const atMs = this.wakeAtMs;
    if (atMs === this.timerAtMs) return;
    this.timer?.cancel();
    this.timerAtMs = atMs;
    if (atMs === undefined) return;
    this.timer = this.clock.setTimer(Math.max(0, atMs - this.clock.now()), () => {
      this.timerAtMs = undefined;
      this.ring();
    });
  }

  cancel(): void {
    this.timer?.cancel();
  }
}
