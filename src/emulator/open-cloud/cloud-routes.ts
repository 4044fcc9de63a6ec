// The endpoints of the emulated Open Cloud: their paths, who may use them, and what they answer.
import { ASSET_ENDPOINTS } from './asset-routes.js';
import { type CloudEndpoint, jsonOf } from './cloud-endpoint.js';
import { CloudRefusal } from './cloud-error.js';
import type { CloudService, TaskBody } from './cloud-service.js';
import { MEMORY_ENDPOINTS } from './memory-routes.js';

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
      body: service
        .createTask(
          Number(universe),
          Number(place),
          undefined,
          jsonOf<TaskBody>(request),
          request.nextTaskFault,
        )
        .describe(true),
    }),
  },
  {
    method: 'POST',
    pattern: new RegExp(`^${PLACE}/versions/(\\d+)/${TASKS}$`),
    route: 'createPinnedTask',
    scopes: [`${EXECUTION}:write`],
    answer: (service, [universe, place, version], request) => ({
      body: service
        .createTask(
          Number(universe),
          Number(place),
          Number(version),
          jsonOf<TaskBody>(request),
          request.nextTaskFault,
        )
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
  ...ASSET_ENDPOINTS,
  ...MEMORY_ENDPOINTS,
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
