// What becomes of the program when its reader goes away or its user loses patience.
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';

describe('a reader that goes away', () => {
  test('ends a command quietly', async () => {
    const list = useCli().start(['--help']);
    list.process.stdout.destroy();
    const { exitCode, stderr } = await list.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test('ends a script quietly, whatever it still had to say', async () => {
    const run = useCli().start([
      'process',
      'run',
      '--emulator',
      'while true do print("line") task.wait() end',
    ]);
    await run.seesAsync(/line/);
    run.process.stdout.destroy();
    const { stderr } = await run.ended;
    expect(stderr).toBe('Using an emulated Studio.\n');
  });

  test('ends a host, which would otherwise stay', async () => {
    const cli = useCli();
    const port = String(await freePortAsync());
    const host = cli.start(['serve', '--port', port, '--json']);
    await host.seesAsync(/"started"/);
    host.process.stdout.destroy();
    await cli.runAsync(['process', 'list', '--port', port]);
    const { exitCode, stderr } = await host.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});

describe('Ctrl+C', () => {
  test('ends the wait for a session', async () => {
    const port = String(await freePortAsync());
    const exec = useCli().start(['console', 'exec', 'return 1', '--port', port, '--wait', '60s']);
    await exec.seesAsync(/Waiting for a Studio/, 'stderr');
    const { exitCode, stdout, stderr } = await exec.interruptAsync();
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toMatch(/^Error: The wait for a session was cancelled\.$/m);
  });

  test('ends an emulated Studio that looks for a host', async () => {
    const port = String(await freePortAsync());
    const studio = useCli().start(['emulator', '--port', port]);
    await studio.seesAsync(/is up/);
    const [result] = await Promise.all([studio.interruptAsync(), once(studio.process, 'exit')]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
