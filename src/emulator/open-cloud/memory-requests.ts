// What the scripts of tasks ask of MemoryStore, as JSON both ways: the engine that runs them is in another thread.
import { CloudRefusal } from './cloud-error.js';
import { compareItems, type MapItem, type MemoryStores, type SortKey } from './memory-stores.js';

/** As Luau writes it. `text` is JSON itself. */
type MemoryRequest =
  | {
      readonly op: 'set';
      readonly map: string;
      readonly id: string;
      readonly text: string;
      readonly seconds: number;
      readonly sortKey?: SortKey;
      /** Only if nobody has changed it since; empty: only if it is not there. */
      readonly ifEtag?: string;
      /** What came before it was a part of the same request. */
      readonly isCharged?: boolean;
    }
  | { readonly op: 'get' | 'remove'; readonly map: string; readonly id: string }
  | { readonly op: 'size' | 'all'; readonly map: string }
  | {
      readonly op: 'range';
      readonly map: string;
      readonly count: number;
      readonly isDescending: boolean;
      readonly lower?: Bound;
      readonly upper?: Bound;
    }
  | {
      readonly op: 'enqueue';
      readonly queue: string;
      readonly text: string;
      readonly seconds: number;
      readonly priority: number;
    }
  | {
      readonly op: 'read';
      readonly queue: string;
      readonly count: number;
      readonly allOrNothing: boolean;
      readonly invisibleSeconds: number;
    }
  | { readonly op: 'discard'; readonly queue: string; readonly readId: string }
  | { readonly op: 'queueSize'; readonly queue: string; readonly isVisibleOnly: boolean };

interface Bound {
  readonly key?: string;
  readonly sortKey?: SortKey;
}

export function answerMemory(memory: MemoryStores, universeId: number, request: string): string {
  try {
    const parsed = JSON.parse(request) as MemoryRequest;
    return JSON.stringify(
      memory.charge(
        universeId,
        () => answer(memory, universeId, parsed),
        (answered) => unitsOf(parsed, answered),
      ),
    );
  } catch (error) {
    if (!(error instanceof CloudRefusal)) throw error;
    return JSON.stringify({ problem: error.message });
  }
}

/** As the guide counts them: one each, and those that give several items as many as they give. */
function unitsOf(request: MemoryRequest, answered: Answer): number {
  if (request.op === 'set' && request.isCharged) return 0;
  // A hash map is in one partition here.
  const partitions = request.op === 'all' ? 1 : 0;
  return Math.max(1, partitions + (answered.items ?? answered.texts ?? []).length);
}

interface Answer {
  readonly item?: object | undefined;
  readonly size?: number;
  readonly isConflict?: boolean;
  readonly readId?: string | undefined;
  readonly items?: readonly unknown[];
  readonly texts?: readonly string[];
}

function answer(memory: MemoryStores, universeId: number, request: MemoryRequest): Answer {
  switch (request.op) {
    case 'set': {
      const { map, id, text, seconds, sortKey, ifEtag } = request;
      const etag = memory.findItem(universeId, map, id)?.etag ?? '';
      if (ifEtag !== undefined && ifEtag !== etag) return { isConflict: true };
      memory.setItem(universeId, map, id, { text, seconds, sortKey });
      return {};
    }
    case 'get':
      return { item: itemOf(memory.findItem(universeId, request.map, request.id)) };
    case 'remove':
      memory.removeItem(universeId, request.map, request.id);
      return {};
    case 'size':
      return { size: memory.listMap(universeId, request.map).length };
    case 'all':
      return { items: memory.listMap(universeId, request.map).map(itemOf) };
    case 'range': {
      const { map, count, isDescending, lower, upper } = request;
      const items = memory
        .listMap(universeId, map)
        .filter((item) => isBeyond(item, lower, 1) && isBeyond(item, upper, -1));
      return { items: (isDescending ? items.reverse() : items).slice(0, count).map(itemOf) };
    }
    case 'enqueue':
      memory.enqueue(universeId, request.queue, request);
      return {};
    case 'read': {
      const read = memory.read(universeId, request.queue, request);
      return { readId: read?.readId, texts: read?.items.map(({ text }) => text) ?? [] };
    }
    case 'discard':
      memory.discard(universeId, request.queue, request.readId);
      return {};
    case 'queueSize':
      return { size: memory.queueSize(universeId, request.queue, request.isVisibleOnly) };
  }
}

function itemOf(item: MapItem | undefined): object | undefined {
  return item && { key: item.id, text: item.text, sortKey: item.sortKey, etag: item.etag };
}

/** A bound has a key, a sort key or both; one with a key only is about keys only. */
function isBeyond(item: MapItem, bound: Bound | undefined, side: 1 | -1): boolean {
  if (bound === undefined) return true;
  if (bound.sortKey === undefined) {
    return (
      bound.key === undefined ||
      compareItems({ ...item, sortKey: undefined }, { id: bound.key, sortKey: undefined }) * side > 0
    );
  }
  const usual = side === 1 ? '\uffff' : '';
  return compareItems(item, { id: bound.key ?? usual, sortKey: bound.sortKey }) * side > 0;
}
