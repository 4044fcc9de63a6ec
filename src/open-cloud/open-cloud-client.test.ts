// The habits that cost users their quota or run their script twice: when a request is made again, and when never.
import { expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { createManualClock, type ManualClock } from '../support/clock.js';
import { OpenCloudClient } from './open-cloud-client.js';
import { type HttpRequest, type HttpResponse, TransportError } from './transport.js';

const PLACE = { universeId: 1, placeId: 2 };
const TASK = 'universes/1/places/2/versions/3/luau-execution-sessions/s/tasks/s';

type Answer = Partial<Omit<HttpResponse, 'body'>> & { body?: unknown; raw?: string };

/** Answers in turn with what the test lists; the last one stays. Time passes as soon as somebody waits. */
function useService(...answers: (Answer | Error)[]) {
  const clock = createManualClock();
  const requests: { at: number; request: HttpRequest }[] = [];
  const busy: string[] = [];
  const client = new OpenCloudClient({
    apiKey: 'secret-key',
    baseUrl: 'https://cloud.test/',
    clock: impatient(clock),
    random: () => 0,
    onBusy: (status, pauseMs) => busy.push(`${status} for ${pauseMs} ms`),
    async transport(request) {
      requests.push({ at: clock.now(), request });
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (!answer) throw new Error('The test lists no answer.');
      if (answer instanceof Error) throw answer;
      const body = Buffer.from(answer.raw ?? JSON.stringify(answer.body ?? {}));
      return { status: answer.status ?? 200, headers: answer.headers ?? {}, body };
    },
  });
  return { client, clock, requests, busy, times: () => requests.map(({ at }) => at) };
}

/** Timers fire on the next turn, at their time. */
function impatient(clock: ManualClock): ManualClock {
  return {
    ...clock,
    get pendingTimers() {
      return clock.pendingTimers;
    },
    setTimer(delayMs, callback) {
      let isCancelled = false;
      queueMicrotask(() => {
        if (isCancelled) return;
        clock.advance(delayMs);
        callback();
      });
      return {
        cancel() {
          isCancelled = true;
        },
      };
    },
  };
}

const reset = new TransportError('socket hang up', false);
const refused = new TransportError('connect ECONNREFUSED', true);

test('a task is started with what the service wants, and its path comes back as it is', async () => {
  const { client, requests } = useService({ body: { path: TASK, state: 'PROCESSING', user: '9' } });
  const task = await client.createTaskAsync({
    ...PLACE,
    version: 3,
    script: 'return 1',
    timeoutMs: 90_001,
    binaryOutput: true,
  });
  expect(task).toMatchObject({ path: TASK, state: 'PROCESSING' });
  const request = requests[0]?.request;
  expect(request).toMatchObject({
    method: 'POST',
    url: 'https://cloud.test/cloud/v2/universes/1/places/2/versions/3/luau-execution-session-tasks',
    headers: { 'x-api-key': 'secret-key', 'content-type': 'application/json' },
  });
  expect(JSON.parse(Buffer.from(request?.body ?? []).toString())).toEqual({
    script: 'return 1',
    timeout: '91s',
    enableBinaryOutput: true,
  });
});

test.each([
  ['an answer that may come from a service that did it', { status: 502 }],
  ['a connection that was cut', reset],
  ['an answer that is none', { raw: '{"path":' }],
])('a task is never started a second time after %s', async (_what, answer) => {
  const { client, requests } = useService(answer);
  await expect(client.createTaskAsync({ ...PLACE, script: '' })).rejects.toMatchObject({
    code: 'CLOUD_UNREACHABLE',
    delivery: 'unknown',
    message: expect.stringMatching(
      /^Whether Open Cloud did start a task in place 2 of universe 1 is not known: /,
    ),
    hint: 'It was not tried again, because the script could run twice. Look at the place before you run it again.',
  });
  expect(requests).toHaveLength(1);
});

test('a task that was surely not started is tried again', async () => {
  const started = { body: { path: TASK, state: 'QUEUED' } };
  const busy = useService({ status: 429 }, { status: 429, headers: { 'retry-after': '7' } }, started);
  await busy.client.createTaskAsync({ ...PLACE, script: '' });
  expect(busy.times()).toEqual([0, 1000, 8000]);
  const away = useService(refused, refused, started);
  await away.client.createTaskAsync({ ...PLACE, script: '' });
  expect(away.requests).toHaveLength(3);
});

test('what is the same when it is asked twice is asked again, later and later', async () => {
  const { client, times } = useService(
    reset,
    { status: 503 },
    { status: 504 },
    { body: { path: TASK, state: 'COMPLETE' } },
  );
  expect(await client.getTaskAsync(TASK)).toMatchObject({ state: 'COMPLETE' });
  expect(times()).toEqual([0, 1000, 3000, 7000]);
});

test('in the end it says what the service said', async () => {
  const { client, requests } = useService({ status: 503, body: { message: 'We are full.' } });
  await expect(client.getTaskAsync(TASK)).rejects.toMatchObject({
    code: 'CLOUD_UNREACHABLE',
    message: `Open Cloud could not look at task ${TASK} (503): We are full.`,
  });
  expect(requests).toHaveLength(6);
});

test.each([
  [
    401,
    { errors: [{ code: 0, message: 'Invalid API Key' }] },
    'CLOUD_UNAUTHORIZED',
    'Open Cloud does not accept the API key (401): Invalid API Key',
  ],
  [
    403,
    { code: 'PERMISSION_DENIED', message: 'no' },
    'CLOUD_UNAUTHORIZED',
    'The API key may not upload a version of place 2 of universe 1 (403): no',
  ],
  [404, {}, 'CLOUD_REJECTED', 'Open Cloud knows no place 2 of universe 1 (404): {}'],
  [
    409,
    { error: 'ABORTED' },
    'CLOUD_REJECTED',
    'Open Cloud could not upload a version of place 2 of universe 1 (409): ABORTED',
  ],
])('an answer of %i is told with its reason', async (status, body, code, message) => {
  const { client, requests } = useService({ status, body });
  const upload = client.uploadPlaceAsync({ ...PLACE, bytes: Buffer.from('x'), format: 'rbxl' });
  await expect(upload).rejects.toMatchObject({ code, message });
  expect(requests).toHaveLength(1);
});

test('a key without the scope is told which one', async () => {
  const { client } = useService({ status: 403 });
  await expect(client.createTaskAsync({ ...PLACE, script: '' })).rejects.toMatchObject({
    hint: expect.stringContaining('universe.place.luau-execution-session:write'),
  });
});

test('each endpoint has a budget of its own, as the documentation gives it', async () => {
  const { client, times } = useService({ body: { path: TASK, state: 'COMPLETE' } });
  const start = () => client.createTaskAsync({ ...PLACE, version: 3, script: '' });
  await Promise.all(Array.from({ length: 6 }, start));
  expect(times()).toEqual([0, 0, 0, 0, 0, 60_000]);
  await client.getTaskAsync(TASK);
  expect(times().at(-1)).toBe(60_000);
});

test('a budget that the service calls drained is waited for', async () => {
  const drained = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '42' };
  const { client, times } = useService({ headers: drained, body: { path: TASK, state: 'QUEUED' } });
  await client.getTaskAsync(TASK);
  await client.getTaskAsync(TASK);
  expect(times()).toEqual([0, 42_000]);
});

