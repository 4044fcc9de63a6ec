// Tasks that were started and have not been seen to end, and those of which nobody learnt whether they were. The service
// cannot list or end them, and each counts among those that a place may have at a time: so they are kept in files, for
// whoever runs something in the same place next. That is a hint only: a file that is lost costs a refusal, which is waited for.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../support/clock.js';
import { makeFolder } from '../support/make-folder.js';
import type { PlaceId } from './task.js';

/** Unfinished, of one place. */
export const MAX_TASKS = 10;
/** After so long nobody counts it any more, however it ended. */
const FORGOTTEN_MS = 600_000;

/** Until a server has the place open, and from the end of a task until that shows. */
const AROUND_TASK_MS = 105_000;

const entry = z.object({
  service: z.string(),
  /** Of a task; of its place only, where the service has not named it. */
  path: z.string(),
  startedAt: z.number(),
  timeoutMs: z._default(z.number(), FORGOTTEN_MS - AROUND_TASK_MS),
});
type Entry = z.output<typeof entry>;

/** A task that is being asked for: until the service has answered, there may be one. */
export interface TaskAttempt {
  /** The service has started none. */
  fail(): void;
  succeed(path: string): void;
  /** Nobody will learn. */
  giveUp(): void;
}

export interface LedgerOptions {
  readonly service: string;
  readonly clock: Clock;
  /** Without it only tasks of this client are known. */
  readonly folder?: string | undefined;
}

export class TaskLedger {
  private readonly own = new Map<string, Entry>();
  /** Those of which the answer is still awaited. */
  private readonly asked = new Set<string>();

  constructor(private readonly options: LedgerOptions) {}

  /** To be called before the service is asked: who is ended meanwhile leaves a trace as well. */
  begin(place: PlaceId, timeoutMs: number): TaskAttempt {
    const name = randomUUID();
    this.asked.add(name);
    this.add(name, folderOf(place), timeoutMs);
    return {
      fail: () => this.drop(name),
      succeed: (path) => {
        this.drop(name);
        this.add(path, path, timeoutMs);
      },
      giveUp: () => void this.asked.delete(name),
    };
  }

  remove(path: string): void {
    this.drop(path);
  }

  /** It ends by itself at once, if its place is loaded: nobody need be told, and who runs next here still counts it. */
  leave(path: string): void {
    this.own.delete(path);
  }

  /** Of one place, also those that others have left behind. */
  list(place: PlaceId): string[] {
    return this.pathsIn(place).filter((path) => path !== folderOf(place));
  }

  /** How many more there may be in the place, without a name to look at them by. */
  countUnnamed(place: PlaceId): number {
    return this.pathsIn(place).filter((path) => path === folderOf(place)).length;
  }

  /** What becomes of the tasks of this client that nobody waits for any more, a line each way; undefined if there are none. */
  tellUnfinished(): string | undefined {
    const named = [...this.own].filter(([name, { path }]) => name === path).map(([, one]) => one);
    const unnamed = [...this.own].filter(([name, { path }]) => name !== path).map(([, one]) => one);
    const lines: string[] = [];
    if (named.length > 0) {
      const which = named.length === 1 ? 'A task goes' : `${named.length} tasks go`;
      const paths = named.map(({ path }) => path).join(', ');
      lines.push(`${which} on in Open Cloud, which cannot end it: ${countsFor(named)} ${paths}`);
    }
    if (unnamed.length > 0) {
      const which = unnamed.length === 1 ? 'a task' : `${unnamed.length} tasks`;
      const places = [...new Set(unnamed.map(placeOf))].join(', ');
      const asked = 'is not known, because its answer did not come, and it lists none';
      lines.push(`Whether Open Cloud started ${which} in ${places} ${asked}: if so, ${countsFor(unnamed)}`);
    }
    return lines.length > 0 ? lines.join('\n') : undefined;
  }

  private pathsIn(place: PlaceId): string[] {
    const all = new Map([...this.kept(), ...this.own]);
    return [...all].flatMap(([name, one]) => {
      const isMeant = one.path.startsWith(folderOf(place)) && !this.asked.has(name);
      return isMeant && this.isLasting(one) ? [one.path] : [];
    });
  }

  /** What has a name can be looked at; what has none may be taken for over only by its time. */
  private isLasting({ path, startedAt, timeoutMs }: Entry): boolean {
    const ageMs = this.options.clock.wallTime() - startedAt;
    return ageMs < (path.endsWith('/') ? timeoutMs + AROUND_TASK_MS : FORGOTTEN_MS);
  }

  private add(name: string, path: string, timeoutMs: number): void {
    const { service, clock } = this.options;
    const one = { service, path, startedAt: clock.wallTime(), timeoutMs };
    this.own.set(name, one);
    this.write(name, one);
  }

  private drop(name: string): void {
    this.own.delete(name);
    this.asked.delete(name);
    const file = this.fileOf(name);
    if (file !== undefined) rmSync(file, { force: true });
  }

  /** Those of others, by what their files are called. */
  private kept(): [string, Entry][] {
    const { folder, service } = this.options;
    if (folder === undefined) return [];
    const own = new Set([...this.own.keys()].map((name) => this.fileOf(name)));
    return namesIn(folder).flatMap((name): [string, Entry][] => {
      const file = join(folder, name);
      const one = own.has(file) ? undefined : readEntry(file);
      if (one?.service !== service) return [];
      if (this.isLasting(one)) return [[name, one]];
      rmSync(file, { force: true });
      return [];
    });
  }

  private write(name: string, one: Entry): void {
    const { folder } = this.options;
    const file = this.fileOf(name);
    if (folder === undefined || file === undefined) return;
    try {
      makeFolder(folder, 0o700);
      writeFileSync(file, JSON.stringify(one));
    } catch {
      // Then the next run learns of it by a refusal.
    }
  }

  /** The service names tasks: nothing of that becomes a part of a path here. */
  private fileOf(name: string): string | undefined {
    const { folder, service } = this.options;
    const digest = createHash('sha256').update(`${service} ${name}`).digest('hex').slice(0, 32);
    return folder === undefined ? undefined : join(folder, `${digest}.json`);
  }
}

function placeOf({ path }: Entry): string {
  const [, universeId, , placeId] = path.split('/');
  return `place ${placeId} of universe ${universeId}`;
}

const folderOf = ({ universeId, placeId }: PlaceId) => `universes/${universeId}/places/${placeId}/`;

function countsFor(tasks: readonly Entry[]): string {
  const seconds = Math.max(...tasks.map(({ timeoutMs }) => timeoutMs)) / 1000;
  const counts = tasks.length === 1 ? 'it counts' : 'each counts';
  return `${counts} among the ${MAX_TASKS} that a place may have, for up to ${seconds} s from when the place is open.`;
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
