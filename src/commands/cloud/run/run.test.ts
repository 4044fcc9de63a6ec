import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import type { CloudScriptRequest, CloudScriptResult } from '../../../command/world/cloud-access.js';
import { cloudRun } from './run.js';

function useCloud(result: Partial<CloudScriptResult>) {
  const requests: CloudScriptRequest[] = [];
  const { context, notices } = createFakeWorld({
    context: {
      files: {
        readTextAsync: async (path) => `-- ${path}`,
        readStandardInputAsync: async () => 'return 1',
        isFileAsync: async () => false,
        readBytesAsync: () => Promise.reject(new Error('not here')),
      },
      cloud: {
        async runScriptAsync(request) {
          requests.push(request);
          request.onProgress('Task t is queued.');
          return { success: true, returnValues: [], output: [], task: 't', ...result };
        },
        keepKeyAsync: () => Promise.reject(new Error('not here')),
        forgetKeyAsync: () => Promise.reject(new Error('not here')),
        startEmulatorAsync: () => Promise.reject(new Error('not here')),
      },
    },
  });
  return { requests, notices, context };
}

test('the script of a file runs on the place, and what it printed and returned is shown', async () => {
  const { requests, notices, context } = useCloud({
    returnValues: [{ a: 1 }, null],
    output: [{ level: 'Print', body: 'hello' }],
  });
  const data = (await runCommandAsync(
    cloudRun,
    { script: 'x.luau', universe: 1, place: 2, version: 3 },
    context,
  )) as CloudScriptResult;
  expect(requests).toMatchObject([{ script: '-- x.luau', universeId: 1, placeId: 2, version: 3 }]);
  expect(notices).toEqual(['Task t is queued.']);
  expect(cloudRun.format(data, { streamed: false })).toBe('hello\n{"a":1}\nnull');
  expect(cloudRun.exitCode?.(data)).toBe(0);
});

test.each([
  ['SCRIPT_ERROR', 'TaskScript:1: boom', 1],
  ['DEADLINE_EXCEEDED', 'too long', 3],
] as const)('a task that ends with %s says so', async (code, message, exitCode) => {
  const { context } = useCloud({ success: false, error: { code, message } });
  const data = (await runCommandAsync(
    cloudRun,
    { script: '-', universe: 1, place: 2 },
    context,
  )) as CloudScriptResult;
  expect(cloudRun.formatFailure?.(data)).toBe(`${code}: ${message}`);
  expect(cloudRun.exitCode?.(data)).toBe(exitCode);
});
