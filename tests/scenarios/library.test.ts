// The published classes on an emulated Studio, over real sockets.
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmulatedOpenCloudAsync, startEmulatedStudioAsync } from '../../src/emulator/index.js';
import {
  BridgeConnection,
  BridgeError,
  BridgeSession,
  PluginManager,
  StudioBridge,
} from '../../src/index.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const { connection, session: inner, studio } = await useStudioOfFileAsync('Library');
const session = new BridgeSession(inner, connection);

describe('a session', () => {
  verifies('library.streams', 'lines are read as they are printed, after some that were', async () => {
    await session.execAsync('print("before")');
    const seen: string[] = [];
    const running = session.execAsync('for i = 1, 3 do print("line", i) task.wait() end warn("last")');
    for await (const { body, level } of session.logs({ tail: 1 })) {
      seen.push(body);
      if (level === 'Warning') break;
    }
    expect((await running).success).toBe(true);
    expect(seen.at(-1)).toBe('last');
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('lines can be chosen by level, and a signal ends the loop', async () => {
    const controller = new AbortController();
    const stream = session.logs({ levels: ['Error'], signal: controller.signal });
    const first = stream.next();
    await session.execAsync('print("not this") task.spawn(error, "this")');
    expect((await first).value).toMatchObject({ level: 'Error', body: expect.stringContaining('this') });
    controller.abort();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('events that were subscribed to reach listeners', async () => {
    const bodies: string[] = [];
    const heard = new Promise<void>((resolve) => {
      onTestFinished(
        session.on('logPush', ({ entry }) => {
          bodies.push(entry.body);
          if (entry.body === 'end') resolve();
        }),
      );
    });
    expect(await session.subscribeAsync(['logPush'])).toContain('logPush');
    await session.execAsync('print("one") print("end")');
    await heard;
    expect(bodies).toEqual(['one', 'end']);
    await session.unsubscribeAsync(['logPush']);
  });

  verifies('library.streams', 'changes of what a Studio does are read as they come', async () => {
    const start = 'game:GetService("StudioTestService"):ExecutePlayModeAsync({})';
    await session.execAsync(`task.spawn(function() ${start} end)`);
    const server = new BridgeSession(
      await connection.resolveSessionAsync({ context: 'server', waitMs: 15_000 }),
      connection,
    );
    const controller = new AbortController();
    const stream = server.states({ signal: controller.signal });
    const paused = stream.next();
    await server.execAsync('game:GetService("RunService"):Pause() task.wait(0.5)');
    expect((await paused).value).toMatchObject({ previousState: 'Run', newState: 'Paused' });
    const resumed = stream.next();
    await server.execAsync('game:GetService("RunService"):Run() task.wait(0.5)');
    expect((await resumed).value).toMatchObject({ previousState: 'Paused', newState: 'Run' });
    const ended = stream.next();
    controller.abort();
    expect((await ended).done).toBe(true);
    const left = new Promise<void>((resolve) => {
      onTestFinished(connection.on('session-disconnected', () => resolve()));
    });
    await server.execAsync('game:GetService("StudioTestService"):EndTest("done")').catch(() => {});
    await left;
  });

  test('a subscription that nobody waits for any more is taken back', async () => {
    const controller = new AbortController();
    const subscribing = session.subscribeAsync(['stateChange'], { signal: controller.signal });
    controller.abort();
    await expect(subscribing).rejects.toThrow(
      expect.objectContaining({ code: 'CANCELLED', message: 'subscribe was cancelled.' }),
    );
    // Nothing is left to end: whoever subscribes next is alone.
    expect(await session.unsubscribeAsync(['stateChange'])).toEqual([]);
    expect(await session.subscribeAsync(['stateChange'])).toEqual(['stateChange']);
    expect(await session.unsubscribeAsync(['stateChange'])).toEqual(['stateChange']);
  });

  verifies('library.signals', 'every method takes a signal', async () => {
    const { signal } = { signal: AbortSignal.abort() };
    const refused = { code: 'CANCELLED' };
    await expect(session.execAsync('return 1', { signal })).rejects.toThrow(expect.objectContaining(refused));
    await expect(session.queryStateAsync({ signal })).rejects.toThrow(expect.objectContaining(refused));
    await expect(session.queryLogsAsync({ signal })).rejects.toThrow(expect.objectContaining(refused));
    await expect(session.queryDataModelAsync({ path: 'Workspace', signal })).rejects.toThrow(
      expect.objectContaining(refused),
    );
    await expect(session.captureScreenshotAsync({ signal })).rejects.toThrow(
      expect.objectContaining(refused),
    );
    await expect(session.subscribeAsync(['logPush'], { signal })).rejects.toThrow(
      expect.objectContaining(refused),
    );
    await session.subscribeAsync(['logPush']);
    await expect(session.unsubscribeAsync(['logPush'], { signal })).rejects.toThrow(
      expect.objectContaining(refused),
    );
    await expect(connection.resolveSessionAsync({ signal, waitMs: 1_000, target: 'none' })).rejects.toThrow(
      expect.objectContaining(refused),
    );
    expect(await session.logs({ signal }).next()).toMatchObject({ done: true });
    expect(await session.states({ signal }).next()).toMatchObject({ done: true });
    const controller = new AbortController();
    const running = session.execAsync('print("go") while true do task.wait() end', {
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    const error: unknown = await running.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BridgeError);
    expect(error).toMatchObject({ code: 'CANCELLED', delivery: 'ran' });
  });
});

verifies('library.signals', 'so does what ends something or writes a file', async () => {
  const signal = AbortSignal.abort();
  const refused = expect.objectContaining({ code: 'CANCELLED' });
  const joined = await BridgeConnection.connectAsync({ port: 0 });
  await expect(joined.disconnectAsync({ signal })).rejects.toThrow(refused);
  const bridge = new StudioBridge();
  await expect(bridge.startAsync({ signal })).rejects.toThrow(refused);
  await expect(bridge.stopAsync({ signal })).rejects.toThrow(refused);
  const plugins = new PluginManager().register({ name: 'Other', files: { 'Main.server.luau': 'print(1)' } });
  const path = useTmp();
  await expect(plugins.installAsync('Other', { path, signal })).rejects.toThrow(refused);
  expect(await plugins.statusAsync('Other', { path })).toMatchObject({ installed: false });
  await plugins.installAsync('Other', { path });
  await expect(plugins.statusAsync('Other', { path, signal })).rejects.toThrow(refused);
  await expect(plugins.uninstallAsync('Other', { path, signal })).rejects.toThrow(refused);
  expect(await plugins.statusAsync('Other', { path })).toMatchObject({ installed: true });
  await expect(startEmulatedOpenCloudAsync({ signal })).rejects.toThrow(refused);
  await expect(startEmulatedStudioAsync({ plugins: [], signal })).rejects.toThrow(refused);
  const other = await startEmulatedStudioAsync({ plugins: [] });
  await expect(other.savePlaceAsync(join(path, 'saved.rbxl'), { signal })).rejects.toThrow(refused);
  await other.closeAsync({ signal });
  expect(await other.exited).toEqual({});
});

verifies('library.one-shot', 'a Studio for a few scripts, on a bridge of its own', async () => {
  await using bridge = new StudioBridge();
  expect(() => bridge.session).toThrow('The Studio has not been started.');
  await Promise.all([bridge.startAsync(), bridge.startAsync()]);
  expect(bridge.kind).toBe('emulator');
  const lines: string[] = [];
  const result = await bridge.executeAsync({
    scriptContent: 'print("Hello") warn("careful") return 7',
    timeoutMs: 90_000,
    onOutput: (level, body) => lines.push(`[${level}] ${body}`),
  });
  expect(result).toMatchObject({ success: true, logs: 'Hello\ncareful', returnValue: 7 });
  expect(lines).toEqual(['[Print] Hello', '[Warning] careful']);
  const failed = await bridge.executeAsync({ scriptContent: 'error("no")' });
  expect(failed).toMatchObject({ success: false, error: expect.stringContaining('no') });
  expect(studio).toBeDefined();
  await bridge.stopAsync();
  await bridge.startAsync();
  expect((await bridge.session.queryStateAsync()).mode).toBe('Edit');
});

test('a start can be given up', async () => {
  const signal = AbortSignal.abort();
  const refused = expect.objectContaining({ code: 'CANCELLED' });
  await expect(new StudioBridge({ signal }).startAsync()).rejects.toThrow(refused);
  await expect(new StudioBridge().startAsync({ signal })).rejects.toThrow(refused);
  const starting = startEmulatedStudioAsync({ plugins: [], signal });
  await expect(starting).rejects.toThrow(refused);
});
