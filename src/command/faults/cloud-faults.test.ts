import { expect, test } from 'vitest';
import { readCloudFaultsAsync } from './cloud-faults.js';

const read = (plan: object) =>
  readCloudFaultsAsync(
    {
      readTextAsync: async () => JSON.stringify(plan),
      readBytesAsync: async () => new Uint8Array(),
      readStandardInputAsync: async () => '',
      isFileAsync: async () => false,
    },
    'bad-day.json',
  );

test('a plan says what meets which request or task', async () => {
  const faults = [
    { fault: 'refuse', on: 'createTask', status: 502, where: 'after', nth: 2 },
    { fault: 'refuse', on: 'getTask', status: 429, retryAfterSeconds: 3, chance: 0.1 },
    { fault: 'slow', on: 'upload', seconds: 1.5 },
    { fault: 'hang', on: 'task', every: 3, times: 1 },
  ];
  expect(await read({ seed: 4, faults })).toEqual({ seed: 4, faults });
});

test.each([
  [{ fault: 'explode', on: 'upload' }, 'faults.0.fault has to be one of refuse, cut, slow'],
  [{ fault: 'cut', on: 'delete' }, 'faults.0.on has to be one of upload, createTask'],
  [{ fault: 'hang', on: 'upload' }, 'faults.0.on: "hang" happens on task, not on upload'],
  [{ fault: 'cut', on: 'task' }, 'faults.0.on: "cut" happens on a request, not on task'],
  [{ fault: 'slow', on: 'upload' }, 'faults.0.seconds: "slow" has to say for how long'],
  [{ fault: 'refuse', on: 'upload', status: 200 }, 'faults.0.status has to be at least 400'],
])('%j is refused', async (fault, why) => {
  await expect(read({ faults: [fault] })).rejects.toThrow(
    `The plan of faults bad-day.json cannot be used: ${why}`,
  );
});