test('a task is followed until it has ended', async () => {
  const states: string[] = [];
  const { client, times } = useService(
    { body: { path: TASK, state: 'QUEUED' } },
    { body: { path: TASK, state: 'PROCESSING' } },
    { body: { path: TASK, state: 'FAILED', error: { code: 'SCRIPT_ERROR', message: 'TaskScript:1: boom' } } },
  );
  const task = await client.waitForTaskAsync(TASK, { onState: ({ state }) => states.push(state) });
  expect(task.error).toEqual({ code: 'SCRIPT_ERROR', message: 'TaskScript:1: boom' });
  expect(states).toEqual(['QUEUED', 'PROCESSING', 'FAILED']);
  expect(times()).toEqual([0, 40, 80]);
});

test('a task is looked at often while it is young, and seldom where little is left of the quota', async () => {
  const running = { body: { path: TASK, state: 'PROCESSING' } };
  const young = Array.from({ length: 30 }, () => running);
  const { client, times } = useService(...young, { body: { path: TASK, state: 'COMPLETE' } });
  await client.waitForTaskAsync(TASK);
  const pauses = times().map((at, index, all) => at - (all[index - 1] ?? 0));
  expect(pauses.slice(1, 4)).toEqual([40, 40, 40]);
  expect(pauses.at(-1)).toBe(4_000);
});

test('an answer that was cut off is asked for again, where that is safe', async () => {
  const { client, requests } = useService(
    { raw: '{"path":"universes/1' },
    { body: { path: TASK, state: 'COMPLETE' } },
  );
  expect(await client.getTaskAsync(TASK)).toMatchObject({ state: 'COMPLETE' });
  expect(requests).toHaveLength(2);
  const creating = useService({ raw: '{"path":"universes/1' });
  await expect(creating.client.createTaskAsync({ ...PLACE, script: '' })).rejects.toMatchObject({
    delivery: 'unknown',
  });
  expect(creating.requests).toHaveLength(1);
});

