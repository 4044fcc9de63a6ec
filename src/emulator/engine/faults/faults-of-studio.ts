// The plan of faults of one emulated Studio, carried out: on the connections of all its DataModels, and on itself.
import type { Clock } from '../../../support/clock.js';
import { FaultSchedule } from '../../../support/fault-plan.js';
import type { StudioFault, StudioFaultEvent, StudioFaultPlan } from '../../../support/studio-faults.js';
import { type Direction, FaultyLink, type LinkEnds } from './faulty-link.js';

/** How an attempt to reach something ends: `status` of an answer, or nobody there. */
export interface Refusal {
  readonly status: number | undefined;
}

export interface StudioFaultsParts {
  readonly clock: Clock;
  /** The Studio is gone: nothing of it may run any more. */
  readonly onCrash: () => void;
  /** Keeps the thread of the Studio from doing anything. */
  readonly block?: (forMs: number) => void;
}

export class FaultsOfStudio {
  private readonly schedule: FaultSchedule<StudioFault>;
  private readonly links = new Map<FaultyLink, string>();
  private readonly block: (forMs: number) => void;

  constructor(
    private readonly plan: StudioFaultPlan,
    private readonly parts: StudioFaultsParts,
  ) {
    this.schedule = new FaultSchedule(plan);
    this.block = parts.block ?? blockThread;
  }

  /** The place is open: what comes by time begins to count. */
  start(): void {
    for (const fault of this.plan.faults) {
      if (fault.on !== 'start') continue;
      this.parts.clock.setTimer((fault.afterSeconds ?? 0) * 1000, () => this.strike(fault), {
        background: true,
      });
    }
  }

  /** Before something is reached: waits where it is slow, and says how it is refused. */
  async openAsync(event: 'connect' | 'request', url: string): Promise<Refusal | undefined> {
    const fault = this.meet(event, (each) => isFor(each, url));
    if (fault?.fault === 'slow') {
      await new Promise<void>((resolve) => {
        this.parts.clock.setTimer((fault.seconds ?? 0) * 1000, resolve, { background: true });
      });
    }
    return fault?.fault === 'refuse' ? { status: fault.status } : undefined;
  }

  /** For a connection whose messages pass through what is returned. */
  link(url: string, ends: LinkEnds): FaultyLink {
    const link: FaultyLink = new FaultyLink(ends, this.parts.clock, (direction, message) =>
      this.meetMessage(direction, message, url),
    );
    this.links.set(link, url);
    return link;
  }

  /** The connection is gone. */
  unlink(link: FaultyLink): void {
    link.end();
    this.links.delete(link);
  }

  private meetMessage(direction: Direction, message: Uint8Array, url: string): StudioFault | undefined {
    let type: string | undefined;
    return this.meet(direction, (fault) => {
      if (!isFor(fault, url)) return false;
      if (fault.type === undefined) return true;
      type ??= typeOf(message);
      return fault.type === type;
    });
  }

  /** Faults of the Studio itself happen here, those of a connection are for the caller. */
  private meet(event: StudioFaultEvent, isForIt: (fault: StudioFault) => boolean): StudioFault | undefined {
    const fault = this.schedule.next((each) => each.on === event && isForIt(each));
    if (fault?.fault === 'crash') this.parts.onCrash();
    if (fault?.fault === 'hang') this.block((fault.seconds ?? 0) * 1000);
    return fault;
  }

  private strike(fault: StudioFault): void {
    if (fault.fault === 'crash') this.parts.onCrash();
    if (fault.fault === 'hang') this.block((fault.seconds ?? 0) * 1000);
    for (const [link, url] of this.links) {
      if (!isFor(fault, url)) continue;
      if (fault.fault === 'cut') link.cut();
      if (fault.fault === 'stall') link.stall(fault);
    }
  }
}

const isFor = ({ url }: StudioFault, address: string) => url === undefined || address.includes(url);

/** As every message of the bridge has it; a text that is no such message has none. */
function typeOf(message: Uint8Array): string {
  try {
    const value: unknown = JSON.parse(Buffer.from(message).toString('utf8'));
    const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : '';
    return String(type);
  } catch {
    return '';
  }
}

/** Nothing happens in this thread meanwhile; without a time, until it is terminated. */
export function blockThread(forMs?: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}
