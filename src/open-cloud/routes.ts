// Every endpoint that is used, as data: what it takes, how often it may be asked, and what may be done when it fails.
// Source: Roblox' Open Cloud reference (universes API v1, cloud API v2, Luau execution).

export interface Route {
  /** What is done to what is asked about. */
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
    name: 'upload a version of',
    method: 'POST',
    scopes: ['universe-places:write'],
    perMinute: 30,
    // The service gives the same bytes the same version.
    retries: 'always',
  },
  createTask: {
    name: 'start a task in',
    method: 'POST',
    scopes: [`${EXECUTION}:write`],
    perMinute: 40,
    retries: 'refused',
  },
  createPinnedTask: {
    name: 'start a task on',
    method: 'POST',
    scopes: [`${EXECUTION}:write`],
    perMinute: 5,
    retries: 'refused',
  },
  getTask: {
    name: 'look at',
    method: 'GET',
    scopes: [`${EXECUTION}:read`],
    perMinute: 45,
    retries: 'always',
  },
  listLogs: {
    name: 'read the logs of',
    method: 'GET',
    scopes: [`${EXECUTION}:read`],
    perMinute: 45,
    retries: 'always',
  },
  createBinaryInput: {
    name: 'make room for binary input in',
    method: 'POST',
    scopes: [`${EXECUTION}:write`],
    perMinute: 5,
    retries: 'always',
  },
  listSortedMap: {
    name: 'read',
    method: 'GET',
    scopes: ['memory-store.sorted-map:read'],
    perMinute: 1_000_000,
    retries: 'always',
  },
  deleteSortedMapItem: {
    name: 'remove an item of',
    method: 'DELETE',
    scopes: ['memory-store.sorted-map:write'],
    perMinute: 1_000_000,
    retries: 'always',
  },
  probeKey: {
    name: 'check',
    method: 'GET',
    scopes: [],
    perMinute: 60,
    retries: 'always',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
