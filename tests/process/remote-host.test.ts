// Commands on one side, the host on the other: named with --remote, forwarded into a container, or not there at all.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useCable } from '../support/cable.js';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

const IN_CONTAINER = { STUDIO_BRIDGE_LOCAL: undefined, REMOTE_CONTAINERS: 'true' };

/** A machine with a host and a Studio, and a forwarded port on which another machine, with a token, finds it. */
async function useTwoMachinesAsync() {
  const outside = await useStudioProcessAsync('Outside');
  const { port } = await useCable(outside.port);
  const token = readFileSync(join(outside.home, 'token'), 'utf8').trim();
  return { outside, inside: useCli(), port, token };
}

describe('a host on another machine', () => {
  verifies('remote.used', 'is used by the commands that name it', async () => {
    const { inside, port, token } = await useTwoMachinesAsync();
    const env = { STUDIO_BRIDGE_TOKEN: token };
    const args = ['console', 'exec', 'return game.Name', '--remote', `localhost:${port}`];
    expect(await inside.runAsync(args, { env })).toMatchObject({ exitCode: 0, stdout: 'Outside\n' });
    const without = await inside.runAsync(args);
    expect(without).toMatchObject({ exitCode: 4, stdout: '' });
    expect(without.stderr).toMatch(
      /The host asks for a token, and this process has none\.\n.*STUDIO_BRIDGE_TOKEN/,
    );
  });

  verifies('remote.used', 'is found inside a container where its port is forwarded', async () => {
    const { inside, port, token } = await useTwoMachinesAsync();
    const env = { ...IN_CONTAINER, STUDIO_BRIDGE_TOKEN: token, STUDIO_BRIDGE_PORT: String(port) };
    const result = await inside.runAsync(['console', 'exec', 'return game.Name'], { env });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'Outside\n' });
    expect(result.stderr).not.toMatch(/warn|container/i);
    const local = await inside.runAsync(['process', 'list', '--local'], { env });
    expect(local).toMatchObject({ exitCode: 4 });
  });

  verifies('remote.used', 'is missing, and no command takes its place', async () => {
    const port = await freePortAsync();
    const cli = useCli();
    const result = await cli.runAsync(['console', 'exec', 'return 1', '--remote', `localhost:${port}`]);
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toMatch(/No host could be reached at localhost:\d+.+\n.*studio-bridge serve/);
    const status = await cli.runAsync(['serve', '--status', '--port', String(port)]);
    expect(status).toMatchObject({ exitCode: 3, stdout: `No bridge host is running on port ${port}\n` });
  });

  verifies('remote.container-alone', 'is not missed in a container that is all there is', async () => {
    const cli = useCli();
    const env = { ...IN_CONTAINER, STUDIO_BRIDGE_PORT: String(await freePortAsync()) };
    const { exitCode, stderr } = await cli.runAsync(['process', 'list', '--wait', '1ms'], { env });
    expect(exitCode).toBe(0);
    expect(stderr).not.toMatch(/warn|container/i);
  });

  test('answers to other names only if they were allowed', async () => {
    const cli = useCli();
    const port = await freePortAsync();
    const flags = ['--allow-host', 'host.docker.internal'];
    await cli.start(['serve', '--port', String(port), ...flags]).seesAsync(/listening/);
    const statusOf = (name: string) =>
      new Promise((resolve, reject) => {
        const headers = { Host: `${name}:${port}` };
        request({ host: '127.0.0.1', port, path: '/health', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await statusOf('host.docker.internal')).toBe(200);
    expect(await statusOf('attacker.example')).toBe(403);
  });
});
