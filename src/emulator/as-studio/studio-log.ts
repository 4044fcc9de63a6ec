// The log that Studio keeps of each run, a file of its own in its log folder. Of Studio's many lines only those of the
// scripts' output are as they are there; the stand-in speaks of itself under a name of its own.
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../support/clock.js';
import { makeFolder } from '../../support/make-folder.js';

/** Studio cuts longer ones. */
const LONGEST_LINE = 1022;

export class StudioLog {
  readonly file: string | undefined;
  private readonly startedAt: number;
  private fd: number | undefined;

  /** @param show Studio writes its log to the terminal as well. */
  constructor(
    folder: string | undefined,
    version: string,
    private readonly clock: Clock,
    private readonly show: (line: string) => void,
  ) {
    this.startedAt = clock.now();
    if (folder === undefined) return;
    const time = new Date(clock.wallTime()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    this.file = join(folder, `${version}_${time}_Studio_${process.pid.toString(16).toUpperCase()}_last.log`);
    makeFolder(folder);
    this.fd = openSync(this.file, 'a');
  }

  write(channel: 'Output' | 'Warning' | 'Error' | 'StandIn', text: string): void {
    const seconds = ((this.clock.now() - this.startedAt) / 1000).toFixed(6);
    const time = new Date(this.clock.wallTime()).toISOString();
    for (const part of text.split('\n')) {
      const line = `${time},${seconds},${process.pid.toString(16)} [FLog::${channel}] ${part}`;
      this.show(line);
      if (this.fd !== undefined) writeSync(this.fd, `${line.slice(0, LONGEST_LINE)}\n`);
    }
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }
}
