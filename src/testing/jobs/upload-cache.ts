// Which version of a place has which bytes, so that what is there already is not uploaded again. It is a hint only: every
// run makes sure that it runs on the version that it means.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { makeFolder } from '../../support/make-folder.js';
import { saveFile } from '../../support/save-file.js';

const MAX_ENTRIES = 500;

const cacheFile = z.object({
  format: z.literal('studio-bridge-uploads@1'),
  /** By service, place and hash, the oldest first. */
  versions: z.record(z.string(), z.int()),
});

export interface UploadKey {
  readonly service: string;
  readonly universeId: number;
  readonly placeId: number;
  readonly hash: string;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export class UploadCache {
  constructor(private readonly file: string) {}

  find(key: UploadKey): number | undefined {
    return this.read()[nameOf(key)];
  }

  keep(key: UploadKey, version: number): void {
    const { [nameOf(key)]: _old, ...others } = this.read();
    const entries = [...Object.entries(others), [nameOf(key), version] as const];
    this.write(Object.fromEntries(entries.slice(-MAX_ENTRIES)));
  }

  forget(key: UploadKey): void {
    const { [nameOf(key)]: _old, ...others } = this.read();
    this.write(others);
  }

  /** A file that cannot be read is as good as none. */
  private read(): Record<string, number> {
    try {
      return cacheFile.parse(JSON.parse(readFileSync(this.file, 'utf8'))).versions;
    } catch {
      return {};
    }
  }

  /** That it cannot be written costs time in the next run, and nothing else. */
  private write(versions: Record<string, number>): void {
    try {
      makeFolder(dirname(this.file), 0o700);
      saveFile(this.file, `${JSON.stringify({ format: 'studio-bridge-uploads@1', versions })}\n`);
    } catch {
      // Without it, the next run uploads again.
    }
  }
}

function nameOf({ service, universeId, placeId, hash }: UploadKey): string {
  return `${service} ${universeId}/${placeId} ${hash}`;
}
