// Results that were too long to send: files that only this user can read, and that an agent reads in parts, itself or as
// a resource. Old ones go when a new one comes.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../support/make-folder.js';
import { cutText } from './output-budget.js';

const MAX_FILES = 64;
const MAX_BYTES = 256 * 1024 * 1024;
const NAME = /^[0-9a-f-]{36}\.(?:json|txt|rbxm)$/;
const TEXT_NAME = /\.(?:json|txt)$/;

export interface StoredResult {
  readonly path: string;
  /** The part after the one that was sent, as a resource. */
  readonly nextCursor: string;
}

export interface ResultPart {
  readonly text: string;
  readonly nextCursor?: string;
}

export class ResultStore {
  constructor(private readonly folder: string) {}

  /** `sentBytes` of it have been sent already. Throws what the file system throws. */
  keep(content: string | Uint8Array, extension: 'json' | 'txt' | 'rbxm', sentBytes: number): StoredResult {
    makeFolder(this.folder, 0o700);
    this.makeRoom();
    const name = `${randomUUID()}.${extension}`;
    const path = join(this.folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return { path, nextCursor: cursorOf(name, sentBytes) };
  }

  /** Undefined where there is no such result. */
  read(name: string, offset: number, maxBytes: number): ResultPart | undefined {
    if (!NAME.test(name) || !TEXT_NAME.test(name)) return undefined;
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(this.folder, name));
    } catch {
      return undefined;
    }
    const rest = bytes.subarray(offset).toString();
    const text = cutText(rest, maxBytes);
    const end = offset + Buffer.byteLength(text);
    return end < bytes.length ? { text, nextCursor: cursorOf(name, end) } : { text };
  }

  private makeRoom(): void {
    const files = readdirSync(this.folder)
      .filter((name) => NAME.test(name))
      .map((name) => ({ path: join(this.folder, name), ...fileFacts(join(this.folder, name)) }))
      .sort((one, other) => other.changedAt - one.changedAt);
    let bytes = 0;
    for (const [at, file] of files.entries()) {
      bytes += file.size;
      if (at >= MAX_FILES - 1 || bytes > MAX_BYTES) rmSync(file.path, { force: true });
    }
  }
}

function fileFacts(path: string): { size: number; changedAt: number } {
  const facts = statSync(path, { throwIfNoEntry: false });
  return { size: facts?.size ?? 0, changedAt: facts?.mtimeMs ?? 0 };
}

function cursorOf(name: string, offset: number): string {
  return `studio://results/${name}/${offset}`;
}
