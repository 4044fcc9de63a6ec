// What a client meets: states, limits, refusals and faults. The scripts themselves are run elsewhere; here the test says
// what each of them comes to.
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import { NO_BOOT_TIMES } from './cloud-limits.js';
import { type EmulatedOpenCloudOptions, startCloudServerAsync } from './cloud-server.js';
import type { RunningTask, TaskOrder, TaskOutcome } from './task-runner.js';

const TASKS = '/cloud/v2/universes/1/places/2/luau-execution-session-tasks';
const EXECUTION = 'universe.place.luau-execution-session';

async function useCloudAsync(options: Partial<EmulatedOpenCloudOptions> = {}) {
  const clock = createManualClock();
  const started: (TaskOrder & { end(outcome: TaskOutcome): void; stopped: boolean })[] = [];
  const run = (order: TaskOrder): RunningTask => {
    const outcome = createDeferred<TaskOutcome>();
    const task = { ...order, end: outcome.resolve, stopped: false };
    started.push(task);
    return { outcome: outcome.promise, stop: () => void Object.assign(task, { stopped: true }) };
  };
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const cloud = await startCloudServerAsync({ clock, run, newId, boot: NO_BOOT_TIMES, ...options });
  onTestFinished(() => cloud.closeAsync());
  const askAsync = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const text = body instanceof Uint8Array ? body : body === undefined ? null : JSON.stringify(body);
    const url = path.startsWith('http') ? path : cloud.url + path;
    const response = await fetch(url, { method, headers: { 'x-api-key': 'k', ...headers }, body: text });
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: answer === '' ? undefined : JSON.parse(answer),
    };
  };
  const startAsync = async (body: object = {}) => {
    const { body: task } = await askAsync('POST', TASKS, { script: 'return 1', ...body });
    clock.advance(0);
    return `/cloud/v2/${task.path}`;
  };
  return { clock, cloud, started, askAsync, startAsync };
}

test('a task goes from queued to complete, and its path names the version and the session', async () => {
  const { clock, started, askAsync } = await useCloudAsync({ boot: { warmMs: 10, coldMs: 100 } });
  const { status, body } = await askAsync('POST', TASKS, { script: 'return 1' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    path: 'universes/1/places/2/versions/1/luau-execution-sessions/id-1/tasks/id-1',
    state: 'QUEUED',
    user: '1',
    script: 'return 1',
    timeout: '300s',
  });
  const path = `/cloud/v2/${body.path}`;
  clock.advance(99);
  expect((await askAsync('GET', path)).body).toMatchObject({ state: 'QUEUED' });
  clock.advance(1);
  expect((await askAsync('GET', path)).body).toMatchObject({ state: 'PROCESSING' });
  started[0]?.onStarted();
  started[0]?.end({ kind: 'returned', results: '[1,{"a":null}]' });
  const done = (await askAsync('GET', path)).body;
  expect(done).toMatchObject({ state: 'COMPLETE', output: { results: [1, { a: null }] } });
  expect(done).not.toHaveProperty('script');
  expect((await askAsync('GET', `${path}?view=FULL`)).body).toMatchObject({ script: 'return 1' });
  // The version is warm now.
  await askAsync('POST', TASKS, { script: '' });
  clock.advance(10);
  expect(started).toHaveLength(2);
});

test('a script that fails, takes too long or returns too much ends the task with its code', async () => {
  const { clock, started, askAsync, startAsync } = await useCloudAsync({ limits: { resultBytes: 10 } });
  const failing = await startAsync();
  started[0]?.end({ kind: 'failed', message: 'TaskScript:1: boom' });
  expect((await askAsync('GET', failing)).body).toMatchObject({
    state: 'FAILED',
    error: { code: 'SCRIPT_ERROR', message: 'TaskScript:1: boom' },
  });
  const slow = await startAsync({ timeout: '2s' });
  clock.advance(60_000);
  started[1]?.onStarted();
  clock.advance(1_999);
  expect((await askAsync('GET', slow)).body).toMatchObject({ state: 'PROCESSING' });
  clock.advance(1);
  expect((await askAsync('GET', slow)).body).toMatchObject({
    state: 'FAILED',
    error: { code: 'DEADLINE_EXCEEDED' },
  });
  expect(started[1]?.stopped).toBe(true);
  const large = await startAsync();
  started[2]?.end({ kind: 'returned', results: '["0123456789"]' });
  const { body } = await askAsync('GET', large);
  expect(body).toMatchObject({
    error: { code: 'OUTPUT_SIZE_LIMIT_EXCEEDED', message: 'Return results too large' },
  });
  expect(body).not.toHaveProperty('output');
});

