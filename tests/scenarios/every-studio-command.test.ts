// The commands that begin, steer and end a play test or the Studio itself: asked of each side of a Studio that plays,
// and with the cable cut on the way of their requests and of the answers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { pushedActions } from '../../src/app/pushed-actions.js';
import type { BridgeConnection } from '../../src/bridge/bridge-connection.js';
import type { SessionContext } from '../../src/command/command-context.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { systemClock } from '../../src/support/clock.js';
import { useConnection } from '../support/bridge.js';
import { useCable } from '../support/cable.js';
import { createFakeWorld } from '../support/command-context.js';
import { loadSamplesAsync, runSampleAsync } from '../support/every-command.js';
import { verifiesTogether } from '../support/verifies.js';

const SIDES = ['edit', 'server', 'client'] as const;
const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-studio-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const samples = await loadSamplesAsync(folder);

async function useStudioAsync(connection: BridgeConnection, port = connection.port) {
  const studio = await startEmulatedStudioAsync({ port, placeName: 'All', plugins: [bridgePlugin] });
  onTestFinished(() => studio.terminateAsync());
  const { context } = createFakeWorld({ context: { clock: systemClock } });
  const onAsync = async (side: (typeof SIDES)[number]): Promise<SessionContext> => {
    const session = await connection.resolveSessionAsync({ target: 'All', context: side, waitMs: 15_000 });
    return { ...context, connection, session };
  };
  const runAsync = async (name: string, side: (typeof SIDES)[number], input?: object) => {
    const sample = samples.find((each) => each.name === name);
    if (!sample) throw new Error(`There is no sample of ${name}.`);
    return await runSampleAsync(input ? { ...sample, input } : sample, await onAsync(side));
  };
  const contexts = () =>
    connection
      .listSessions()
      .map(({ context: side }) => side)
      .sort();
  return { studio, runAsync, contexts };
}

test('there is a way through here for each of them', () => {
  expect(samples.filter(({ isOfStudio }) => isOfStudio).map(({ name }) => name)).toEqual([
    'play input',
    'play restart',
    'play start',
    'play stop',
    'process close',
  ]);
});

verifiesTogether('commands.contexts', 'what steers the Studio', () => {
  test('is asked of any side of it', async () => {
    const { runAsync, contexts } = await useStudioAsync(await useConnection({ actions: pushedActions }));
    for (const side of SIDES) {
      expect(await runAsync('play start', 'edit')).toMatchObject({ isRunning: true });
      expect(contexts()).toEqual(['client', 'edit', 'server']);
      expect(await runAsync('play state', side)).toMatchObject({ isRunning: true });
      await runAsync('play input', side);
      expect(await runAsync('play restart', side)).toMatchObject({ isRunning: true });
      expect(contexts()).toEqual(['client', 'edit', 'server']);
      expect(await runAsync('play stop', side)).toMatchObject({ isRunning: false });
      expect(contexts()).toEqual(['edit']);
    }
  }, 120_000);

  test.each(SIDES)(
    'closes it when it is asked of its side %s',
    async (side) => {
      const { studio, runAsync, contexts } = await useStudioAsync(
        await useConnection({ actions: pushedActions }),
      );
      await runAsync('play start', 'edit');
      expect(await runAsync('process close', side, { force: true })).toMatchObject({ closed: true });
      expect(contexts()).toEqual([]);
      expect(await studio.exited).toEqual({});
    },
    60_000,
  );
});

verifiesTogether('commands.disconnects', 'what steers the Studio, through a cable', () => {
  describe.each([
    ['on the way of the request', 0, 'within'],
    ['on the way of the answer', 1, 'before'],
    ['later', 3, 'within'],
  ] as const)('that is cut %s', (_when, index, place) => {
    test('does the same', async () => {
      const connection = await useConnection({ actions: pushedActions });
      const cable = await useCable(connection.port);
      const { studio, runAsync, contexts } = await useStudioAsync(connection, cable.port);
      const disturbedAsync = async (name: string, input?: object) => {
        cable.cutOnce(index, place);
        return await runAsync(name, 'edit', input);
      };
      expect(await disturbedAsync('play start')).toMatchObject({ isRunning: true });
      expect(await disturbedAsync('play state')).toMatchObject({ isRunning: true });
      await disturbedAsync('play input');
      expect(await disturbedAsync('play restart')).toMatchObject({ isRunning: true });
      expect(await disturbedAsync('play stop')).toMatchObject({ isRunning: false });
      expect(contexts()).toEqual(['edit']);
      expect(await disturbedAsync('process close', { force: true })).toMatchObject({ closed: true });
      expect(contexts()).toEqual([]);
      expect(await studio.exited).toEqual({});
    }, 120_000);
  });
});
