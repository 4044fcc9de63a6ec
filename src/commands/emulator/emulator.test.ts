import { expect, test } from 'vitest';
import { createFakeWorld, fakeMachine } from '../../../tests/support/command-context.js';
import type { ConnectionOptions } from '../../command/command-context.js';
import { runCommandAsync } from '../../command/run-command.js';
import type { MachineProbes } from '../../command/world/machine-probes.js';
import type { LaunchOptions } from '../../command/world/studio-launcher.js';
import { createDeferred } from '../../support/deferred.js';
import { emulator } from './emulator.js';

function start(
  input: {
    instances: number;
    placeName?: string;
    play?: boolean;
    players?: number;
    faults?: string;
    place?: string;
    watch?: boolean;
  },
  options: ConnectionOptions = {},
  machine: Partial<MachineProbes> = {},
) {
  const interruption = new AbortController();
  const isUp = createDeferred<void>();
  const exits = Array.from({ length: input.instances }, () => createDeferred<{ error?: Error }>());
  const launched: LaunchOptions[] = [];
  let closed = 0;
  const world = createFakeWorld({
    context: {
      options,
      machine: { ...fakeMachine, ...machine },
      signal: interruption.signal,
      files: {
        readTextAsync: async () => '{"seed": 4, "faults": [{"fault": "crash", "on": "start"}]}',
        readBytesAsync: () => Promise.reject(new Error('not here')),
        readStandardInputAsync: () => Promise.reject(new Error('not here')),
        isFileAsync: async () => false,
      },
      emit(emission) {
        world.emissions.push(emission);
        isUp.resolve();
      },
      studios: {
        listInstallationsAsync: async () => [],
        isEmulatedAsync: async () => true,
        async launchAsync(request) {
          const exited = exits[launched.push(request) - 1]?.promise ?? Promise.resolve();
          return {
            kind: 'emulator',
            notice: '',
            exited,
            savePlaceAsync: async () => '',
            closeAsync: async () => void closed++,
          };
        },
      },
    },
  });
  const ended = runCommandAsync(emulator, input, world.context);
  return { world, interruption, isUp, exits, launched, ended, closed: () => closed };
}

test('one stays until it is interrupted and finds the host by itself', async () => {
  const { world, interruption, isUp, launched, ended, closed } = start({ instances: 1 });
  await isUp.promise;
  expect(launched).toEqual([
    { port: undefined, emulator: true, isLongLived: true, placeName: undefined, play: undefined },
  ]);
  expect(world.emissions).toEqual([
    {
      text: 'Emulated Studio is up, looking for a bridge host.',
      data: { event: 'started', instances: 1 },
      to: 'result',
    },
  ]);
  expect(closed()).toBe(0);
  interruption.abort();
  await ended;
  expect(closed()).toBe(1);
});

test('several are told apart by the names of their places', async () => {
  const { world, interruption, isUp, launched, ended, closed } = start(
    { instances: 2, placeName: 'Lobby' },
    { port: 9000 },
  );
  await isUp.promise;
  expect(launched).toMatchObject([
    { port: 9000, placeName: 'Lobby 1' },
    { port: 9000, placeName: 'Lobby 2' },
  ]);
  expect(world.emissions[0]?.text).toBe('2 emulated Studios are up, looking for a bridge host on port 9000.');
  interruption.abort();
  await ended;
  expect(closed()).toBe(2);
});

test('each of several has random numbers of its own', async () => {
  const interruption = new AbortController();
  const launched: LaunchOptions[] = [];
  const world = createFakeWorld({
    context: {
      signal: interruption.signal,
      emit: () => interruption.abort(),
      studios: {
        listInstallationsAsync: async () => [],
        isEmulatedAsync: async () => true,
        async launchAsync(request) {
          launched.push(request);
          return {
            kind: 'emulator',
            notice: '',
            exited: new Promise(() => {}),
            savePlaceAsync: async () => '',
            closeAsync: async () => {},
          };
        },
      },
    },
  });
  await runCommandAsync(emulator, { instances: 2, virtualTime: true, seed: 5 }, world.context);
  expect(launched).toMatchObject([
    { virtualTime: true, seed: 5 },
    { virtualTime: true, seed: 6 },
  ]);
});

test('it ends when all of them have ended', async () => {
  const { isUp, exits, ended } = start({ instances: 2 });
  await isUp.promise;
  for (const exit of exits) exit.resolve({});
  await ended;
});

test('each of several has faults of its own, and says why it ended', async () => {
  const { world, isUp, launched, exits, ended } = start({
    instances: 2,
    placeName: 'A',
    faults: 'plan.json',
  });
  await isUp.promise;
  const faults = [{ fault: 'crash', on: 'start' }];
  expect(launched).toMatchObject([{ faults: { seed: 4, faults } }, { faults: { seed: 5, faults } }]);
  for (const exit of exits) exit.resolve({ error: new Error('it crashed') });
  await ended;
  expect(world.notices).toEqual(['A 1 ended: it crashed.', 'A 2 ended: it crashed.']);
});

test('with --watch it tells what was reloaded', async () => {
  const { world, interruption, isUp, launched, ended } = start({
    instances: 1,
    place: 'x.project.json',
    watch: true,
  });
  await isUp.promise;
  launched[0]?.onReload?.({ changed: 2, added: 0, removed: 1 });
  launched[0]?.onReload?.({ problem: { message: 'x.project.json is broken' } });
  expect(world.emissions.slice(1)).toEqual([
    {
      text: 'Reloaded x.project.json: 2 changed, 1 removed.',
      data: { event: 'reloaded', place: 'x.project.json', changed: 2, added: 0, removed: 1 },
      to: 'result',
    },
    {
      text: 'Not reloaded: x.project.json is broken',
      data: { event: 'notReloaded', place: 'x.project.json', message: 'x.project.json is broken' },
      to: 'result',
      level: 'Warning',
    },
  ]);
  interruption.abort();
  await ended;
});

test('--watch without a project is refused', async () => {
  const { ended } = start({ instances: 1, watch: true });
  await expect(ended).rejects.toThrow('--watch needs a Rojo project.');
});

test.each([
  [{ play: true }, 1],
  [{ players: 3 }, 3],
  [{ play: true, players: 8 }, 8],
])('%o is a play test with %i players', async (input, players) => {
  const { interruption, isUp, launched, ended } = start({ instances: 1, ...input });
  await isUp.promise;
  expect(launched).toMatchObject([{ play: players }]);
  interruption.abort();
  await ended;
});

test.each([
  [
    'foreign',
    [
      'Port 9000 is held by a program that is not a bridge host: it answered HTTP 404. Nothing connects until',
    ],
  ],
  ['free', []],
] as const)('a port that is %s', async (kind, notices) => {
  const { interruption, isUp, ended, world } = start(
    { instances: 1 },
    { port: 9000 },
    { probePortAsync: async () => (kind === 'free' ? { kind } : { kind, reason: 'it answered HTTP 404' }) },
  );
  await isUp.promise;
  interruption.abort();
  await ended;
  expect(world.notices).toEqual(notices.map((line) => expect.stringContaining(line)));
});
