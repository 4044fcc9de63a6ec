// What MemoryStore holds for each universe: the same sorted maps and queues for the scripts of its tasks and for who asks
// over HTTP.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../support/clock.js';
import { CloudRefusal } from './cloud-error.js';
import type { CloudLimits } from './cloud-limits.js';

export type SortKey = number | string | undefined;

export interface MapItem {
  readonly id: string;
  /** JSON. */
  readonly text: string;
  readonly sortKey: SortKey;
  readonly etag: string;
  readonly expiresAtMs: number;
}

export interface QueueItem {
  readonly id: string;
  readonly text: string;
  readonly priority: number;
  readonly order: number;
  readonly expiresAtMs: number;
  hiddenUntilMs: number;
}

export interface NewItem {
  readonly text: string;
  readonly seconds: number;
}

const ID_CHARACTERS = 128;
const MINUTE_MS = 60_000;

export class MemoryStores {
  private readonly maps = new Map<string, Map<string, MapItem>>();
  private readonly queues = new Map<string, QueueItem[]>();
  private readonly reads = new Map<string, readonly QueueItem[]>();
  private readonly minutes = new Map<number, { readonly startMs: number; units: number }>();
  private changes = 0;

  constructor(
    private readonly clock: Clock,
    private readonly limits: Pick<
      CloudLimits,
      'memoryItemBytes' | 'memoryBytes' | 'memorySeconds' | 'memoryUnits'
    >,
  ) {}

  /** Runs a request of a script. @throws CloudRefusal 429 where the minute is used up. */
  charge<Value>(universeId: number, request: () => Value, unitsOf: (value: Value) => number): Value {
    const now = this.clock.now();
    let minute = this.minutes.get(universeId);
    if (!minute || now - minute.startMs >= MINUTE_MS) {
      minute = { startMs: now, units: 0 };
      this.minutes.set(universeId, minute);
    }
    if (minute.units >= this.limits.memoryUnits) {
      throw new CloudRefusal(429, 'RequestThrottled: Recent MemoryStores requests hit one or more limits.');
    }
    const value = request();
    minute.units += unitsOf(value);
    return value;
  }

  /** In order: numbers as sort keys, then texts, then those without, and each by its id. */
  listMap(universeId: number, map: string): MapItem[] {
    return this.living(this.mapOf(universeId, map)).sort(compareItems);
  }

  findItem(universeId: number, map: string, id: string): MapItem | undefined {
    const items = this.mapOf(universeId, map);
    const item = items.get(id);
    if (!item || item.expiresAtMs > this.clock.now()) return item;
    items.delete(id);
    return undefined;
  }

  /** @throws CloudRefusal 400 for a bad item, 429 where there is no room. */
  setItem(universeId: number, map: string, id: string, item: NewItem & { sortKey: SortKey }): MapItem {
    if (id === '' || id.length > ID_CHARACTERS) {
      throw new CloudRefusal(400, `An id has 1 to ${ID_CHARACTERS} characters.`);
    }
    const items = this.mapOf(universeId, map);
    this.checkRoom(universeId, item, items.get(id)?.text.length ?? 0);
    const { text, seconds, sortKey } = item;
    const etag = String(++this.changes);
    const set = { id, text, sortKey, etag, expiresAtMs: this.clock.now() + seconds * 1000 };
    items.set(id, set);
    return set;
  }

  removeItem(universeId: number, map: string, id: string): boolean {
    return this.mapOf(universeId, map).delete(id);
  }

  /** @throws CloudRefusal as `setItem`. */
  enqueue(universeId: number, queue: string, item: NewItem & { priority: number }): QueueItem {
    this.checkRoom(universeId, item, 0);
    const { text, seconds, priority } = item;
    const added = {
      id: randomUUID(),
      text,
      priority,
      order: ++this.changes,
      expiresAtMs: this.clock.now() + seconds * 1000,
      hiddenUntilMs: 0,
    };
    this.queueOf(universeId, queue).push(added);
    return added;
  }

