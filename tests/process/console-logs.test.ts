// What a Studio printed, and what it prints from now on, seen from another process.
import { describe, expect, test } from 'vitest';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

const PRINT = 'print("one"); warn("two"); print("three")';

describe('console logs', () => {
  verifies('logs.query', 'shows what was printed, chosen by level, count and end', async () => {
    const { runAsync } = await useStudioProcessAsync();
    await runAsync(['console', 'exec', PRINT]);
    const linesAsync = async (...flags: string[]) => {
      const { stdout, stderr } = await runAsync(['console', 'logs', ...flags, '--json']);
      if (stdout === '') throw new Error(stderr);
      const { entries } = JSON.parse(stdout);
      return entries.map(({ body }: { body: string }) => body);
    };
    expect(await linesAsync()).toEqual(['one', 'two', 'three']);
    expect(await linesAsync('-n', '1')).toEqual(['three']);
    expect(await linesAsync('--count', '1', '--direction', 'head')).toEqual(['one']);
    expect(await linesAsync('-l', 'Warning,Error')).toEqual(['two']);
    const all = await linesAsync('--all');
    expect(all[0]).toMatch(/^\[StudioBridge\] connected/);
    expect(await linesAsync('--includeInternal')).toEqual(all);
    const text = await runAsync(['logs', '-l', 'Warning']);
    expect(text).toMatchObject({ exitCode: 0, stdout: 'Warning  two\n' });
  });

  test('starts after a line that is known', async () => {
    const { runAsync } = await useStudioProcessAsync();
    await runAsync(['console', 'exec', PRINT]);
    const { entries } = JSON.parse((await runAsync(['logs', '--json'])).stdout);
    const later = await runAsync(['logs', '--since', String(entries[1].seq)]);
    expect(later).toMatchObject({ exitCode: 0, stdout: 'Print    three\n' });
  });

  verifies('logs.follow', 'follows, also through a change of the host', async () => {
    const { start, runAsync, host } = await useStudioProcessAsync();
    await runAsync(['console', 'exec', 'print("before")']);
    const follower = start(['console', 'logs', '--follow'], { env: { STUDIO_BRIDGE_TARGET: 'Baseplate' } });
    await follower.seesAsync(/before\n/);
    const env = { STUDIO_BRIDGE_TARGET: 'Baseplate' };
    await runAsync(['console', 'exec', 'print("while")'], { env });
    await follower.seesAsync(/while\n/);
    await host.interruptAsync();
    await runAsync(['console', 'exec', 'print("after")'], { env });
    await follower.seesAsync(/after\n/);
    const { exitCode, stdout } = await follower.interruptAsync();
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'Print    before\nPrint    while\nPrint    after\n',
    });
  });

  test('follows as lines of JSON', async () => {
    const { start, runAsync } = await useStudioProcessAsync();
    const follower = start(['console', 'logs', '--follow', '--json', '-l', 'Warning']);
    await runAsync(['console', 'exec', PRINT]);
    await follower.seesAsync(/two.*\n/);
    const { stdout } = await follower.interruptAsync();
    expect(JSON.parse(stdout)).toMatchObject({ event: 'log', entry: { level: 'Warning', body: 'two' } });
  });
});

describe('process info', () => {
  verifies('info.plugin', 'shows the plugin and whether it is paired', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const { stdout } = await runAsync(['process', 'info']);
    expect(stdout).toMatch(/^Plugin {4}\d+\.\d+\.\d+, protocol 2, (not )?paired$/m);
    const data = JSON.parse((await runAsync(['process', 'info', '--json'])).stdout);
    expect(data).toMatchObject({ protocolVersion: 2, origin: 'emulator', paired: expect.any(Boolean) });
    expect(Array.isArray(data.fallbacks)).toBe(true);
  });

  test('stays with --watch until it is interrupted', async () => {
    const { start } = await useStudioProcessAsync();
    const watcher = start(['process', 'info', '--watch']);
    await watcher.seesAsync(/Mode {6}Edit\n/);
    expect(await watcher.interruptAsync()).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
