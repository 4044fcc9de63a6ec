// Chunks to lines. One that is too long is told of and skipped to its end.

/** A place file in a script, and then some. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

export class LineReader {
  private chunks: Buffer[] = [];
  private size = 0;
  private isSkipping = false;

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly onTooLong: (reason: string) => void,
    private readonly maxBytes = MAX_LINE_BYTES,
  ) {}

  append(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      this.keep(chunk.subarray(from, at));
      this.finish();
      from = at + 1;
    }
    this.keep(chunk.subarray(from));
  }

  /** The last line need not have an end of its own. */
  end(): void {
    this.finish();
  }

  private keep(part: Buffer): void {
    if (part.length === 0 || this.isSkipping) return;
    this.chunks.push(part);
    this.size += part.length;
    if (this.size <= this.maxBytes) return;
    this.clear();
    this.isSkipping = true;
    this.onTooLong(`This message is too long: at most ${this.maxBytes} bytes.`);
  }

  private finish(): void {
    if (this.isSkipping) {
      this.isSkipping = false;
      return;
    }
    const [only, second] = this.chunks;
    const line = (
      second === undefined ? (only?.toString() ?? '') : Buffer.concat(this.chunks).toString()
    ).trim();
    this.clear();
    if (line !== '') this.onLine(line);
  }

  private clear(): void {
    this.chunks = [];
    this.size = 0;
  }
}