  /** Nobody else sees what was read, until it is discarded or the time is over. Nothing, where it must be all and is not. */
  read(
    universeId: number,
    queue: string,
    how: { count: number; allOrNothing: boolean; invisibleSeconds: number },
  ): { readId: string; items: QueueItem[] } | undefined {
    const items = this.visible(universeId, queue).slice(0, how.count);
    if (items.length === 0 || (how.allOrNothing && items.length < how.count)) return undefined;
    for (const item of items) item.hiddenUntilMs = this.clock.now() + how.invisibleSeconds * 1000;
    const readId = randomUUID();
    this.reads.set(readId, items);
    return { readId, items };
  }

  discard(universeId: number, queue: string, readId: string): void {
    const read = this.reads.get(readId);
    if (!read) throw new CloudRefusal(404, `Nothing was read as ${readId}.`);
    const kept = this.queueOf(universeId, queue).filter((item) => !read.includes(item));
    this.queues.set(nameOf(universeId, queue), kept);
    this.reads.delete(readId);
  }

  queueSize(universeId: number, queue: string, isVisibleOnly: boolean): number {
    const items = isVisibleOnly ? this.visible(universeId, queue) : this.queueOf(universeId, queue);
    return items.length;
  }

  private visible(universeId: number, queue: string): QueueItem[] {
    const now = this.clock.now();
    const living = this.queueOf(universeId, queue).filter(({ expiresAtMs }) => expiresAtMs > now);
    this.queues.set(nameOf(universeId, queue), living);
    return living
      .filter(({ hiddenUntilMs }) => hiddenUntilMs <= now)
      .sort((first, second) => second.priority - first.priority || first.order - second.order);
  }

  private checkRoom(universeId: number, { text, seconds }: NewItem, freedBytes: number): void {
    const { memoryItemBytes, memoryBytes, memorySeconds } = this.limits;
    const bytes = Buffer.byteLength(text);
    if (bytes > memoryItemBytes) throw new CloudRefusal(400, `A value has at most ${memoryItemBytes} bytes.`);
    if (!(seconds > 0 && seconds <= memorySeconds)) {
      throw new CloudRefusal(400, `An item lives for at most ${memorySeconds} seconds.`);
    }
    if (this.bytesOf(universeId) - freedBytes + bytes > memoryBytes) {
      throw new CloudRefusal(429, `The memory of the experience is full: ${memoryBytes} bytes.`);
    }
  }

  private bytesOf(universeId: number): number {
    const start = nameOf(universeId, '');
    let bytes = 0;
    for (const [name, items] of this.maps) {
      if (name.startsWith(start)) for (const { text } of this.living(items)) bytes += text.length;
    }
    for (const [name, items] of this.queues) {
      if (name.startsWith(start)) for (const { text } of items) bytes += text.length;
    }
    return bytes;
  }

  private living(items: Map<string, MapItem>): MapItem[] {
    const now = this.clock.now();
    for (const [id, { expiresAtMs }] of items) if (expiresAtMs <= now) items.delete(id);
    return [...items.values()];
  }

  private mapOf(universeId: number, map: string): Map<string, MapItem> {
    const name = nameOf(universeId, map);
    const items = this.maps.get(name) ?? new Map<string, MapItem>();
    this.maps.set(name, items);
    return items;
  }

  private queueOf(universeId: number, queue: string): QueueItem[] {
    return this.queues.get(nameOf(universeId, queue)) ?? this.addQueue(nameOf(universeId, queue));
  }

  private addQueue(name: string): QueueItem[] {
    const items: QueueItem[] = [];
    this.queues.set(name, items);
    return items;
  }
}

function nameOf(universeId: number, name: string): string {
  return `${universeId}/${name}`;
}

/** Numbers come first, then texts, then those without. */
function rankOf(sortKey: SortKey): number {
  return typeof sortKey === 'number' ? 0 : typeof sortKey === 'string' ? 1 : 2;
}

export function compareItems(
  first: Pick<MapItem, 'id' | 'sortKey'>,
  second: Pick<MapItem, 'id' | 'sortKey'>,
): number {
  const byRank = rankOf(first.sortKey) - rankOf(second.sortKey);
  if (byRank !== 0) return byRank;
  return compare(first.sortKey, second.sortKey) || compare(first.id, second.id);
}

function compare(first: SortKey, second: SortKey): number {
  if (first === undefined || second === undefined || first === second) return 0;
  return first < second ? -1 : 1;
}
