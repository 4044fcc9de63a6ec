// Waiting in an emulated Studio, also while its host goes away.
import { expect, onTestFinished } from 'vitest';
import { pushedActions } from '../../src/app/pushed-actions.js';
import { waitFor, waitForAction } from '../../src/commands/wait-for/wait-for.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { useConnection, useFreePort } from '../support/bridge.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const { runAsync, failAsync, luauAsync, world } = await useStudioOfFileAsync('Waiting');

verifies('commands.wait-for', 'a condition is waited for, and what it came to is told', async () => {
  const waiting = runAsync(waitFor, { condition: 'workspace:FindFirstChild("Boss").Name' });
  await luauAsync('local boss = Instance.new("Folder") boss.Name = "Boss" boss.Parent = workspace');
  const found = await waiting;
  expect(found).toMatchObject({ value: 'Boss' });
  expect(waitFor.format(found, { streamed: true })).toMatch(/^Boss\n\(after \d+\.\d s\)$/);
  const chunk = await runAsync(waitFor, { condition: 'local a = 1\nreturn a + 1' });
  expect(chunk.value).toBe(2);
});

verifies('commands.wait-for', 'a line is waited for, those before do not count', async () => {
  await luauAsync('print("ready 1")');
  const waiting = runAsync(waitFor, { log: 'ready %d', pattern: true, levels: ['Print'] });
  // The wait has begun by then: a script that waits takes its turn after all that came.
  await luauAsync('task.wait(0.3) warn("ready 2") print("ready 3")');
  expect((await waiting).entry).toMatchObject({ level: 'Print', body: 'ready 3' });
  expect((await runAsync(waitFor, { log: 'ready', since: 0 })).entry?.body).toBe('ready 1');
});

verifies('commands.wait-for', 'a state is waited for, and the time is limited', async () => {
  expect((await runAsync(waitFor, { state: 'Edit' })).state).toBe('Edit');
  const state = await failAsync(waitFor, { state: 'Play', limit: 50 });
  expect([state.code, state.message]).toEqual([
    'TIMEOUT',
    'It did not come to that within 0.05 s. At last it is Edit.',
  ]);
  expect(state.hint).toContain('--limit');
  const condition = await failAsync(waitFor, { condition: 'nothing.at.all', limit: 50 });
  expect(condition.message).toContain('attempt to index nil');
  expect((await failAsync(waitFor, { log: '%', pattern: true })).message).toContain(
    'The pattern cannot be used: malformed pattern',
  );
  expect((await failAsync(waitFor, { condition: 'if' })).code).toBe('SCRIPT_LOAD_ERROR');
  for (const [text, message] of [
    ['syntax (', 'condition:1: Expected identifier when parsing expression, got <eof>'],
    ['workspace.X ==', 'condition:1: Expected identifier when parsing expression, got <eof>'],
    ['local x = 1\nreturn x +', 'condition:2: Expected identifier when parsing expression, got <eof>'],
    ['local x = (\n1\nreturn x', "condition:3: Expected ')' (to close '(' at line 1), got 'return'"],
  ]) {
    expect(await failAsync(waitFor, { condition: text })).toMatchObject({
      code: 'SCRIPT_LOAD_ERROR',
      message,
    });
  }
  world.context.options.timeoutMs = 30;
  const shorter = await failAsync(waitFor, { state: 'Play' });
  delete world.context.options.timeoutMs;
  expect(shorter.message).toContain('within 0.03 s');
  expect((await failAsync(waitFor, {})).message).toBe('One thing has to be waited for.');
});

verifies(['commands.wait-for', 'commands.disconnect'], 'a wait outlives its host', async () => {
  const [stateFolder, port] = [useTmp(), await useFreePort()];
  const host = await useConnection({ stateFolder, port, actions: pushedActions });
  const studio = await startEmulatedStudioAsync({ port, placeName: 'Outlive', plugins: [bridgePlugin] });
  onTestFinished(() => studio.terminateAsync());
  const client = await useConnection({ stateFolder, port, actions: pushedActions });
  const session = await client.resolveSessionAsync({ target: 'Outlive', waitMs: 15_000 });
  const waiting = session.invokeAsync(waitForAction, { condition: '_G.isDone', seconds: 30 });
  await host.disconnectAsync();
  await session.invokeAsync(execute, { script: '_G.isDone = "after the host left"' });
  expect(await waiting).toMatchObject({ value: 'after the host left' });
});
