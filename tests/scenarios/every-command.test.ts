// All commands that work in a session: in each context of a Studio that plays, and with the cable cut on the way of the
// request and on the way of its answer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { pushedActions } from '../../src/app/pushed-actions.js';
import type { SessionContext } from '../../src/command/command-context.js';
import { playStart } from '../../src/commands/play/start/start.js';
import { playStop } from '../../src/commands/play/stop/stop.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { BridgeError } from '../../src/protocol/bridge-error.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { useConnection } from '../support/bridge.js';
import { useCable } from '../support/cable.js';
import {
  loadSamplesAsync,
  makeReadyAsync,
  runSampleAsync,
  type Sample,
  YARD_TREE,
} from '../support/every-command.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies, verifiesTogether } from '../support/verifies.js';

const SIDES = ['edit', 'server', 'client'] as const;
const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-all-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const samples = await loadSamplesAsync(folder);
const inPlace = samples.filter(({ isOfStudio }) => !isOfStudio);
const { runAsync, connection, world } = await useStudioOfFileAsync('Everything');

const contextOf = async (side: (typeof SIDES)[number]): Promise<SessionContext> => {
  const session = await connection.resolveSessionAsync({
    target: 'Everything',
    context: side,
    waitMs: 15_000,
  });
  return { ...world.context, connection, session };
};

verifiesTogether('commands.contexts', 'every command in every context of a play test', () => {
  beforeAll(async () => {
    await runAsync(playStart);
  }, 60_000);
  afterAll(async () => {
    await runAsync(playStop);
  });

  describe.each(SIDES)('%s', (side) => {
    test.each(inPlace.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
      const context = await contextOf(side);
      const refusal = sample.refused[side];
      await makeReadyAsync(refusal === undefined ? sample : { ...sample, first: [] }, context);
      expect(await outcomeAsync(sample, context)).toMatch(new RegExp(`^${refusal ?? 'done'}\\b`));
    });
  });

  test('and the Studio itself by any of them', async () => {
    for (const side of ['client', 'server', 'edit'] as const) {
      for (const name of ['play state', 'play input', 'play start']) {
        const sample = samples.find((each) => each.name === name);
        if (!sample) throw new Error(name);
        expect(`${side} ${name} ${await outcomeAsync(sample, await contextOf(side))}`).toBe(
          `${side} ${name} done`,
        );
      }
    }
  });
});

/** In a word: done, or the error. */
async function outcomeAsync(sample: Sample, context: SessionContext): Promise<string> {
  try {
    await runSampleAsync(sample, context);
    return 'done';
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** What differs from run to run. */
const VOLATILE = new Set([
  'debugId',
  'seq',
  'time',
  'timestamp',
  'elapsedMs',
  'token',
  'sessionId',
  'connectedAt',
  'base64',
  'bytes',
]);
const settled = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data ?? null, (key, value) => (VOLATILE.has(key) ? undefined : value)));

verifies(
  'commands.disconnects',
  'every command through a cable that is cut, once on its way and once on its way back',
  async () => {
    const host = await useConnection({ actions: pushedActions });
    const cable = await useCable(host.port);
    const studio = await startEmulatedStudioAsync({
      port: cable.port,
      placeName: 'Cut',
      plugins: [bridgePlugin],
    });
    onTestFinished(() => studio.terminateAsync());
    const session = await host.resolveSessionAsync({ target: 'Cut', waitMs: 15_000 });
    const context: SessionContext = { ...world.context, connection: host, session };
    const runWithAsync = async (sample: Sample, harm: () => void) => {
      await makeReadyAsync(sample, context);
      harm();
      const data = await runSampleAsync(sample, context);
      const tree = await session.invokeAsync(execute, { script: YARD_TREE });
      // How much was printed by then is not part of what it does.
      return { data: sample.name === 'console logs' ? [] : settled(data), tree: tree.returnValues };
    };
    for (const sample of inPlace) {
      const undisturbed = await runWithAsync(sample, () => {});
      for (const [index, place] of [
        [0, 'within'],
        [1, 'before'],
      ] as const) {
        const disturbed = await runWithAsync(sample, () => cable.cutOnce(index, place));
        expect({ command: sample.name, ...disturbed }).toEqual({ command: sample.name, ...undisturbed });
        expect([sample.name, cable.passed > index]).toEqual([sample.name, true]);
      }
    }
  },
  180_000,
);
