// What tests print, for whoever reads along: each line once, as it comes where the backend streams, else at the end.
import type { RunEvent } from '../results/run-report.js';

export class ShownLines {
  private readonly shown = new Map<number, string>();

  /** @param show Undefined where nobody reads along. */
  constructor(private readonly show: ((event: RunEvent) => void) | undefined) {}

  add(event: RunEvent): void {
    if (!this.show) return;
    this.shown.set(event.seq, event.text);
    this.show(event);
  }

  /** All there are; those that were not told while the tests ran come now. */
  complete(events: readonly RunEvent[]): void {
    for (const event of events) if (this.shown.get(event.seq) !== event.text) this.add(event);
  }
}
