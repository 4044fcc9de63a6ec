import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { hashOf, UploadCache } from './upload-cache.js';

const key = { service: 'https://apis.roblox.com', universeId: 1, placeId: 2, hash: hashOf(Buffer.from('a')) };

test('a version is remembered by service, place and bytes', () => {
  const file = join(useTmp(), 'state', 'uploads.json');
  new UploadCache(file).keep(key, 7);
  const cache = new UploadCache(file);
  expect(cache.find(key)).toBe(7);
  expect(cache.find({ ...key, service: 'http://127.0.0.1:1' })).toBeUndefined();
  expect(cache.find({ ...key, placeId: 3 })).toBeUndefined();
  expect(cache.find({ ...key, hash: hashOf(Buffer.from('b')) })).toBeUndefined();
  cache.forget(key);
  expect(cache.find(key)).toBeUndefined();
});

test('a file that is damaged is as good as none, and the oldest of many are left out', () => {
  const file = join(useTmp(), 'uploads.json');
  writeFileSync(file, '{"format":');
  const cache = new UploadCache(file);
  expect(cache.find(key)).toBeUndefined();
  cache.keep({ ...key, placeId: 1 }, 1);
  // Kept one by one, each is a file that is written anew and waited for.
  const { versions, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  const others = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`other ${index}`, index + 2]));
  writeFileSync(file, JSON.stringify({ ...rest, versions: { ...versions, ...others } }));
  cache.keep({ ...key, placeId: 502 }, 502);
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).versions)).toHaveLength(500);
  expect(cache.find({ ...key, placeId: 1 })).toBeUndefined();
  expect(cache.find({ ...key, placeId: 502 })).toBe(502);
});
