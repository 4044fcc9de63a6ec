// The published classes on an emulated Studio, over real sockets.
import { describe, expect, onTestFinished, test } from 'vitest';
import { BridgeError, BridgeSession, StudioBridge } from '../../src/index.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
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

  verifies('library.signals', 'every method takes a signal', async () => {
    const { signal } = { signal: AbortSignal.abort() };
    const refused = { code: 'CANCELLED' };
    await expect(session.execAsync('return 1', { signal })).rejects.toThrow(expect.objectContaining(refused));
    await expect(session.queryStateAsync({ signal })).rejects.toThrow(expect.objectContaining(refused));
    await expect(session.queryLogsAsync({ signal })).rejects.toThrow(expect.objectContaining(refused));
    await expect(session.queryDataModelAsync({ path: 'Workspace', signal })).rejects.toThrow(
      expect.objectContaining(refused),
    );
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
  await expect(new StudioBridge({ signal: AbortSignal.abort() }).startAsync()).rejects.toThrow(
    expect.objectContaining({ code: 'CANCELLED' }),
  );
});
