// A number of places that can be taken, in the order of asking.
import { interruptionOf } from '../../protocol/interruption.js';

export class Slots {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly count: number) {}

  /**
   * Resolves with what gives the place back; that may be called more than once.
   *
   * @throws As soon as the signal is aborted: its reason, or CANCELLED where it was given none.
   */
  async takeAsync(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw interruptionOf(signal);
    if (this.taken < this.count) this.taken++;
    else await this.waitAsync(signal);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      const next = this.waiting.shift();
      // Who waits takes over.
      if (next) next();
      else this.taken--;
    };
  }

  private waitAsync(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(interruptionOf(signal));
      };
      this.waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
