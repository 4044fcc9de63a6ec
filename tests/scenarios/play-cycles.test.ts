// Play tests that come and go: each loads the plugin twice and ends it, and nothing of them stays behind.
import { expect, onTestFinished } from 'vitest';
import { pushedActions } from '../../src/app/pushed-actions.js';
import type { SessionContext } from '../../src/command/command-context.js';
import { playStart } from '../../src/commands/play/start/start.js';
import { playStop } from '../../src/commands/play/stop/stop.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { systemClock } from '../../src/support/clock.js';
import { untilSessions, useConnection } from '../support/bridge.js';
import { useCable } from '../support/cable.js';
import { createFakeWorld } from '../support/command-context.js';
import { runSampleAsync } from '../support/every-command.js';
import { verifies } from '../support/verifies.js';

/** More than a Studio may have sockets, and than its plugin may hold back. */
const CYCLES = 8;

verifies(
  'plugin.unload',
  'after each of many play tests one socket is left',
  async () => {
    const connection = await useConnection({ actions: pushedActions });
    const cable = await useCable(connection.port);
    const studio = await startEmulatedStudioAsync({
      port: cable.port,
      placeName: 'Cycles',
      plugins: [bridgePlugin],
    });
    onTestFinished(() => studio.terminateAsync());
    const session = await connection.resolveSessionAsync({ target: 'Cycles', waitMs: 15_000 });
    const { context: parts } = createFakeWorld({ context: { clock: systemClock } });
    const context: SessionContext = { ...parts, connection, session };
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await runSampleAsync({ command: playStart, input: {} }, context);
      expect([cycle, cable.connections]).toEqual([cycle, 3]);
      await runSampleAsync({ command: playStop, input: {} }, context);
      await untilSessions(connection, 1);
      expect([cycle, cable.connections]).toEqual([cycle, 1]);
    }
    const { returnValues } = await session.invokeAsync(execute, { script: 'return "still here"' });
    expect(returnValues).toEqual(['still here']);
  },
  120_000,
);
