// The endpoints of the emulated Open Cloud: their paths, who may use them, and what they answer.
import { CloudRefusal } from './cloud-error.js';
import type { CloudRoute } from './cloud-limits.js';
import type { CloudService, TaskBody } from './cloud-service.js';

export interface CloudRequest {
  readonly body: Buffer;
  readonly query: URLSearchParams;
}

export interface CloudAnswer {
  /** Sent as JSON, unless it is bytes. */
  readonly body: object | Uint8Array;
}

export interface CloudEndpoint {
  readonly method: string;
  readonly pattern: RegExp;
  /** Absent for addresses that carry their own permission. */
  readonly route?: CloudRoute;
  /** One of these is enough. */
  readonly scopes: readonly string[];
  answer(service: CloudService, parts: readonly string[], request: CloudRequest): CloudAnswer;
}

const EXECUTION = 'universe.place.luau-execution-session';
const PLACE = '/cloud/v2/universes/(\\d+)/places/(\\d+)';
const TASK = '/cloud/v2/(universes/\\d+/places/\\d+/versions/\\d+/luau-execution-sessions/[^/]+/tasks/[^/]+)';
const TASKS = 'luau-execution-session-tasks';

export const ENDPOINTS: readonly CloudEndpoint[] = [
  {
    method: 'POST',
    pattern: /^\/universes\/v1\/(\d+)\/places\/(\d+)\/versions$/,
    route: 'upload',
    scopes: ['universe-places:write'],
    answer: (service, [universe, place], { query, body }) => ({
      body: {
        versionNumber: service.upload(Number(universe), Number(place), query.get('versionType'), body),
      },
    }),
  },
  {
    method: 'POST',
    pattern: new RegExp(`^${PLACE}/${TASKS}$`),
    route: 'createTask',
    scopes: [`${EXECUTION}:write`],
    answer: (service, [universe, place], request) => ({
      body: service.createTask(Number(universe), Number(place), undefined, jsonOf(request)).describe(true),
    }),
  },
  {
    method: 'POST',
    pattern: new RegExp(`^${PLACE}/versions/(\\d+)/${TASKS}$`),
    route: 'createPinnedTask',
    scopes: [`${EXECUTION}:write`],
    answer: (service, [universe, place, version], request) => ({
      body: service
        .createTask(Number(universe), Number(place), Number(version), jsonOf(request))
        .describe(true),
    }),
  },
  {
    method: 'GET',
    pattern: new RegExp(`^${TASK}$`),
    route: 'getTask',
    scopes: [`${EXECUTION}:read`, `${EXECUTION}:write`],
    answer: (service, [path = ''], { query }) => ({
      body: service.findTask(path).describe(query.get('view') === 'FULL'),
    }),
  },
  {
    method: 'GET',
    pattern: new RegExp(`^${TASK}/logs$`),
    route: 'listLogs',
    scopes: [`${EXECUTION}:read`, `${EXECUTION}:write`],
    answer: (service, [path = ''], { query }) => ({ body: logPage(service, path, query) }),
  },
  {
    method: 'POST',
    pattern: /^\/cloud\/v2\/universes\/(\d+)\/luau-execution-session-task-binary-inputs$/,
    route: 'createBinaryInput',
    scopes: [`${EXECUTION}:write`],
    answer: (service, [universe], request) => ({
      body: service.createInput(Number(universe), jsonOf<{ size?: unknown }>(request).size),
    }),
  },
  {
    method: 'GET',
    pattern: /^\/cloud\/v2\/universes\/(\d+)$/,
    route: 'universe',
    scopes: [],
    answer(service, [universe = '0']) {
      if (universe === '0' || !service.places.hasUniverse(Number(universe))) {
        throw new CloudRefusal(404, `The universe ${universe} was not found.`);
      }
      return { body: { path: `universes/${universe}`, displayName: `Universe ${universe}` } };
    },
  },
  {
    method: 'PUT',
    pattern: /^\/emulated\/binary-inputs\/([^/]+)$/,
    scopes: [],
    answer(service, [id = ''], { body }) {
      service.fillInput(id, body);
      return { body: {} };
    },
  },
  {
    method: 'GET',
    pattern: /^\/emulated\/binary-outputs\/([^/]+)$/,
    scopes: [],
    answer: (service, [id = '']) => ({ body: service.outputOf(id) }),
  },
];

/** The page size counts chunks of lines, of which there is one: everything comes on the first page. */
function logPage(service: CloudService, path: string, query: URLSearchParams): object {
  const size = query.get('maxPageSize');
  const isSize = size === null || (/^\d+$/.test(size) && Number(size) >= 1);
  if (!isSize) throw new CloudRefusal(400, 'maxPageSize must be a positive number.');
  if (query.get('pageToken')) throw new CloudRefusal(400, 'pageToken is not one of this query.');
  const task = service.findTask(path);
  const lines = service.linesOf(task);
  if (lines.length === 0) return {};
  const isStructured = query.get('view') === 'STRUCTURED';
  const content = isStructured
    ? { structuredMessages: lines }
    : { messages: lines.map(({ message }) => message) };
  return { luauExecutionSessionTaskLogs: [{ path: `${task.path}/logs/1`, ...content }], nextPageToken: '' };
}

function jsonOf<Body extends object = TaskBody>({ body }: CloudRequest): Partial<Body> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Partial<Body>;
  } catch {
    // The same as any other body that is no object.
  }
  throw new CloudRefusal(400, 'The body must be a JSON object.');
}
