import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { closeUnconnectedAsync } from './unconnected-studio.js';

const MISSING = new BridgeError('SESSION_NOT_FOUND', 'There is no session. No Studio is connected.');

async function closeAsync(
  force: boolean,
  places: readonly string[],
  options: { target?: string; remote?: string } = {},
) {
  const ended: number[] = [];
  const world = createFakeWorld({
    context: {
      options,
      openings: {
        describeSearchAsync: () => Promise.reject(new Error('Nothing is searched.')),
        openAsync: () => Promise.reject(new Error('Nothing is opened.')),
        findStartedAsync: async () => undefined,
        listUnconnectedAsync: async () =>
          places.map((placeName, index) => ({
            ...{ kind: 'studio' as const, pid: 7 + index, placeName },
            askToCloseAsync: async () => false,
            endAsync: async () => (ended.push(7 + index) > 0 ? [] : []),
          })),
      },
    },
  });
  const connection = await world.context.openConnectionAsync({});
  const result = await closeUnconnectedAsync(force, { ...world.context, connection }, MISSING).catch(
    (error: unknown) => error,
  );
  return { result, ended };
}

test('the only one is ended by force', async () => {
  const { result, ended } = await closeAsync(true, ['base.rbxl']);
  expect(ended).toEqual([7]);
  expect(result).toMatchObject({ closed: true, how: 'ended', placeName: 'base.rbxl' });
});

test('without force it is named, and stays', async () => {
  const { result, ended } = await closeAsync(false, ['base.rbxl']);
  expect(ended).toEqual([]);
  expect(result).toMatchObject({
    code: 'SESSION_NOT_FOUND',
    message: MISSING.message,
    hint: 'Started here and not connected: base.rbxl (process 7). To end it as it is: process close --force',
  });
});

test.each([['base'], ['base.rbxl'], ['7']])('of several, %s is the one that is meant', async (target) => {
  expect((await closeAsync(true, ['base.rbxl', 'other.rbxl'], { target })).ended).toEqual([7]);
});

test('of several, none is picked', async () => {
  const { result, ended } = await closeAsync(true, ['base.rbxl', 'base.rbxl'], { target: 'base' });
  expect(ended).toEqual([]);
  expect(result).toMatchObject({
    code: 'AMBIGUOUS_SESSION',
    message:
      'No session fits, and several Studios that were started here are not connected: base.rbxl (process 7), base.rbxl (process 8).',
    hint: 'Name the place or the process of one: --target',
  });
});

test.each([
  ['there is none', [], {}],
  ['another place is meant', ['base.rbxl'], { target: 'other' }],
  ['another host is meant', ['base.rbxl'], { remote: 'there:38741' }],
])('where %s, there is no session', async (_what, places, options) => {
  const { result, ended } = await closeAsync(true, places, options);
  expect({ result, ended }).toEqual({ result: MISSING, ended: [] });
});