test('the log shows at the end, in one page, and keeps its newest part', async () => {
  const { started, askAsync, startAsync } = await useCloudAsync({
    limits: { logBytes: 160, logLineBytes: 47 },
  });
  const path = await startAsync();
  for (const text of ['one', 'two\nlines', 'three', 'four']) started[0]?.onLine(text, 'OUTPUT');
  expect((await askAsync('GET', `${path}/logs`)).body).toEqual({});
  started[0]?.onLine('five', 'ERROR');
  started[0]?.end({ kind: 'returned', results: '[]' });
  const structured = (await askAsync('GET', `${path}/logs?view=STRUCTURED&maxPageSize=1`)).body;
  expect(structured.nextPageToken).toBe('');
  expect(structured.luauExecutionSessionTaskLogs[0].structuredMessages).toMatchObject([
    { message: 'three', messageType: 'OUTPUT' },
    { message: 'four', messageType: 'OUTPUT' },
    { message: 'five', messageType: 'ERROR', createTime: '2023-11-14T22:13:20.000Z' },
  ]);
  const flat = (await askAsync('GET', `${path}/logs`)).body;
  expect(flat.luauExecutionSessionTaskLogs[0].messages).toEqual(['three', 'four', 'five']);
  expect((await askAsync('GET', `${path}/logs?maxPageSize=0`)).status).toBe(400);
});

test('a place has at most ten unfinished tasks', async () => {
  const { started, askAsync, startAsync } = await useCloudAsync();
  for (let count = 0; count < 10; count++) await startAsync();
  expect(await askAsync('POST', TASKS, { script: '' })).toMatchObject({
    status: 429,
    body: { code: 'RESOURCE_EXHAUSTED' },
  });
  expect((await askAsync('POST', TASKS.replace('places/2', 'places/3'), { script: '' })).status).toBe(200);
  started[4]?.end({ kind: 'returned', results: '[]' });
  await Promise.resolve();
  expect((await askAsync('POST', TASKS, { script: '' })).status).toBe(200);
});

