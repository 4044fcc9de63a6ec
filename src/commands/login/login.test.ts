import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../tests/support/command-context.js';
import { refuseIdleOptions } from '../../command/idle-options.js';
import { runCommandAsync } from '../../command/run-command.js';
import { login } from './login.js';

function useLogin(answer: string) {
  const kept: string[] = [];
  const { context } = createFakeWorld({
    context: {
      askSecretAsync: async () => answer,
      cloud: {
        runScriptAsync: () => Promise.reject(new Error('not here')),
        startEmulatorAsync: () => Promise.reject(new Error('not here')),
        forgetKeyAsync: async () => ({ file: '/state/credentials.json', wasKept: kept.splice(0).length > 0 }),
        async keepKeyAsync({ apiKey }) {
          kept.push(apiKey);
          return { file: '/state/credentials.json' };
        },
      },
    },
  });
  return { kept, context };
}

test('the key that is typed is kept', async () => {
  const { kept, context } = useLogin(' secret\n');
  const data = (await runCommandAsync(login, {}, context)) as { file: string };
  expect(kept).toEqual(['secret']);
  expect(login.format(data, { streamed: false })).toBe('The key is kept in /state/credentials.json');
});

test('a kept key can be forgotten, and one that is none is not kept', async () => {
  const { kept, context } = useLogin('secret');
  await runCommandAsync(login, {}, context);
  const forgotten = (await runCommandAsync(login, { forget: true }, context)) as { file: string };
  expect(kept).toEqual([]);
  expect(login.format(forgotten, { streamed: false })).toBe('The key in /state/credentials.json is removed.');
  const again = (await runCommandAsync(login, { forget: true }, context)) as { file: string };
  expect(login.format(again, { streamed: false })).toBe('No key is kept in /state/credentials.json.');
  expect(() => refuseIdleOptions(login, { forget: true, apiKey: 'k' }, ['forget', 'apiKey'])).toThrow(
    'apiKey has no effect beside forget.',
  );
  await expect(runCommandAsync(login, {}, useLogin('two words').context)).rejects.toMatchObject({
    code: 'USAGE',
    message: 'That is no key: it has blanks in it.',
  });
});

test('no key is an error with the way to give one', async () => {
  const { context } = useLogin('\n');
  await expect(runCommandAsync(login, {}, context)).rejects.toMatchObject({
    code: 'USAGE',
    hint: 'Paste it, or pipe it: login < key.txt',
  });
});
