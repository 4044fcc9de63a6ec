import { expect, test } from 'vitest';
import { createFakeWorld, type FakeParts } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import type { LaunchOptions, RunningStudio } from '../../../command/world/studio-launcher.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { createManualClock } from '../../../support/clock.js';
import { createDeferred } from '../../../support/deferred.js';
import { processRun } from './run.js';

function createStudios(exited: Promise<unknown> = new Promise(() => {})) {
  const launched: LaunchOptions[] = [];
  const endings: string[] = [];
  let running = 0;
  const launchAsync = async (options: LaunchOptions): Promise<RunningStudio> => {
    launched.push(options);
    running++;
    return {
      kind: 'emulator',
      notice: 'Using an emulated Studio.',
      exited,
      savePlaceAsync: async (path = '') => path,
      async closeAsync(how) {
        running--;
        endings.push(how?.atOnce === true ? 'at once' : 'in order');
      },
    };
  };
  const listInstallationsAsync = async () => [];
  const isEmulatedAsync = async () => true;
  return {
    launched,
    endings,
    listInstallationsAsync,
    isEmulatedAsync,
    launchAsync,
    isRunning: () => running > 0,
  };
}

function createWorld(parts: FakeParts, studios = createStudios()) {
  return { world: createFakeWorld({ ...parts, context: { studios, ...parts.context } }), studios };
}

test('the script runs in a Studio of its own, which is closed with its host afterwards', async () => {
  const { world, studios } = createWorld({ answer: () => ({ success: true, returnValues: [2] }) });
  const result = await runCommandAsync(processRun, { code: 'return 1 + 1', emulator: true }, world.context);
  expect(result).toMatchObject({ success: true, returnValue: 2 });
  expect(studios.launched).toMatchObject([{ port: 38741, emulator: true }]);
  expect(world.notices).toEqual(['Using an emulated Studio.']);
  expect(world.choices).toMatchObject([{ waitMs: 60_000 }]);
  expect(studios.isRunning()).toBe(false);
  expect(world.openConnections).toBe(0);
});

test('virtual time and seeds are those of the emulated Studio', async () => {
  const { world, studios } = createWorld({ answer: () => ({ success: true }) });
  await runCommandAsync(processRun, { code: '', virtualTime: true, seed: 5 }, world.context);
  expect(studios.launched).toMatchObject([{ port: 38741, emulator: true, virtualTime: true, seed: 5 }]);
  await expect(
    runCommandAsync(processRun, { code: '', emulator: false, seed: 5 }, world.context),
  ).rejects.toMatchObject({
    code: 'USAGE',
    message: 'Time and random numbers can be set in the emulated Studio only.',
  });
});

test('a Studio that is named is the one that is started', async () => {
  const { world, studios } = createWorld({ answer: () => ({ success: true }) });
  await runCommandAsync(processRun, { code: '', studioPath: '/opt/Studio' }, world.context);
  expect(studios.launched).toMatchObject([{ studioPath: '/opt/Studio' }]);
});

test('--wait bounds the start of the Studio', async () => {
  const { world } = createWorld({ answer: () => ({ success: true }), context: { options: { waitMs: 5 } } });
  await runCommandAsync(processRun, { code: '' }, world.context);
  expect(world.choices).toMatchObject([{ waitMs: 5 }]);
});

test('everything is closed when the script cannot be run', async () => {
  const { world, studios } = createWorld({
    answer() {
      throw new BridgeError('TIMEOUT', 'No answer came in time.');
    },
  });
  await expect(runCommandAsync(processRun, { code: '' }, world.context)).rejects.toMatchObject({
    code: 'TIMEOUT',
  });
  expect(studios.isRunning()).toBe(false);
  expect(world.openConnections).toBe(0);
});

test('a Studio that ends before it connects is not waited for', async () => {
  const never = { resolveSessionAsync: () => new Promise<never>(() => {}) };
  const { world, studios } = createWorld({}, createStudios(Promise.resolve()));
  const { openConnectionAsync } = world.context;
  const context = {
    ...world.context,
    openConnectionAsync: async () => ({ ...(await openConnectionAsync({})), ...never }),
  };
  await expect(runCommandAsync(processRun, { code: '' }, context)).rejects.toThrow(
    'The Studio ended before it connected.',
  );
  expect(studios.isRunning()).toBe(false);
  expect(world.openConnections).toBe(0);
});

test('a script that is missing starts nothing', async () => {
  const { world, studios } = createWorld({});
  await expect(runCommandAsync(processRun, {}, world.context)).rejects.toThrow('No script is given.');
  expect(studios.launched).toEqual([]);
});

test.each([
  [false, 'in order'],
  [true, 'at once'],
])('a Studio whose command was interrupted (%s) ends %s', async (isInterrupted, ending) => {
  const interruption = new AbortController();
  const { world, studios } = createWorld({
    answer() {
      if (isInterrupted) interruption.abort();
      return { success: true, returnValues: [] };
    },
    context: { signal: interruption.signal },
  });
  await runCommandAsync(processRun, { code: '', emulator: true }, world.context);
  expect(studios.endings).toEqual([ending]);
});

test('a script that does not listen to an interruption ends with its Studio', async () => {
  const interruption = new AbortController();
  const clock = createManualClock();
  const { world, studios } = createWorld({ context: { signal: interruption.signal, clock } });
  const begun = createDeferred<void>();
  const context = {
    ...world.context,
    openConnectionAsync: async () => {
      const connection = await world.context.openConnectionAsync({});
      const session = await connection.resolveSessionAsync({});
      const busy = () => {
        begun.resolve();
        return new Promise<never>(() => {});
      };
      return { ...connection, resolveSessionAsync: async () => ({ ...session, invokeAsync: busy }) };
    },
  };
  const running = runCommandAsync(processRun, { code: '', emulator: true }, context);
  await begun.promise;
  interruption.abort();
  clock.advance(250);
  await expect(running).rejects.toMatchObject({
    code: 'CANCELLED',
    message: 'The script was interrupted, and its Studio closed.',
    delivery: undefined,
  });
  expect(studios.endings).toEqual(['at once']);
});
