import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../tests/support/command-context.js';
import { runCommandAsync } from '../../command/run-command.js';
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
