import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../tests/support/command-context.js';
import { runCommandAsync } from '../../command/run-command.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { action } from './action.js';

test('the payload goes to the named action and its answer comes back', async () => {
  const world = createFakeWorld({ answer: (type, payload) => ({ type, payload }) });
  const result = await runCommandAsync(action, { name: 'spawn', payload: '{"count": 2}' }, world.context);
  expect(result).toEqual({ type: 'spawn', payload: { count: 2 } });
  expect(action.format(result, { streamed: true })).toBe(
    '{\n  "type": "spawn",\n  "payload": {\n    "count": 2\n  }\n}',
  );
});

test.each([
  ['{', '--payload is not JSON.'],
  ['[1]', '--payload has to be a JSON object.'],
  ['"x"', '--payload has to be a JSON object.'],
])('%s is refused before anything is connected', async (payload, message) => {
  const world = createFakeWorld();
  await expect(runCommandAsync(action, { name: 'x', payload }, world.context)).rejects.toMatchObject({
    code: 'USAGE',
    message,
    hint: `Write it as in --payload '{"key": 1}'`,
  });
  expect(world.openConnections).toBe(0);
});

const OWN = { name: 'spawn', responseType: 'spawnResult', source: 'return function() return {} end' };

test("one of the user's own is sent along, so that the plugin has what the file says now", async () => {
  const world = createFakeWorld({
    answer: () => ({ spawned: 1 }),
    context: { actions: { listAsync: async () => [OWN] } },
  });
  await runCommandAsync(action, { name: 'spawn', payload: '{}' }, world.context);
  await runCommandAsync(action, { name: 'queryState', payload: '{}' }, world.context);
  expect(world.requests).toMatchObject([
    { type: 'spawn', options: { pushFirst: true } },
    { type: 'queryState', options: { pushFirst: false } },
  ]);
});

test.each([
  [[], 'Write it as nothing.luau in .studio-bridge/actions, or name another folder with --actions'],
  [[OWN], 'Your own are: spawn'],
])('an action that nobody has', async (own, hint) => {
  const world = createFakeWorld({
    answer() {
      throw new BridgeError('UNKNOWN_REQUEST', 'This plugin has no handler for nothing.');
    },
    context: { actions: { listAsync: async () => own } },
  });
  const asked = runCommandAsync(action, { name: 'nothing', payload: '{}' }, world.context);
  await expect(asked).rejects.toMatchObject({ message: 'There is no action nothing.', hint, exitCode: 2 });
});

test("what goes wrong in the user's own action is the user's to mend", async () => {
  const world = createFakeWorld({
    answer() {
      throw new BridgeError('INTERNAL_ERROR', 'spawn:3: no such thing');
    },
    context: { actions: { listAsync: async () => [OWN] } },
  });
  const asked = (name: string) => runCommandAsync(action, { name, payload: '{}' }, world.context);
  await expect(asked('spawn')).rejects.toMatchObject({
    code: 'SCRIPT_RUNTIME_ERROR',
    message: 'The action spawn failed: spawn:3: no such thing',
    hint: 'Mend the line of its file that the message names; --verbose shows how it got there.',
    exitCode: 1,
  });
  await expect(asked('queryState')).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
});
