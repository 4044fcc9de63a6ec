// Tasks that were started and have not been seen to end. The service cannot list or end them, and each counts among those
// that a place may have at a time: so they are kept in files, for whoever runs something in the same place next. That is a
// hint only: a file that is lost costs a refusal, which is waited for.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../support/clock.js';
import { makeFolder } from '../support/make-folder.js';

/** Unfinished, of one place. */
export const MAX_TASKS = 10;
/** After so long nobody counts it any more, however it ended. */
const FORGOTTEN_MS = 600_000;

const entry = z.object({ service: z.string(), path: z.string(), startedAt: z.number() });
type Entry = z.output<typeof entry>;

export interface LedgerOptions {
  readonly service: string;
  readonly clock: Clock;
  /** Without it only tasks of this client are known. */
  readonly folder?: string | undefined;
}

export class TaskLedger {
  private readonly own = new Map<string, { readonly timeoutMs: number }>();

  constructor(private readonly options: LedgerOptions) {}

  add(path: string, timeoutMs: number): void {
    this.own.set(path, { timeoutMs });
    const { service, clock } = this.options;
    this.write({ service, path, startedAt: clock.wallTime() });
  }

  remove(path: string): void {
    this.own.delete(path);
    const file = this.fileOf(path);
    if (file !== undefined) rmSync(file, { force: true });
  }

  /** Of one place, also those that others have left behind. */
  list(universeId: number, placeId: number): string[] {
    const isOfPlace = (path: string) => path.startsWith(`universes/${universeId}/places/${placeId}/`);
    return [...new Set([...this.own.keys(), ...this.kept()])].filter(isOfPlace);
  }

  /** In one line, what becomes of the tasks of this client that nobody waits for any more; undefined if there are none. */
  tellUnfinished(): string | undefined {
    const paths = [...this.own.keys()];
    if (paths.length === 0) return undefined;
    const seconds = Math.max(...[...this.own.values()].map(({ timeoutMs }) => timeoutMs)) / 1000;
    const [which, counts] =
      paths.length === 1 ? ['A task goes', 'it counts'] : [`${paths.length} tasks go`, 'each counts'];
    return (
      `${which} on in Open Cloud, which cannot end it: ${counts} among the ${MAX_TASKS} that a place may have, for up to ` +
      `${seconds} s from when the place is open. ${paths.join(', ')}`
    );
  }

  private kept(): string[] {
    const { folder, service, clock } = this.options;
    if (folder === undefined) return [];
    const entries = namesIn(folder).flatMap((name) => readEntry(join(folder, name)) ?? []);
    const now = clock.wallTime();
    return entries.flatMap((one) => {
      if (one.service !== service) return [];
      if (now - one.startedAt < FORGOTTEN_MS) return [one.path];
      this.remove(one.path);
      return [];
    });
  }

  private write(one: Entry): void {
    const { folder } = this.options;
    const file = this.fileOf(one.path);
    if (folder === undefined || file === undefined) return;
    try {
      makeFolder(folder, 0o700);
      writeFileSync(file, JSON.stringify(one));
    } catch {
      // Then the next run learns of it by a refusal.
    }
  }

  /** The service names tasks: nothing of that becomes a part of a path here. */
  private fileOf(path: string): string | undefined {
    const { folder, service } = this.options;
    const name = createHash('sha256').update(`${service} ${path}`).digest('hex').slice(0, 32);
    return folder === undefined ? undefined : join(folder, `${name}.json`);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readEntry(file: string): Entry | undefined {
  try {
    return entry.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
