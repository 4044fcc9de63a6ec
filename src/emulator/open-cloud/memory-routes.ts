// The endpoints of MemoryStore, with the differences between what Roblox describes and what its service does.
import { type CloudEndpoint, type CloudRequest, jsonOf } from './cloud-endpoint.js';
import { CloudRefusal } from './cloud-error.js';
import { mapFilter } from './memory-filter.js';
import type { MapItem, QueueItem, SortKey } from './memory-stores.js';

const STORE = '/cloud/v2/universes/(\\d+)/memory-store';
const ITEMS = `${STORE}/sorted-maps/([^/]+)/items`;
const ITEM = `${ITEMS}/([^/]+)`;
const QUEUE = `${STORE}/queues/([^/]+)/items`;

const READ = ['memory-store.sorted-map:read'];
const WRITE = ['memory-store.sorted-map:write'];
const ROUTE = 'memoryStore';
const LONGEST_PAGE = 100;
const DEFAULT_SECONDS = 3_888_000;
const DEFAULT_INVISIBLE_SECONDS = 30;

const text = (part: string | undefined) => decodeURIComponent(part ?? '');

export const MEMORY_ENDPOINTS: readonly CloudEndpoint[] = [
  {
    method: 'GET',
    pattern: new RegExp(`^${ITEMS}$`),
    route: ROUTE,
    scopes: READ,
    answer: ({ memory }, [universe, map], { query }) => {
      const items = filtered(memory.listMap(Number(universe), text(map)), query);
      const size = Math.min(LONGEST_PAGE, Number(query.get('maxPageSize') ?? 1) || 1);
      const start = Number(query.get('pageToken') ?? 0);
      const next = start + size < items.length ? String(start + size) : '';
      return {
        body: {
          // The reference calls it memoryStoreSortedMapItems; this is what the service sends.
          items: items.slice(start, start + size).map((item) => itemBody(universe, text(map), item)),
          nextPageToken: next,
        },
      };
    },
  },
  {
    method: 'POST',
    pattern: new RegExp(`^${ITEMS}$`),
    route: ROUTE,
    scopes: WRITE,
    answer: ({ memory }, [universe, map], request) => {
      const body = jsonOf<ItemBody>(request);
      const id = request.query.get('id') ?? (typeof body.id === 'string' ? body.id : '');
      if (memory.findItem(Number(universe), text(map), id)) {
        throw new CloudRefusal(409, `The item ${id} is there already.`);
      }
      const item = memory.setItem(Number(universe), text(map), id, newItem(body, undefined));
      return { body: itemBody(universe, text(map), item) };
    },
  },
  {
    method: 'GET',
    pattern: new RegExp(`^${ITEM}$`),
    route: ROUTE,
    scopes: READ,
    answer: ({ memory }, [universe, map, id]) => {
      const item = memory.findItem(Number(universe), text(map), text(id));
      if (!item) throw new CloudRefusal(404, `The item ${text(id)} was not found.`);
      return { body: itemBody(universe, text(map), item, 'memory-stores') };
    },
  },
  {
    method: 'PATCH',
    pattern: new RegExp(`^${ITEM}$`),
    route: ROUTE,
    scopes: WRITE,
    answer: ({ memory }, [universe, map, id], request) => {
      const old = memory.findItem(Number(universe), text(map), text(id));
      if (!old && request.query.get('allowMissing') !== 'true') {
        throw new CloudRefusal(404, `The item ${text(id)} was not found.`);
      }
      const item = newItem(jsonOf<ItemBody>(request), old);
      return {
        body: itemBody(universe, text(map), memory.setItem(Number(universe), text(map), text(id), item)),
      };
    },
  },
  {
    method: 'DELETE',
    pattern: new RegExp(`^${ITEM}$`),
    route: ROUTE,
    scopes: WRITE,
    answer: ({ memory }, [universe, map, id]) => {
      if (!memory.removeItem(Number(universe), text(map), text(id))) {
        throw new CloudRefusal(404, `The item ${text(id)} was not found.`);
      }
      return { body: {} };
    },
  },
  {
    method: 'POST',
    pattern: new RegExp(`^${QUEUE}$`),
    route: ROUTE,
    scopes: ['memory-store.queue:add'],
    answer: ({ memory }, [universe, queue], request) => {
      const { data, priority, ttl } = jsonOf<{ data?: unknown; priority?: unknown; ttl?: unknown }>(request);
      if (data === undefined) throw new CloudRefusal(400, 'data is required.');
      const item = memory.enqueue(Number(universe), text(queue), {
        text: JSON.stringify(data),
        priority: typeof priority === 'number' ? priority : 0,
        seconds: secondsOf(ttl, DEFAULT_SECONDS),
      });
      return { body: queueBody(universe, text(queue), item) };
    },
  },
  {
    method: 'GET',
    pattern: new RegExp(`^${QUEUE}:read$`),
    route: ROUTE,
    scopes: ['memory-store.queue:dequeue'],
    answer: ({ memory }, [universe, queue], { query }) => {
      const read = memory.read(Number(universe), text(queue), {
        count: Math.max(1, Number(query.get('count') ?? 1) || 1),
        allOrNothing: query.get('allOrNothing') === 'true',
        invisibleSeconds: secondsOf(query.get('invisibilityWindow') ?? undefined, DEFAULT_INVISIBLE_SECONDS),
      });
      // The reference calls these readId and items.
      const items = read?.items ?? [];
      return {
        body: {
          ...(read ? { id: read.readId } : {}),
          queueItems: items.map((item) => queueBody(universe, text(queue), item)),
        },
      };
    },
  },
  {
    method: 'POST',
    pattern: new RegExp(`^${QUEUE}:discard$`),
    route: ROUTE,
    scopes: ['memory-store.queue:discard'],
    answer: ({ memory }, [universe, queue], request) => {
      const { readId } = jsonOf<{ readId?: unknown }>(request);
      if (typeof readId !== 'string') throw new CloudRefusal(400, 'readId is required.');
      memory.discard(Number(universe), text(queue), readId);
      return { body: {} };
    },
  },
];

