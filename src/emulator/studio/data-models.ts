// The DataModels of one Studio by their numbers, and the messages between them. Like on a network, a message arrives
// later than it was sent, and none arrives in a DataModel that is gone.
import type { Clock } from '../../support/clock.js';
import type { Engine } from '../engine/engine.js';

/** As long as the shortest timer: two DataModels that answer each other for ever leave room for all else. */
const DELAY_MS = 1;

export class DataModels {
  private readonly engines = new Map<number, Engine>();
  private lastId = 0;
  private mail: { from: number; to: number; message: Uint8Array }[] = [];

  constructor(private readonly clock: Clock) {}

  /** A number that no other DataModel has or had. */
  nextId(): number {
    return ++this.lastId;
  }

  add(id: number, engine: Engine): void {
    this.engines.set(id, engine);
  }

  remove(id: number): void {
    this.engines.delete(id);
  }

  get(id: number): Engine | undefined {
    return this.engines.get(id);
  }

  send(from: number, to: number, message: Uint8Array): void {
    this.mail.push({ from, to, message });
    if (this.mail.length === 1) this.clock.setTimer(DELAY_MS, () => this.deliver());
  }

  private deliver(): void {
    const mail = this.mail;
    this.mail = [];
    for (const { from, to, message } of mail) this.engines.get(to)?.order('link.message', message, from);
  }
}
