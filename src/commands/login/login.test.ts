import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../tests/support/command-context.js';
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

test('no key is an error with the way to give one', async () => {
  const { context } = useLogin('\n');
  await expect(runCommandAsync(login, {}, context)).rejects.toMatchObject({
    code: 'USAGE',
    hint: 'Paste it, or pipe it: login < key.txt',
  });
});
