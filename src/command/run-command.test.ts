import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createFakeWorld, sessionInfoOf } from '../../tests/support/command-context.js';
import { type AnyCommand, defineCommand } from './define-command.js';
import { runCommandAsync } from './run-command.js';

const common = {
  summary: 'x',
  examples: [],
  surfaces: ['cli'],
  readOnly: true,
  positionals: [],
  input: z.strictObject({}),
  format: () => '',
} as const;

test('a command without a target gets no connection', async () => {
  const world = createFakeWorld();
  const command = defineCommand({ ...common, name: ['a'], target: 'none', run: async () => 'data' });
  expect(await runCommandAsync(command, {}, world.context)).toBe('data');
  expect(world.openConnections).toBe(0);
});

test('a connection is opened and closed, also when the command fails', async () => {
  const world = createFakeWorld();
  const command = defineCommand({
    ...common,
    name: ['a'],
    target: 'connection',
    async run(_input, { connection }) {
      expect(world.openConnections).toBe(1);
      throw new Error(`${connection.listSessions().length} session`);
    },
  });
  await expect(runCommandAsync(command, {}, world.context)).rejects.toThrow('1 session');
  expect(world.openConnections).toBe(0);
});

test('the session is the one that the options name', async () => {
  const world = createFakeWorld({
    context: { options: { target: 'Lobby', context: 'server', waitMs: 5 } },
  });
  const command = defineCommand({
    ...common,
    name: ['a'],
    target: 'session',
    run: async (_input, { session }) => session.info.placeName,
  });
  expect(await runCommandAsync(command, {}, world.context)).toBe('Place1');
  expect(world.choices).toMatchObject([{ target: 'Lobby', context: 'server', waitMs: 5 }]);
});

test('what is prepared comes before any connection and reaches the command', async () => {
  const world = createFakeWorld();
  const command = defineCommand({
    ...common,
    name: ['a'],
    target: 'session',
    async prepare() {
      expect(world.openConnections).toBe(0);
      return 42;
    },
    run: async (_input, _context, prepared) => prepared + 1,
  });
  expect(await runCommandAsync(command, {}, world.context)).toBe(43);
});

test('a refusal while preparing leaves everything closed', async () => {
  const world = createFakeWorld();
  const command: AnyCommand = defineCommand({
    ...common,
    name: ['a'],
    target: 'session',
    prepare: async () => Promise.reject(new Error('no script')),
    run: async () => undefined,
  });
  await expect(runCommandAsync(command, {}, world.context)).rejects.toThrow('no script');
  expect(world.openConnections).toBe(0);
});

test('an interrupted command does not start', async () => {
  const world = createFakeWorld({ context: { signal: AbortSignal.abort() } });
  const command = defineCommand({ ...common, name: ['a'], target: 'none', run: async () => 'data' });
  await expect(runCommandAsync(command, {}, world.context)).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('an outdated plugin is named on standard error, and nowhere in JSON', async () => {
  const session = sessionInfoOf({ pluginUpdateAvailable: true, pluginVersion: '0.0.9' });
  const world = createFakeWorld({ sessions: [session] });
  const command = defineCommand({ ...common, name: ['a'], target: 'session', run: async () => undefined });
  await runCommandAsync(command, {}, world.context);
  expect(world.emissions).toEqual([
    {
      to: 'diagnostics',
      level: 'Warning',
      text:
        'The plugin of Place1 is version 0.0.9, older than recommended: some features may not work. ' +
        'Update it: studio-bridge plugin install',
    },
  ]);
});