interface ItemBody {
  readonly id?: unknown;
  readonly value?: unknown;
  readonly ttl?: unknown;
  readonly numericSortKey?: unknown;
  readonly stringSortKey?: unknown;
}

function filtered(items: readonly MapItem[], query: CloudRequest['query']): MapItem[] {
  const order = query.get('orderBy') ?? '';
  if (!/^(?:id(?: (?:asc|desc))?)?$/.test(order))
    throw new CloudRefusal(400, 'orderBy must be "id" or "id desc".');
  const isWanted = mapFilter(query.get('filter') ?? '');
  const wanted = items.filter(isWanted);
  if (order !== '') wanted.sort((first, second) => (first.id < second.id ? -1 : 1));
  return order.endsWith('desc') ? wanted.reverse() : wanted;
}

function newItem(body: Partial<ItemBody>, old: MapItem | undefined) {
  const { value, ttl, numericSortKey, stringSortKey } = body;
  if (value === undefined && !old) throw new CloudRefusal(400, 'value is required.');
  if (numericSortKey !== undefined && stringSortKey !== undefined) {
    throw new CloudRefusal(400, 'An item has one sort key.');
  }
  const given: SortKey =
    typeof numericSortKey === 'number'
      ? numericSortKey
      : typeof stringSortKey === 'string'
        ? stringSortKey
        : undefined;
  return {
    text: value === undefined ? (old?.text ?? 'null') : JSON.stringify(value),
    sortKey: given ?? old?.sortKey,
    seconds: secondsOf(ttl, DEFAULT_SECONDS),
  };
}

function secondsOf(duration: unknown, usual: number): number {
  if (duration === undefined) return usual;
  const seconds = typeof duration === 'string' ? /^(\d+(?:\.\d{1,9})?)s$/.exec(duration)?.[1] : undefined;
  if (seconds === undefined) throw new CloudRefusal(400, 'A duration is written as 30s.');
  return Number(seconds);
}

/** What asks for one item is told of a path with another word in it. */
function itemBody(
  universe: string | undefined,
  map: string,
  { id, text: value, sortKey, etag, expiresAtMs }: MapItem,
  store = 'memory-store',
): object {
  return {
    path: `cloud/v2/universes/${universe}/${store}/sorted-maps/${map}/items/${encodeURIComponent(id)}`,
    value: JSON.parse(value),
    etag,
    expireTime: new Date(expiresAtMs).toISOString(),
    id,
    ...(typeof sortKey === 'number' ? { numericSortKey: sortKey } : {}),
    ...(typeof sortKey === 'string' ? { stringSortKey: sortKey } : {}),
  };
}

function queueBody(universe: string | undefined, queue: string, item: QueueItem): object {
  return {
    path: `cloud/v2/universes/${universe}/memory-store/queues/${queue}/items/${item.id}`,
    data: JSON.parse(item.text),
    priority: item.priority,
    expireTime: new Date(item.expiresAtMs).toISOString(),
    id: item.id,
  };
}
