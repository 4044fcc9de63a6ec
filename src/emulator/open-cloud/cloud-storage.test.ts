// MemoryStore and assets as clients meet them.
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../support/clock.js';
import { NO_BOOT_TIMES } from './cloud-limits.js';
import { type EmulatedOpenCloudOptions, startCloudServerAsync } from './cloud-server.js';

const MAP = '/cloud/v2/universes/1/memory-store/sorted-maps/scores/items';
const QUEUE = '/cloud/v2/universes/1/memory-store/queues/jobs/items';

async function useCloudAsync(options: Partial<EmulatedOpenCloudOptions> = {}) {
  const clock = createManualClock();
  const cloud = await startCloudServerAsync({
    clock,
    run: () => ({ outcome: new Promise(() => {}), stop() {} }),
    boot: NO_BOOT_TIMES,
    ...options,
  });
  onTestFinished(() => cloud.closeAsync());
  const ask = async (method: string, path: string, body?: string | object) => {
    const url = path.startsWith('http') ? path : cloud.url + path;
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const response = await fetch(url, { method, headers: { 'x-api-key': 'k' }, body: text ?? null });
    const answer = await response.text();
    return { status: response.status, body: answer.startsWith('{') ? JSON.parse(answer) : answer };
  };
  return { clock, ask };
}

test('items of a sorted map are made, found, changed and removed, and go when their time is over', async () => {
  const { clock, ask } = await useCloudAsync();
  expect(
    await ask('POST', `${MAP}?id=a%2Fb`, { value: { n: 1 }, ttl: '60s', numericSortKey: 5 }),
  ).toMatchObject({
    status: 200,
    body: {
      path: 'cloud/v2/universes/1/memory-store/sorted-maps/scores/items/a%2Fb',
      id: 'a/b',
      value: { n: 1 },
      numericSortKey: 5,
    },
  });
  expect((await ask('POST', `${MAP}?id=a%2Fb`, { value: 2 })).status).toBe(409);
  expect((await ask('GET', `${MAP}/a%2Fb`)).body.path).toContain('/memory-stores/sorted-maps/');
  expect((await ask('PATCH', `${MAP}/new`, { value: 1 })).status).toBe(404);
  expect((await ask('PATCH', `${MAP}/new?allowMissing=true`, { value: 1, ttl: '5s' })).status).toBe(200);
  expect((await ask('PATCH', `${MAP}/a%2Fb`, { value: 7, ttl: '60s' })).body).toMatchObject({
    value: 7,
    numericSortKey: 5,
  });
  clock.advance(5_001);
  expect((await ask('GET', `${MAP}/new`)).status).toBe(404);
  expect((await ask('DELETE', `${MAP}/a%2Fb`)).status).toBe(200);
  expect((await ask('DELETE', `${MAP}/a%2Fb`)).status).toBe(404);
});

test('lists come in the order of sort keys, or of ids, page by page, and filtered', async () => {
  const { ask } = await useCloudAsync();
  for (const [id, keys] of [
    ['c', {}],
    ['b', { stringSortKey: 'x' }],
    ['a', { numericSortKey: 9 }],
    ['d', { numericSortKey: 1 }],
  ] as const) {
    await ask('POST', `${MAP}?id=${id}`, { value: id, ...keys });
  }
  const ids = async (query: string) => {
    const { body } = await ask('GET', `${MAP}?${query}`);
    return body.items?.map(({ id }: { id: string }) => id) ?? body.message;
  };
  expect(await ids('maxPageSize=100')).toEqual(['d', 'a', 'b', 'c']);
  expect(await ids('')).toEqual(['d']);
  expect(await ids('maxPageSize=2&pageToken=2')).toEqual(['b', 'c']);
  expect(await ids('maxPageSize=100&orderBy=id%20desc')).toEqual(['d', 'c', 'b', 'a']);
  expect(
    await ids(`maxPageSize=100&orderBy=id&filter=${encodeURIComponent('id > "a" && id < "d"')}`),
  ).toEqual(['b', 'c']);
  expect(await ids(`maxPageSize=100&filter=${encodeURIComponent('sortKey < 5')}`)).toEqual(['d']);
  expect(await ids(`filter=${encodeURIComponent('id == "a"')}`)).toContain('The filter id == "a" is none of');
});

test('what a queue gives to one reader is hidden from others until it is discarded or the time is over', async () => {
  const { clock, ask } = await useCloudAsync();
  await ask('POST', QUEUE, { data: 'low', priority: 1 });
  await ask('POST', QUEUE, { data: 'high', priority: 2 });
  const first = await ask('GET', `${QUEUE}:read?count=1&invisibilityWindow=10s`);
  expect(first.body).toMatchObject({ id: expect.any(String), queueItems: [{ data: 'high', priority: 2 }] });
  expect((await ask('GET', `${QUEUE}:read?count=2&allOrNothing=true`)).body).toEqual({ queueItems: [] });
  clock.advance(10_000);
  const again = await ask('GET', `${QUEUE}:read?count=2&allOrNothing=true`);
  expect(again.body.queueItems).toHaveLength(2);
  expect((await ask('POST', `${QUEUE}:discard`, { readId: again.body.id })).status).toBe(200);
  clock.advance(60_000);
  expect((await ask('GET', `${QUEUE}:read`)).body).toEqual({ queueItems: [] });
});

test('values and the whole memory have their limits', async () => {
  const { ask } = await useCloudAsync();
  const value = 'x'.repeat(30_000);
  expect((await ask('POST', `${MAP}?id=a`, { value })).status).toBe(200);
  expect((await ask('POST', `${MAP}?id=b`, { value })).status).toBe(200);
  expect((await ask('POST', `${MAP}?id=c`, { value })).status).toBe(429);
  expect((await ask('POST', `${MAP}?id=d`, { value: 'x'.repeat(40_000) })).status).toBe(400);
});

test('a place is an asset with versions, and a version that is not there is told with a good status', async () => {
  const { ask } = await useCloudAsync();
  const upload = (bytes: string, type: string) =>
    ask('POST', `/universes/v1/1/places/22/versions?versionType=${type}`, bytes);
  await upload('first', 'Published');
  await upload('second', 'Saved');
  expect((await ask('GET', '/assets/v1/assets/22/versions?maxPageSize=2')).body).toEqual({
    assetVersions: [{ path: 'assets/22/versions/3' }, { path: 'assets/22/versions/2', published: true }],
    nextPageToken: '2',
  });
  expect((await ask('GET', '/assets/v1/assets/22/versions?pageToken=2')).body.assetVersions).toHaveLength(1);
  const { body } = await ask('GET', '/asset-delivery-api/v1/assetId/22/version/2');
  expect((await ask('GET', body.location)).body).toBe('first');
  expect(await ask('GET', '/asset-delivery-api/v1/assetId/22/version/99')).toEqual({
    status: 200,
    body: { errors: [{ code: 404, message: 'Request asset was not found' }] },
  });
});
