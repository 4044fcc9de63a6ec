// A pipe for frames. A host and its clients speak over links only, so that the process which is the host takes
// the same path as any other: a linked pair in memory instead of a socket.

export const LOOPBACK = '127.0.0.1';

export interface Link {
  /** False once closing has begun on either side. */
  readonly isOpen: boolean;
  /** What was handed to `send` and is not yet with the operating system. */
  readonly bufferedBytes: number;
  send(frame: string): void;
  /** Ends the link after what was sent; `reason` is for logs and tests. */
  close(reason: string): void;
  /** Ends the link at once; what was not yet sent is lost. */
  terminate(reason: string): void;
  /** Sets who reads; frames that arrive while nobody does are kept. One reader at a time. */
  read(reader: FrameReader | undefined): void;
  /** Called once, at once if the link is closed already. */
  onClose(listener: (reason: string) => void): void;
  /** Whether the other end answers within the time. */
  pingAsync(timeoutMs: number): Promise<boolean>;
}

export type FrameReader = (frame: string) => void;

/** The receiving half of a link: order, one reader, nothing lost before there is one. */
export class Inbox {
  private reader: FrameReader | undefined;
  private readonly waiting: string[] = [];
  private readonly closeListeners: ((reason: string) => void)[] = [];
  private closedBy: string | undefined;

  read(reader: FrameReader | undefined): void {
    this.reader = reader;
    while (this.reader && this.waiting.length > 0) this.reader(this.waiting.shift() ?? '');
  }

  receive(frame: string): void {
    if (this.reader) this.reader(frame);
    else this.waiting.push(frame);
  }

  onClose(listener: (reason: string) => void): void {
    if (this.closedBy === undefined) this.closeListeners.push(listener);
    else listener(this.closedBy);
  }

  closed(reason: string): void {
    if (this.closedBy !== undefined) return;
    this.closedBy = reason;
    for (const listener of this.closeListeners.splice(0)) listener(reason);
  }
}