test('who waits for a task that is refused for now is told for how long', async () => {
  const started = { body: { path: TASK, state: 'QUEUED' } };
  const { client, busy } = useService(
    { status: 429 },
    { status: 429, headers: { 'retry-after': '7' } },
    started,
  );
  await client.createTaskAsync({ ...PLACE, script: '' });
  expect(busy).toEqual(['429 for 1000 ms', '429 for 7000 ms']);
});

test('interrupted while it waits to try again, it says so, and nothing of what was thrown inside', async () => {
  const interruption = new AbortController();
  const client = new OpenCloudClient({
    apiKey: 'secret-key',
    clock: createManualClock(),
    onBusy: () => queueMicrotask(() => interruption.abort()),
    transport: async () => ({ status: 429, headers: {}, body: Buffer.from('') }),
  });
  const { signal } = interruption;
  await expect(client.createTaskAsync({ ...PLACE, script: '', signal })).rejects.toMatchObject({
    code: 'CANCELLED',
    exitCode: 130,
    message: 'The command was interrupted.',
  });
});

verifies(
  'cloud.unfinished',
  'interrupted while a task is asked for, its name is still learnt, and where it is not, that is known',
  async () => {
    const clock = createManualClock();
    for (const comes of [true, false]) {
      const interruption = new AbortController();
      const client = new OpenCloudClient({
        apiKey: 'secret-key',
        clock,
        transport: async ({ signal }) => {
          interruption.abort();
          expect(signal?.aborted).toBe(false);
          if (comes)
            return { status: 200, headers: {}, body: Buffer.from(`{"path":"${TASK}","state":"QUEUED"}`) };
          return await new Promise((_, reject) => {
            signal?.addEventListener('abort', () => reject(new Error('the connection was closed')));
            queueMicrotask(() => clock.advance(5_000));
          });
        },
      });
      const { signal } = interruption;
      const asking = client.createTaskAsync({ ...PLACE, script: '', signal });
      if (comes) expect(await asking).toMatchObject({ path: TASK });
      else await expect(asking).rejects.toThrow('the connection was closed');
      expect(client.ledger.list(PLACE)).toEqual(comes ? [TASK] : []);
      expect(client.ledger.countUnnamed(PLACE)).toBe(comes ? 0 : 1);
    }
  },
);

verifies(
  'cloud.unfinished',
  'after a refusal nothing runs, and after an answer of a proxy it may',
  async () => {
    const refused = useService({ status: 403, body: {} });
    await expect(refused.client.createTaskAsync({ ...PLACE, script: '' })).rejects.toThrow();
    expect(refused.client.ledger.countUnnamed(PLACE)).toBe(0);
    const unclear = useService({ status: 502, body: {} });
    await expect(unclear.client.createTaskAsync({ ...PLACE, script: '' })).rejects.toThrow();
    expect(unclear.client.ledger.countUnnamed(PLACE)).toBe(1);
  },
);

test('waiting ends with its signal', async () => {
  const { client } = useService({ body: { path: TASK, state: 'PROCESSING' } });
  const aborted = new AbortController();
  const following = client.waitForTaskAsync(TASK, {
    signal: aborted.signal,
    onState: () => aborted.abort(new Error('enough')),
  });
  await expect(following).rejects.toThrow('enough');
});

test('all pages of the logs are read, and pages without lines too', async () => {
  const { client, requests } = useService(
    {
      body: {
        luauExecutionSessionTaskLogs: [
          {
            structuredMessages: [
              { message: 'one', messageType: 'OUTPUT', createTime: '2026-01-01T00:00:00Z' },
            ],
          },
          { structuredMessages: null },
        ],
        nextPageToken: 'p2',
      },
    },
    {
      body: {
        luauExecutionSessionTaskLogs: [{ structuredMessages: [{ message: 'two', messageType: 'SHOUT' }] }],
      },
    },
  );
  expect(await client.listLogsAsync(TASK)).toEqual([
    { message: 'one', messageType: 'OUTPUT', createTime: '2026-01-01T00:00:00Z' },
    { message: 'two', messageType: 'MESSAGE_TYPE_UNSPECIFIED' },
  ]);
  expect(requests[1]?.request.url).toContain('pageToken=p2');
});

test('the key goes to the service alone, not to the addresses that it hands out', async () => {
  const { client, requests } = useService(
    { body: { path: 'universes/1/inputs/i', uploadUri: 'https://elsewhere.test/put' } },
    {},
  );
  await client.sendBinaryInputAsync(1, Buffer.from('bytes'));
  expect(
    requests.map(({ request }) => [request.method, request.url, request.headers?.['x-api-key']]),
  ).toEqual([
    [
      'POST',
      'https://cloud.test/cloud/v2/universes/1/luau-execution-session-task-binary-inputs',
      'secret-key',
    ],
    ['PUT', 'https://elsewhere.test/put', undefined],
  ]);
});