test('each endpoint counts its own requests, and says so', async () => {
  const { clock, askAsync } = await useCloudAsync();
  const pinned = TASKS.replace('/luau', '/versions/1/luau');
  for (let count = 0; count < 5; count++)
    expect((await askAsync('POST', pinned, { script: '' })).status).toBe(200);
  clock.advance(20_000);
  const over = await askAsync('POST', pinned, { script: '' });
  expect(over).toMatchObject({ status: 429, body: { errors: [{ message: 'Too many requests' }] } });
  expect(over.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(over.headers.get('x-ratelimit-reset')).toBe('40');
  expect((await askAsync('POST', TASKS, { script: '' })).headers.get('x-ratelimit-limit')).toBe(
    '40, 40;w=60',
  );
  clock.advance(40_000);
  expect((await askAsync('POST', pinned, { script: '' })).status).toBe(200);
});

test('keys, scopes, places and versions are checked', async () => {
  const { askAsync } = await useCloudAsync({
    keys: [{ apiKey: 'reader', scopes: [`${EXECUTION}:read`] }, { apiKey: 'all' }],
    places: [
      { universeId: 1, placeId: 2 },
      { universeId: 1, placeId: 4, isLocked: true },
    ],
  });
  const create = (key: string, path = TASKS) => askAsync('POST', path, { script: '' }, { 'x-api-key': key });
  expect(await create('other')).toMatchObject({
    status: 401,
    body: { errors: [{ code: 0, message: 'Invalid API Key' }] },
  });
  expect(await create('reader')).toMatchObject({ status: 403, body: { code: 'PERMISSION_DENIED' } });
  expect((await create('all')).status).toBe(200);
  expect((await create('all', TASKS.replace('places/2', 'places/3'))).status).toBe(404);
  expect((await create('all', TASKS.replace('universes/1', 'universes/9'))).status).toBe(409);
  expect((await create('all', TASKS.replace('/luau', '/versions/7/luau'))).status).toBe(404);
  const locked = '/universes/v1/1/places/4/versions?versionType=Saved';
  expect((await askAsync('POST', locked, Buffer.from('x'), { 'x-api-key': 'all' })).status).toBe(409);
  const universe = (key: string) => askAsync('GET', '/cloud/v2/universes/0', undefined, { 'x-api-key': key });
  expect([(await universe('other')).status, (await universe('reader')).status]).toEqual([401, 404]);
});

test('the same bytes are the same version, and a new version is the one that runs', async () => {
  const { started, askAsync, startAsync } = await useCloudAsync();
  const upload = (text: string) =>
    askAsync('POST', '/universes/v1/1/places/2/versions?versionType=Saved', Buffer.from(text));
  expect((await upload('a')).body).toEqual({ versionNumber: 2 });
  expect((await upload('a')).body).toEqual({ versionNumber: 2 });
  expect((await upload('b')).body).toEqual({ versionNumber: 3 });
  await startAsync();
  expect(Buffer.from(started[0]?.place ?? []).toString()).toBe('b');
  expect(started[0]?.version).toBe(3);
  expect((await upload('')).status).toBe(400);
});

test('binary data goes in and out by addresses of its own, for a while', async () => {
  const { clock, cloud, started, askAsync, startAsync } = await useCloudAsync();
  const inputs = '/cloud/v2/universes/1/luau-execution-session-task-binary-inputs';
  const { body: input } = await askAsync('POST', inputs, { size: 3 });
  expect((await askAsync('PUT', input.uploadUri, Buffer.from('long'))).status).toBe(400);
  expect((await askAsync('PUT', input.uploadUri, Buffer.from('abc'))).status).toBe(200);
  const path = await startAsync({ binaryInput: input.path, enableBinaryOutput: true });
  expect(Buffer.from(started[0]?.binaryInput ?? []).toString()).toBe('abc');
  started[0]?.end({ kind: 'returned', results: '[]', binaryOutput: Buffer.from('xyz') });
  const { body: task } = await askAsync('GET', path);
  expect(task.binaryOutputUri).toBe(`${cloud.url}/emulated/binary-outputs/id-2`);
  expect(await (await fetch(task.binaryOutputUri)).text()).toBe('xyz');
  clock.advance(15 * 60_000 + 1);
  expect((await fetch(task.binaryOutputUri)).status).toBe(403);
  expect((await askAsync('POST', TASKS, { script: '', binaryInput: input.path })).status).toBe(400);
});

test.each([
  [{}, 'script is required.'],
  [{ script: '', timeout: '0s' }, 'timeout must be from 1s to 300s.'],
  [{ script: '', timeout: '301s' }, 'timeout must be from 1s to 300s.'],
  [{ script: '', timeout: 5 }, 'timeout must be from 1s to 300s.'],
  [{ script: '', binaryInput: 'x' }, 'binaryInput x is not there.'],
  [[], 'The body must be a JSON object.'],
])('the task %j is refused', async (body, message) => {
  const { askAsync } = await useCloudAsync();
  expect(await askAsync('POST', TASKS, body)).toMatchObject({
    status: 400,
    body: { code: 'INVALID_ARGUMENT', message },
  });
});

test('what is planned to go wrong goes wrong', async () => {
  const { clock, started, askAsync } = await useCloudAsync({
    faults: {
      faults: [
        { fault: 'refuse', on: 'createTask', status: 502, where: 'after', nth: 1 },
        { fault: 'refuse', on: 'createTask', status: 429, nth: 2, retryAfterSeconds: 9 },
        { fault: 'cut', on: 'createTask', nth: 3 },
        { fault: 'refuse', on: 'createTask', nth: 4 },
        { fault: 'garble', on: 'getTask' },
        { fault: 'hang', on: 'task', nth: 2 },
      ],
    },
  });
  const create = () => askAsync('POST', TASKS, { script: '' });
  expect((await create()).status).toBe(502);
  const busy = await create();
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '9']);
  await expect(create()).rejects.toThrow('fetch failed');
  expect((await create()).status).toBe(503);
  const created = await create();
  expect(created).toMatchObject({ status: 200, body: { state: 'QUEUED' } });
  clock.advance(0);
  await expect(askAsync('GET', `/cloud/v2/${created.body.path}`)).rejects.toThrow(SyntaxError);
  // Only those that were done: the 502 hid a task that runs, and the place of the other one never loads.
  expect(started).toHaveLength(1);
});

test('web pages and other names for this address are refused', async () => {
  const { askAsync } = await useCloudAsync();
  expect(
    (await askAsync('GET', '/cloud/v2/universes/1', undefined, { origin: 'https://evil.test' })).status,
  ).toBe(403);
  expect((await askAsync('GET', '/nothing')).status).toBe(404);
});
