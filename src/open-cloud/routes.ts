// Every endpoint that is used, as data: what it takes, how often it may be asked, and what may be done when it fails.
// Source: Roblox' Open Cloud reference (universes API v1, cloud API v2, Luau execution).

export interface Route {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** What a key needs for it, as the dashboard names it. */
  readonly scopes: readonly string[];
  /** Requests a minute that are documented, for one key's owner. */
  readonly perMinute: number;
  /**
   * `always`: asking twice is the same as asking once. `refused`: again only where the service surely did nothing, because
   * a second task would run the script twice.
   */
  readonly retries: 'always' | 'refused';
}

const EXECUTION = 'universe.place.luau-execution-session';

export const ROUTES = {
  upload: {
    name: 'upload a place',
    method: 'POST',
    scopes: ['universe-places:write'],
    perMinute: 30,
    // The service gives the same bytes the same version.
    retries: 'always',
  },
  createTask: {
    name: 'start a task',
    method: 'POST',
    scopes: [`${EXECUTION}:write`],
    perMinute: 40,
    retries: 'refused',
  },
  createPinnedTask: {
    name: 'start a task on one version of a place',
    method: 'POST',
    scopes: [`${EXECUTION}:write`],
    perMinute: 5,
    retries: 'refused',
  },
  getTask: {
    name: 'look at a task',
    method: 'GET',
    scopes: [`${EXECUTION}:read`],
    perMinute: 45,
    retries: 'always',
  },
  listLogs: {
    name: 'read the logs of a task',
    method: 'GET',
    scopes: [`${EXECUTION}:read`],
    perMinute: 45,
    retries: 'always',
  },
  createBinaryInput: {
    name: 'make room for binary input',
    method: 'POST',
    scopes: [`${EXECUTION}:write`],
    perMinute: 5,
    retries: 'always',
  },
  listSortedMap: {
    name: 'read a sorted map',
    method: 'GET',
    scopes: ['memory-store.sorted-map:read'],
    perMinute: 1_000_000,
    retries: 'always',
  },
  deleteSortedMapItem: {
    name: 'remove an item of a sorted map',
    method: 'DELETE',
    scopes: ['memory-store.sorted-map:write'],
    perMinute: 1_000_000,
    retries: 'always',
  },
  probeKey: {
    name: 'check the key',
    method: 'GET',
    scopes: [],
    perMinute: 60,
    retries: 'always',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
