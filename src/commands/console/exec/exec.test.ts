import { expect, test } from 'vitest';
import { createFakeWorld, type FakeParts } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import type { ScriptResult } from '../../../command/scripts/script-run.js';
import { consoleExec } from './exec.js';

async function runAsync(answer: FakeParts['answer'], context: FakeParts['context'] = {}) {
  const world = createFakeWorld({ ...(answer ? { answer } : {}), context });
  const data = await runCommandAsync(consoleExec, { code: 'x' }, world.context);
  return { world, data: data as ScriptResult };
}

test('the script goes to the plugin under the name exec, with two minutes to run', async () => {
  const { world } = await runAsync(() => ({ success: true }));
  expect(world.requests).toMatchObject([
    { type: 'execute', payload: { script: 'x', chunkName: 'exec' }, options: { timeoutMs: 120_000 } },
  ]);
});

test('--timeout replaces the two minutes', async () => {
  const { world } = await runAsync(() => ({ success: true }), { options: { timeoutMs: 5 } });
  expect(world.requests[0]?.options?.timeoutMs).toBe(5);
});

test('the result has the values, the output and the output as one text', async () => {
  const { data, world } = await runAsync((_type, _payload, { onOutput }) => {
    onOutput?.({ level: 'Print', body: 'one', time: 1, seq: 1 });
    onOutput?.({ level: 'Warning', body: 'two', time: 2, seq: 2 });
    return { success: true, returnValues: [7, 'x'] };
  });
  expect(data).toEqual({
    success: true,
    returnValue: 7,
    returnValues: [7, 'x'],
    output: [
      { level: 'Print', body: 'one', time: 1, seq: 1 },
      { level: 'Warning', body: 'two', time: 2, seq: 2 },
    ],
    logs: 'one\ntwo',
  });
  expect(world.emissions).toEqual([
    { text: 'one', to: 'result', level: 'Print' },
    { text: 'two', to: 'diagnostics', level: 'Warning' },
  ]);
  expect(consoleExec.format(data, { streamed: true })).toBe('7\nx');
  expect(consoleExec.format(data, { streamed: false })).toBe('one\ntwo\n7\nx');
  expect(consoleExec.exitCode?.(data)).toBe(0);
});

test('a script that fails is data with exit code 1, shown as Studio shows it', async () => {
  const failure = { kind: 'runtime', message: 'exec:1: boom', traceback: 'exec:1' };
  const { data } = await runAsync(() => ({ success: false, error: 'exec:1: boom', failure }));
  expect(data).toMatchObject({ success: false, returnValue: null, returnValues: [], error: 'exec:1: boom' });
  expect(consoleExec.exitCode?.(data)).toBe(1);
  expect(consoleExec.formatFailure?.(data)).toBe(
    "exec:1: boom\nStack Begin\nScript 'exec', Line 1\nStack End",
  );
});

test('an older plugin says only that it failed', async () => {
  const { data } = await runAsync(() => ({ success: false }));
  expect(consoleExec.formatFailure?.(data)).toBe('The script failed.');
});

test('the stack of an error goes where the error goes', async () => {
  const lines = [
    ['Error', 'Main:1: broken'],
    ['Info', 'Stack Begin'],
    ['Info', "Script 'Main', Line 1"],
    ['Info', 'Stack End'],
    ['Info', 'after'],
  ] as const;
  const world = createFakeWorld({
    answer(_type, _payload, { onOutput }) {
      for (const [level, body] of lines) onOutput?.({ level, body });
      return { success: true };
    },
  });
  await runCommandAsync(consoleExec, { code: '' }, world.context);
  expect(world.emissions.map(({ to }) => to)).toEqual([
    'diagnostics',
    'diagnostics',
    'diagnostics',
    'diagnostics',
    'result',
  ]);
});
