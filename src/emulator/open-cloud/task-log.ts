// The lines of one task. Of what is too much, the oldest go: what is left is the end, without holes.
import type { CloudLimits } from './cloud-limits.js';

export type CloudMessageType = 'OUTPUT' | 'INFO' | 'WARNING' | 'ERROR';

export interface TaskLine {
  readonly message: string;
  readonly messageType: CloudMessageType;
  /** As the service writes times: RFC 3339. */
  readonly createTime: string;
}

export class TaskLog {
  private kept: { line: TaskLine; bytes: number }[] = [];
  private first = 0;
  private bytes = 0;

  constructor(private readonly limits: Pick<CloudLimits, 'logBytes' | 'logLineBytes'>) {}

  add(line: TaskLine): void {
    const bytes = Buffer.byteLength(line.message) + this.limits.logLineBytes;
    this.kept.push({ line, bytes });
    this.bytes += bytes;
    while (this.bytes > this.limits.logBytes) {
      this.bytes -= this.kept[this.first]?.bytes ?? 0;
      this.first++;
    }
    if (this.first * 2 <= this.kept.length) return;
    this.kept = this.kept.slice(this.first);
    this.first = 0;
  }

  get lines(): TaskLine[] {
    return this.kept.slice(this.first).map(({ line }) => line);
  }
}
