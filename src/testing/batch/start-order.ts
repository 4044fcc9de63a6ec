// Lets scripts start in the order of the plan, whichever place is ready first: where only so many may start in a minute, the
// ones with the most work have to be the first.
import type { Clock } from '../../support/clock.js';
import type { BatchItem } from './batch-item.js';

/** A place that takes longer to get ready holds up nobody. */
const LONGEST_WAIT_MS = 10_000;

export class StartOrder {
  private readonly numbers = new Map<BatchItem, number>();
  private readonly entered = new Set<number>();
  private next = 0;
  private waiting: { readonly number: number; readonly enter: () => void }[] = [];

  /** @param slots In the order in which they shall start. */
  constructor(
    slots: readonly (readonly BatchItem[])[],
    private readonly clock: Clock,
  ) {
    for (const [number, [first]] of slots.entries()) if (first) this.numbers.set(first, number);
  }

  /** Undefined for a script that is none of the first, or has started before. */
  numberOf([first]: readonly BatchItem[]): number | undefined {
    const number = first && this.numbers.get(first);
    return number === undefined || this.entered.has(number) ? undefined : number;
  }

  /** Resolves when all that come before have started, at once for a script that is none of the first. */
  async enterAsync(items: readonly BatchItem[]): Promise<void> {
    const number = this.numberOf(items);
    if (number === undefined) return;
    if (number > this.next) await this.waitAsync(number);
    this.leave(number);
  }

  /** It has started, or never will. */
  pass(items: readonly BatchItem[]): void {
    const number = this.numberOf(items);
    if (number !== undefined) this.leave(number);
  }

  private leave(number: number): void {
    this.entered.add(number);
    while (this.entered.has(this.next)) this.next++;
    const due = this.waiting.filter((one) => one.number <= this.next);
    this.waiting = this.waiting.filter((one) => one.number > this.next);
    for (const { enter } of due) enter();
  }

  private waitAsync(number: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.clock.setTimer(LONGEST_WAIT_MS, resolve);
      this.waiting.push({
        number,
        enter() {
          timer.cancel();
          resolve();
        },
      });
    });
  }
}
