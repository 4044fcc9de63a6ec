// A file that grows while the tests run, so that what is known stands on disk whatever happens to this process.
import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock, Timer } from '../../support/clock.js';
import { refuseUnwritable, writing } from './written-file.js';

const FLUSH_MS = 20;
const FLUSH_CHARACTERS = 65_536;

export class GrowingFile {
  readonly path: string;
  /** Why it ends before its end: the tests go on. */
  fault: unknown;
  private descriptor: number | undefined;
  private waiting: string[] = [];
  private size = 0;
  private timer: Timer | undefined;

  /** @throws BridgeError FILE_NOT_WRITABLE */
  constructor(
    path: string,
    private readonly clock: Clock,
    private readonly isContinued = false,
  ) {
    this.path = resolve(path);
    refuseUnwritable(path, { isGrowing: true });
  }

  /** Many lines cost one call of the system. */
  readonly write = (text: string): void => {
    if (this.fault !== undefined) return;
    this.waiting.push(text);
    this.size += text.length;
    if (this.size > FLUSH_CHARACTERS) this.flush();
    else this.timer ??= this.clock.setTimer(FLUSH_MS, () => this.flush());
  };

  close(): void {
    this.flush();
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private flush(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const text = this.waiting.join('');
    this.waiting = [];
    this.size = 0;
    if (text === '') return;
    try {
      writing(this.path, (file) => {
        // Not before there is something to write: until then the one of an earlier run stays.
        this.descriptor ??= openSync(file, this.isContinued ? 'a' : 'w');
        const bytes = Buffer.from(text);
        for (let at = 0; at < bytes.length; ) at += writeSync(this.descriptor, bytes, at);
      });
    } catch (fault) {
      this.fault = fault;
    }
  }
}
