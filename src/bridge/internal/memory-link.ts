// Two links that are each other's other end, inside one process.
import { Inbox, type Link } from './link.js';

/** Frames arrive in order and never while the sender is still on the stack, as with a socket. */
export function createLinkedPair(): [Link, Link] {
  const left = new MemoryLink();
  const right = new MemoryLink();
  left.peer = right;
  right.peer = left;
  return [left, right];
}

class MemoryLink implements Link {
  peer: MemoryLink | undefined;
  readonly bufferedBytes = 0;
  private readonly inbox = new Inbox();
  private open = true;

  get isOpen(): boolean {
    return this.open;
  }

  send(frame: string): void {
    const { peer } = this;
    if (this.open && peer) peer.arrive(() => peer.inbox.receive(frame));
  }

  close(reason: string): void {
    if (!this.open) return;
    this.open = false;
    const { peer } = this;
    peer?.arrive(() => peer.end(reason));
    this.arrive(() => this.inbox.closed(reason));
  }

  terminate(reason: string): void {
    this.close(reason);
  }

  read(reader: ((frame: string) => void) | undefined): void {
    this.inbox.read(reader);
  }

  onClose(listener: (reason: string) => void): void {
    this.inbox.onClose(listener);
  }

  pingAsync(): Promise<boolean> {
    return Promise.resolve(this.open && this.peer?.isOpen === true);
  }

  private end(reason: string): void {
    this.open = false;
    this.inbox.closed(reason);
  }

  /** Microtasks keep their order, so frames do. */
  private arrive(event: () => void): void {
    queueMicrotask(event);
  }
}
