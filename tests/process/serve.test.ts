// `serve`: a host in a process of its own, as other processes see it.
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { type Cli, type RunningCli, useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

interface Served {
  readonly cli: Cli;
  readonly port: number;
  readonly host: RunningCli;
}

async function useServeAsync(...flags: string[]): Promise<Served> {
  const cli = useCli();
  const port = await freePortAsync();
  const host = cli.start(['serve', '--port', String(port), ...flags]);
  await host.seesAsync(flags.includes('--json') ? /"started"/ : /listening on port/);
  return { cli, port, host };
}

describe('serve', () => {
  verifies(['serve.host', 'host.health'], 'says where it listens, answers /health, and stays', async () => {
    const { cli, port, host } = await useServeAsync();
    expect(host.written.stdout).toBe(
      `Bridge host listening on port ${port}\n` +
        `For a devcontainer: forward port ${port} into it, ` +
        `and set STUDIO_BRIDGE_TOKEN there to the content of ${join(cli.home, 'token')}\n`,
    );
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    expect(await response.json()).toMatchObject({
      status: 'ok',
      port,
      protocolVersion: 2,
      sessions: 0,
      uptime: expect.any(Number),
    });
    expect(host.process.exitCode).toBeNull();
    const { exitCode, stdout, stderr } = await host.interruptAsync();
    expect(stdout).toMatch(/Stopped\n$/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  verifies('host.loopback', 'is not there for other machines', async () => {
    const { port } = await useServeAsync();
    const addresses = Object.values(networkInterfaces())
      .flatMap((entries) => entries ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of addresses) {
      await expect(fetch(`http://${address}:${port}/health`)).rejects.toThrow();
    }
    await expect(fetch(`http://127.0.0.1:${port}/health`)).resolves.toMatchObject({ status: 200 });
  });

  verifies('serve.busy-port', 'does not start where a host is', async () => {
    const { cli, port } = await useServeAsync();
    const { exitCode, stdout, stderr } = await cli.runAsync(['serve', '--port', String(port)]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^Error: Port ${port} is already in use\\.\n`));
    expect(stderr).toMatch(/bridge host is already running.+--port/);
  });

  verifies(
    ['host.joins', 'cli.port', 'cli.data-on-stdout'],
    'is used by the commands that find it',
    async () => {
      const { cli, port, host } = await useServeAsync('--json');
      const { exitCode, stdout } = await cli.runAsync(['process', 'list', '--port', String(port), '--json']);
      expect({ exitCode, sessions: JSON.parse(stdout) }).toEqual({ exitCode: 0, sessions: { sessions: [] } });
      await host.seesAsync(/"client-connected"[\s\S]*"client-disconnected"/);
    },
  );

  verifies('cli.environment', 'takes its options from the environment too', async () => {
    const { cli, port } = await useServeAsync();
    const { exitCode, stderr } = await cli.runAsync(['serve'], { env: { STUDIO_BRIDGE_PORT: String(port) } });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(`Port ${port} is already in use.`);
  });

  verifies('serve.json', 'tells each event as one line of JSON', async () => {
    const { port, host } = await useServeAsync('--json');
    const { exitCode, stdout } = await host.interruptAsync();
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toEqual({ event: 'started', port });
    expect(events.map(({ event }) => event)).toEqual(['started', 'stopping', 'stopped']);
    expect(exitCode).toBe(0);
  });

  test('does not join a host instead, in a container either', async () => {
    const { cli, port } = await useServeAsync();
    const env = { CONTAINER: 'docker', STUDIO_BRIDGE_LOCAL: undefined };
    const { exitCode, stderr } = await cli.runAsync(['serve', '--port', String(port)], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(`Port ${port} is already in use.`);
  });

  verifies('serve.signals', 'ends in order at a signal, and hands over', async () => {
    const { host, port, start, runAsync } = await useStudioProcessAsync();
    const follower = start(['console', 'logs', '--follow']);
    await host.seesAsync(/"client-connected"/);
    host.process.kill('SIGTERM');
    const { exitCode, stdout } = await host.ended;
    expect(exitCode).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(events.slice(-3)).toEqual(['stopping', 'client-disconnected', 'stopped']);
    const status = await runAsync(['serve', '--status', '--json', '--port', String(port)]);
    expect(JSON.parse(status.stdout)).toMatchObject({ state: 'running', pid: follower.process.pid });
    follower.process.kill('SIGHUP');
    await follower.ended;
  });

  test('ends by itself after its idle time', async () => {
    const { host } = await useServeAsync('--timeout', '0.05s');
    expect(await host.ended).toMatchObject({ exitCode: 0 });
  });
});
