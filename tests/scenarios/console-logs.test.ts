// The output of a real plugin as `console logs` shows it: its options together, more than one answer can hold, and
// followed through a plugin that is loaded again.
import { expect, onTestFinished } from 'vitest';
import { validateInput } from '../../src/command/validate-input.js';
import { consoleLogs } from '../../src/commands/console/logs/logs.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { systemClock } from '../../src/support/clock.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const { connection, session, world, studio, runAsync, luauAsync } = await useStudioOfFileAsync('Logs');

const PRINTED = `
  print("Player1 joined")
  for _ = 1, 3 do print("tick") end
  warn("Player1 is slow")
  task.spawn(function() error("Player1 broke") end)
  print("[StudioBridge] said by the plugin")
  print("Player2 joined")
`;

verifies(
  'logs.query',
  'levels, patterns, counts, ends and raw lines of one output, in any combination',
  async () => {
    const { lastSeq = 0 } = (await runAsync(consoleLogs, {})) ?? {};
    await luauAsync(PRINTED);
    const shown = async (wanted: object) => {
      const data = await runAsync(consoleLogs, { since: lastSeq, ...wanted });
      return (data?.entries ?? []).map(({ body, repeats, stack }) =>
        [body.replace(/^.*: /, ''), ...(repeats ? [`x${repeats}`] : []), ...(stack ? ['stack'] : [])].join(
          ' ',
        ),
      );
    };
    const all = ['Player1 joined', 'tick x3', 'Player1 is slow', 'Player1 broke stack', 'Player2 joined'];
    expect(await shown({})).toEqual(all);
    expect(await shown({ all: true })).toHaveLength(6);
    expect(await shown({ count: 2 })).toEqual(all.slice(-2));
    expect(await shown({ count: 2, direction: 'head' })).toEqual(all.slice(0, 2));
    expect(await shown({ levels: ['Warning', 'Error'] })).toEqual(all.slice(2, 4));
    expect(await shown({ levels: ['Warning', 'Error'], count: 1 })).toEqual([all[3]]);
    expect(await shown({ levels: ['Warning', 'Error'], count: 1, direction: 'head' })).toEqual([all[2]]);
    expect(await shown({ match: 'Player1' })).toEqual([all[0], all[2], all[3]]);
    expect(await shown({ match: 'Player1', levels: ['Print'] })).toEqual([all[0]]);
    expect(await shown({ match: 'Player1', levels: ['Print'], raw: true })).toEqual([all[0]]);
    expect(await shown({ match: 'tick', raw: true, count: 2 })).toEqual(['tick', 'tick']);
    expect((await shown({ raw: true })).filter((line) => line === 'tick')).toHaveLength(3);
    expect(await shown({ levels: ['Error'], raw: true })).toEqual(['Player1 broke']);
    expect(await shown({ match: 'nobody' })).toEqual([]);
  },
);

verifies('budget.logs', 'output that no answer can hold is cut, and the answer says so', async () => {
  await luauAsync('for line = 1, 30 do print(line .. string.rep("x", 900000)) end');
  const newest = await runAsync(consoleLogs, { count: 30 });
  expect(newest).toMatchObject({ truncated: true });
  expect(newest?.entries.length).toBeGreaterThan(2);
  expect(newest?.entries.at(-1)?.body).toMatch(/^30x/);
  expect(await runAsync(consoleLogs, { count: 3 })).toMatchObject({ truncated: false });
  await luauAsync('for line = 1, 1000 do print(line) end');
  const since = await runAsync(consoleLogs, { since: 2 });
  expect(since).toMatchObject({ entries: { length: 1000 }, missed: { fromSeq: 3 } });
  expect(consoleLogs.format(since, { streamed: true })).toMatch(/\n… lines 3 to \d+ are no longer kept\.$/);
});

verifies('logs.follow', 'a plugin that is loaded again is followed on, each of its lines once', async () => {
  const interruption = new AbortController();
  const context = { ...world.context, connection, session, signal: interruption.signal };
  world.emissions.length = 0;
  const printed = () => world.emissions.map(({ text }) => text).filter((text) => text.startsWith('Print'));
  const input = validateInput(consoleLogs.input, { count: 1, levels: ['Print'], follow: true });
  await luauAsync('print("before")');
  const ended = consoleLogs.run(input, context, undefined);
  await expect.poll(printed, { timeout: 15_000 }).toEqual(['Print    before']);
  const { instanceId } = session.info;
  await studio.terminateAsync();
  const again = await startEmulatedStudioAsync({
    port: connection.port,
    placeName: 'Logs',
    plugins: [bridgePlugin],
    // What a plugin that is unloaded leaves for the one that is loaded next.
    attributes: {
      StudioBridgeInstanceId: instanceId,
      StudioBridgeReloadedAt: Math.round(systemClock.wallTime() / 1000),
    },
  });
  onTestFinished(() => again.terminateAsync());
  const back = await connection.resolveSessionAsync({ target: 'Logs', waitMs: 15_000 });
  expect(back.info.instanceId).toBe(instanceId);
  await back.invokeAsync(execute, { script: 'for line = 1, 3 do print("after " .. line) end' });
  await expect
    .poll(printed)
    .toEqual(['Print    before', 'Print    after 1', 'Print    after 2', 'Print    after 3']);
  interruption.abort();
  await ended;
});
