// What was typed before, kept on disk: one entry a line, as JSON, because an entry has lines of its own. Several
// terminals may write to it; each appends.
import { appendFile, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../support/make-folder.js';
import { saveFile } from '../support/save-file.js';

const MAX_ENTRIES = 1000;
/** The file is cut back once it is this much longer. */
const SLACK = 500;

export class History {
  private place: number;
  /** What was being typed before somebody went back. */
  private draft = '';

  private constructor(
    private readonly file: string,
    private readonly entries: string[],
  ) {
    this.place = entries.length;
  }

  static async openAsync(file: string): Promise<History> {
    const text = await readFile(file, 'utf8').catch(() => '');
    const entries = text.split('\n').flatMap(readEntry);
    const kept = entries.slice(-MAX_ENTRIES);
    if (entries.length > MAX_ENTRIES + SLACK) rewrite(file, kept);
    return new History(file, kept);
  }

  /** It may fail to be kept, where nothing can be written; it is there for this terminal all the same. */
  async addAsync(entry: string): Promise<void> {
    this.place = this.entries.length;
    this.draft = '';
    if (entry.trim() === '' || this.entries.at(-1) === entry) return;
    this.entries.push(entry);
    this.place = this.entries.length;
    try {
      makeFolder(dirname(this.file), 0o700);
      await appendFile(this.file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch {
      return;
    }
  }

  /** The entry before; `current` is what comes back after the last one. */
  back(current: string): string | undefined {
    if (this.place === this.entries.length) this.draft = current;
    if (this.place === 0) return undefined;
    this.place--;
    return this.entries[this.place];
  }

  forward(): string | undefined {
    if (this.place === this.entries.length) return undefined;
    this.place++;
    return this.entries[this.place] ?? this.draft;
  }
}

function readEntry(line: string): string[] {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'string' ? [entry] : [];
  } catch {
    return [];
  }
}

function rewrite(file: string, entries: readonly string[]): void {
  try {
    saveFile(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
  } catch {
    return;
  }
}
