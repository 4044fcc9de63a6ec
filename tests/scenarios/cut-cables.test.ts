// A request goes through, once, wherever on its way the cable is cut, however its bytes are split, and also where a
// connection dies without a word.
import { expect, onTestFinished, test } from 'vitest';
import type { BridgeSession } from '../../src/bridge/bridge-session.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { nextEvent, untilSessions, useBridge, useConnection } from '../support/bridge.js';
import { PLACES, type Place, useCable } from '../support/cable.js';
import { createFastClock } from '../support/fast-clock.js';
import { usePersistentPlugin } from '../support/persistent-plugin.js';
import { verifies, verifiesTogether } from '../support/verifies.js';

/** More than a handshake, a request, its output and its answer are made of. */
const PIECES = 9;
const CUTS = Array.from({ length: PIECES }, (_, index) =>
  PLACES.map((place): [number, Place] => [index, place]),
).flat();

async function runAsync(session: BridgeSession, script: string) {
  const lines: string[] = [];
  const result = await session.invokeAsync(
    execute,
    { script },
    { timeoutMs: 20_000, onOutput: ({ body }) => lines.push(body) },
  );
  return { returnValues: result.returnValues, lines };
}

const outcomeOf = (script: string) => ({
  returnValues: [script],
  lines: [`begin ${script}`, `end ${script}`],
});

verifiesTogether('bridge.resend', 'a cable that is cut', () => {
  test.each(['client', 'plugin'] as const)('between host and %s, anywhere', async (end) => {
    const { port, stateFolder, host } = await useBridge({ clients: 0 });
    let cuts = 0;
    await Promise.all(
      CUTS.map(async ([index, place]) => {
        const name = `${end} ${index} ${place}`;
        const cable = await useCable(port);
        cable.cutOnce(index, place);
        const plugin = usePersistentPlugin(end === 'plugin' ? cable.port : port, name);
        const client = await useConnection({
          stateFolder,
          remoteHost: `127.0.0.1:${end === 'client' ? cable.port : port}`,
        });
        const session = await client.resolveSessionAsync({ target: name, waitMs: 20_000 });
        expect(await runAsync(session, name)).toEqual(outcomeOf(name));
        expect([...plugin.runs]).toEqual([[name, 1]]);
        if (cable.passed > index) cuts += 1;
        await client.disconnectAsync();
        plugin.stop();
      }),
    );
    // All of the way, which is made of fewer pieces than were tried.
    expect(cuts).toBeGreaterThan(5 * PLACES.length);
    await untilSessions(host, 0);
  });

  test('between host and Studio, with the plugin that ships', { timeout: 60_000 }, async () => {
    const host = await useConnection();
    const cable = await useCable(host.port);
    const studio = await startEmulatedStudioAsync({
      port: cable.port,
      placeName: 'Cut',
      plugins: [bridgePlugin],
    });
    onTestFinished(() => studio.terminateAsync());
    const session = await host.resolveSessionAsync({ target: 'Cut', waitMs: 15_000 });
    for (const place of PLACES) {
      for (let index = 0; index < 4; index += 1) {
        cable.cutOnce(index, place);
        const script = `_G.runs = (_G.runs or 0) + 1 print("a") task.wait() print("b") return _G.runs`;
        const { returnValues, lines } = await runAsync(session, script);
        expect(lines).toEqual(['a', 'b']);
        expect(returnValues).toEqual([PLACES.indexOf(place) * 4 + index + 1]);
      }
    }
  });
});

test.each(['single bytes', 'merged'] as const)('frames that come as %s', async (pieces) => {
  const { port, stateFolder } = await useBridge({ clients: 0 });
  const [toClient, toPlugin] = [await useCable(port, pieces), await useCable(port, pieces)];
  const plugin = usePersistentPlugin(toPlugin.port, 'Pieces');
  const client = await useConnection({ stateFolder, remoteHost: `127.0.0.1:${toClient.port}` });
  const session = await client.resolveSessionAsync({ target: 'Pieces', waitMs: 10_000 });
  const scripts = Array.from({ length: 50 }, (_, index) => `${'é'.repeat(index)} ${index}`);
  const outcomes = await Promise.all(scripts.map((script) => runAsync(session, script)));
  expect(outcomes).toEqual(scripts.map(outcomeOf));
  expect(plugin.connections).toBe(1);
});

/** Half a minute is a second. */
const fastClock = createFastClock(30);

verifies('bridge.half-open', 'a connection that is dead without a word is found by pings', async () => {
  const { host, port, stateFolder } = await useBridge({ clients: 0, clock: fastClock });
  const [toClient, toPlugin] = [await useCable(port), await useCable(port)];
  const plugin = usePersistentPlugin(toPlugin.port, 'Dead');
  const client = await useConnection({
    stateFolder,
    clock: fastClock,
    remoteHost: `127.0.0.1:${toClient.port}`,
  });
  const session = await client.resolveSessionAsync({ target: 'Dead', waitMs: 600_000 });
  const running = session.invokeAsync(execute, { script: 'hold x' }, { timeoutMs: 3_600_000 });
  await session.invokeAsync(execute, { script: 'quick' }, { timeoutMs: 600_000 });

  const missed = nextEvent(host, 'client-disconnected');
  const back = nextEvent(client, 'host-changed');
  toClient.goDead();
  expect((await missed).reason).toBe('it did not answer a ping');
  await back;
  plugin.release('x');
  expect((await running).returnValues).toEqual(['hold x']);
  expect([...plugin.runs.values()]).toEqual([1, 1]);

  const gone = nextEvent(host, 'session-disconnected');
  toPlugin.goDead();
  expect((await gone).reason).toBe('it did not answer a ping');
});
