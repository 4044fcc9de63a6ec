// A host or a command that is read-only: what looks works, what could change something is refused.
import { expect, onTestFinished, test } from 'vitest';
import { pushedActions } from '../../src/app/pushed-actions.js';
import { changeInstances } from '../../src/command/instances/changes.js';
import { changeSelection, querySelection } from '../../src/command/instances/selection.js';
import { queryDataModel } from '../../src/command/instances/tree.js';
import { runCommandAsync } from '../../src/command/run-command.js';
import { consoleExec } from '../../src/commands/console/exec/exec.js';
import { explorerFind } from '../../src/commands/explorer/find/find.js';
import { explorerSet } from '../../src/commands/explorer/set/set.js';
import { login } from '../../src/commands/login/login.js';
import { pluginInstall } from '../../src/commands/plugin/install/install.js';
import { processRun } from '../../src/commands/process/run/run.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { nextEvent, untilSessions, useConnection } from '../support/bridge.js';
import { createFakeWorld } from '../support/command-context.js';
import { usePersistentPlugin } from '../support/persistent-plugin.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

verifies('commands.read-only', 'a read-only host passes on what looks and nothing else', async () => {
  const connection = await useConnection({ actions: pushedActions, readOnly: true });
  const studio = await startEmulatedStudioAsync({
    port: connection.port,
    placeName: 'Locked',
    plugins: [bridgePlugin],
  });
  onTestFinished(() => studio.terminateAsync());
  const session = await connection.resolveSessionAsync({ target: 'Locked', waitMs: 15_000 });
  const seen = await session.invokeAsync(queryDataModel, { path: 'game.Workspace' });
  expect(seen.instance?.className).toBe('Workspace');
  expect(await session.invokeAsync(querySelection, { paths: ['game.Workspace'], mode: 'set' })).toEqual({
    selected: [],
    total: 0,
    truncated: false,
  });
  expect(await session.subscribeAsync(['logPush'])).toEqual(['logPush']);
  const refused = async (asked: Promise<unknown>) => {
    const error: unknown = await asked.catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : error;
  };
  const because = (type: string) => `This host is read-only, and ${type} could change something.`;
  expect(await refused(session.invokeAsync(execute, { script: '_G.x = 1' }))).toBe(because('execute'));
  expect(
    await refused(session.invokeAsync(changeInstances, { changes: [], dryRun: false, label: 'x' })),
  ).toBe(because('changeInstances'));
  expect(await refused(session.invokeAsync(changeSelection, { paths: [], mode: 'set' }))).toBe(
    because('changeSelection'),
  );
  // Nor is there a way around by another source under a name that is allowed.
  const forged = { ...queryDataModel, source: 'return function() return {} end' };
  expect(await refused(session.invokeAsync(forged, { path: 'game' }, { pushFirst: true }))).toContain(
    because('registerAction'),
  );
});

verifies('commands.read-only', 'whoever takes the place of a read-only host is as strict', async () => {
  const stateFolder = useTmp();
  const host = await useConnection({ stateFolder, actions: pushedActions, readOnly: true });
  const { port } = host;
  usePersistentPlugin(port);
  const first = await useConnection({ stateFolder, port, actions: pushedActions });
  const second = await useConnection({ stateFolder, port, actions: pushedActions });
  await untilSessions(first, 1);
  await untilSessions(second, 1);
  const tryAsync = async (client: typeof first) => {
    const session = await client.resolveSessionAsync({ target: 'TestPlace', waitMs: 5_000 });
    return await session.invokeAsync(execute, { script: 'quick' }).catch((error: unknown) => error);
  };
  const refusal = { code: 'READ_ONLY', message: expect.stringContaining('This host is read-only') };
  for (const leaving of [host, undefined]) {
    const changed = [first, second].map((client) => nextEvent(client, 'host-changed'));
    const ending = leaving ?? [first, second].find(({ role }) => role === 'host');
    await ending?.disconnectAsync();
    const rest = [first, second].filter((client) => client !== ending);
    await Promise.all(rest.map((client) => changed[[first, second].indexOf(client)]));
    for (const client of rest) expect(await tryAsync(client)).toMatchObject(refusal);
    expect(rest.map(({ role }) => role)).toContain('host');
  }
});

verifies('commands.read-only', 'a connection that only looks asks for nothing else', async () => {
  const stateFolder = useTmp();
  const host = await useConnection({ stateFolder, actions: pushedActions });
  usePersistentPlugin(host.port);
  const client = await useConnection({ stateFolder, port: host.port, looksOnly: true });
  await untilSessions(client, 1);
  const session = await client.resolveSessionAsync({ target: 'TestPlace', waitMs: 5_000 });
  await expect(session.invokeAsync(execute, { script: 'return 1' })).rejects.toMatchObject({
    code: 'READ_ONLY',
    message: 'The script could change something, and this is --read-only.',
    delivery: 'not-sent',
  });
});

test('a read-only command that could change something is refused before it connects', async () => {
  const world = createFakeWorld({ context: { options: { readOnly: true } } });
  for (const command of [consoleExec, explorerSet, processRun, pluginInstall, login]) {
    await expect(runCommandAsync(command, {}, world.context)).rejects.toThrow(
      `${command.name.join(' ')} could change something, and this is --read-only.`,
    );
  }
  expect(world.openConnections).toBe(0);
  await expect(
    runCommandAsync(explorerFind, { attribute: [], property: [], in: 'game' }, world.context),
  ).rejects.toThrow('There is nothing to search for.');
});
