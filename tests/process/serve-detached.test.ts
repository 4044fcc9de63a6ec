// A host that outlives the command which started it, and the way to it: detach, status, stop.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { type Cli, type CliResult, useCli } from '../support/use-cli.js';
import { verifies } from '../support/verifies.js';

interface Detached {
  readonly cli: Cli;
  readonly port: number;
  readonly started: CliResult;
  serveAsync(...flags: string[]): Promise<CliResult>;
}

/** Whatever a test leaves running on its port is ended the way a user would. */
async function useDetachedAsync(...flags: string[]): Promise<Detached> {
  const cli = useCli();
  const port = await freePortAsync();
  const serveAsync = (...more: string[]) => cli.runAsync(['serve', '--port', String(port), ...more]);
  onTestFinished(async () => {
    await serveAsync('--stop');
  });
  return { cli, port, serveAsync, started: await serveAsync('--detach', ...flags) };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a detached host', () => {
  verifies('serve.detached', 'outlives its command, tells its status, and is stopped', async () => {
    const { cli, port, serveAsync, started } = await useDetachedAsync('--json');
    expect(started).toMatchObject({ exitCode: 0, stderr: '' });
    const { pid, log, ...rest } = JSON.parse(started.stdout);
    expect(rest).toEqual({ state: 'started', port });
    expect(isAlive(pid)).toBe(true);
    expect(readFileSync(log, 'utf8')).toMatch(`Bridge host listening on port ${port}`);

    const used = await cli.runAsync(['process', 'list', '--port', String(port), '--json']);
    expect(used).toMatchObject({ exitCode: 0, stdout: '{"sessions":[]}\n' });
    const status = await serveAsync('--status', '--json');
    expect(status.exitCode).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({ state: 'running', port, pid, sessions: 0, clients: 0 });

    const stopped = await serveAsync('--stop');
    expect(stopped).toEqual({
      exitCode: 0,
      stdout: `Bridge host on port ${port} stopped (process ${pid})\n`,
      stderr: '',
    });
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
    while (isAlive(pid)) await cli.runAsync(['--version']);
    expect(readFileSync(log, 'utf8')).toMatch(/\nStopping\n[\s\S]*Stopped\n$/);
  });

  verifies('serve.not-running', 'that is not there is said to be so', async () => {
    const cli = useCli();
    const port = String(await freePortAsync());
    for (const flag of ['--status', '--stop']) {
      expect(await cli.runAsync(['serve', flag, '--port', port])).toEqual({
        exitCode: 3,
        stdout: `No bridge host is running on port ${port}\n`,
        stderr: '',
      });
    }
  });

  test('does not start twice', async () => {
    const { port, serveAsync } = await useDetachedAsync();
    const again = await serveAsync('--detach');
    expect(again).toMatchObject({ exitCode: 2, stdout: '' });
    expect(again.stderr).toMatch(new RegExp(`^Error: Port ${port} is already in use\\.\n`));
  });

  test('ends by itself after its idle time', async () => {
    const { cli, serveAsync, started } = await useDetachedAsync('--timeout', '0.1s', '--json');
    const { pid } = JSON.parse(started.stdout);
    while (isAlive(pid)) await cli.runAsync(['--version']);
    expect(await serveAsync('--status')).toMatchObject({ exitCode: 3 });
  });

  test('in the foreground can be stopped too', async () => {
    const cli = useCli();
    const port = String(await freePortAsync());
    const host = cli.start(['serve', '--port', port]);
    await host.seesAsync(/listening/);
    expect(await cli.runAsync(['serve', '--stop', '--port', port])).toMatchObject({ exitCode: 0 });
    expect(await host.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('is not ended by somebody without its token', async () => {
    const { port } = await useDetachedAsync();
    const stranger = useCli();
    writeFileSync(`${stranger.home}/token`, 'another-user-has-another-token\n', { mode: 0o600 });
    const refused = await stranger.runAsync(['serve', '--stop', '--port', String(port)]);
    expect(refused).toMatchObject({ exitCode: 4, stdout: '' });
    expect(await fetch(`http://127.0.0.1:${port}/health`)).toMatchObject({ status: 200 });
  });

  test('passes a token that was given on, and not by its arguments', async () => {
    const token = 'a-token-that-was-given-by-hand';
    const { port, cli, started } = await useDetachedAsync('--token', token, '--json');
    const { pid } = JSON.parse(started.stdout);
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toMatch(token);
    }
    const stop = await cli.runAsync(['serve', '--stop', '--port', String(port), '--token', token]);
    expect(stop).toMatchObject({ exitCode: 0 });
  });
});

test('a plugin that is not paired is refused where pairing is required', async () => {
  const cli = useCli();
  const port = String(await freePortAsync());
  const host = cli.start(['serve', '--port', port, '--require-pairing']);
  await host.seesAsync(/listening/);
  cli.start(['emulator', '--port', port]);
  await host.seesAsync(/warn: .+pair/, 'stderr');
  const status = await cli.runAsync(['serve', '--status', '--port', port, '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({ sessions: 0 });
});

describe('with the host in the background', () => {
  test('the first commands start one between them, and it stays', async () => {
    const cli = useCli();
    const port = String(await freePortAsync());
    const env = { STUDIO_BRIDGE_HOST: 'background', STUDIO_BRIDGE_PORT: port };
    onTestFinished(async () => {
      await cli.runAsync(['serve', '--stop', '--port', port]);
    });
    const lists = await Promise.all([1, 2].map(() => cli.runAsync(['process', 'list', '--json'], { env })));
    for (const list of lists) expect(list).toMatchObject({ exitCode: 0, stdout: '{"sessions":[]}\n' });
    const status = await cli.runAsync(['serve', '--status', '--json', '--port', port]);
    const { pid } = JSON.parse(status.stdout);
    expect(isAlive(pid)).toBe(true);
    await cli.runAsync(['process', 'list'], { env });
    const later = await cli.runAsync(['serve', '--status', '--json', '--port', port]);
    expect(JSON.parse(later.stdout)).toMatchObject({ pid });
  });

  test('a value that is none is refused', async () => {
    const env = { STUDIO_BRIDGE_HOST: 'detached' };
    const result = await useCli().runAsync(['process', 'list'], { env });
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch('STUDIO_BRIDGE_HOST has to be one of command, background, not "detached".');
  });
});
