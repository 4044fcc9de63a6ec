// What the program says about a host, a port, a token or an action that cannot be: one sentence, the next step, and
// the exit code that tells which kind of failure it was.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { type CliResult, useCli } from '../support/use-cli.js';
import { verifies, verifiesTogether } from '../support/verifies.js';

/** Two lines on standard error and nothing else anywhere. */
function expectRefusal(result: CliResult, exitCode: number, sentence: string, nextStep: RegExp): void {
  const [first, second, ...rest] = result.stderr.trimEnd().split('\n');
  expect(first).toBe(`Error: ${sentence}`);
  expect(second).toMatch(nextStep);
  expect(rest).toEqual([]);
  expect(result).toMatchObject({ exitCode, stdout: '' });
}

verifiesTogether('input.port', 'a port that is none', () => {
  test.each(['0', '65536', '-1', '1.5', 'abc', ''])('%j', async (port) => {
    for (const command of [['process', 'list'], ['serve']]) {
      const result = await useCli().runAsync([...command, `--port=${port}`]);
      const sentence = `--port has to be a whole number from 1 to 65535, not "${port}".`;
      expectRefusal(result, 2, sentence, /--help$/);
    }
  });
});

verifiesTogether('input.remote', 'a remote host', () => {
  test.each(['a:b:c', 'localhost:99999', 'http://localhost', 'user@host'])('%s is none', async (remote) => {
    const result = await useCli().runAsync(['process', 'list', '--remote', remote]);
    expectRefusal(result, 2, `${JSON.stringify(remote)} is not the address of a host.`, /host:port/);
  });

  test('whose name does not resolve', async () => {
    const result = await useCli().runAsync(['process', 'list', '--remote', 'no-such-host.invalid']);
    const sentence = 'No host could be reached at no-such-host.invalid:38741: the name does not resolve.';
    expectRefusal(result, 3, sentence, /Check the address, and that studio-bridge serve runs there/);
  });

  test('where nobody listens', async () => {
    const port = await freePortAsync();
    const result = await useCli().runAsync(['process', 'list', '--remote', `127.0.0.1:${port}`]);
    expect(result.stderr).toMatch(`No host could be reached at 127.0.0.1:${port}: connect ECONNREFUSED`);
    expect(result.exitCode).toBe(3);
  });
});

describe('a token', () => {
  const TOKEN = 'a-token-of-somebody-here';

  verifies('input.token-file', 'whose file is open to others', async () => {
    const cli = useCli();
    const path = join(cli.home, 'token');
    const port = String(await freePortAsync());
    writeFileSync(path, TOKEN, { mode: 0o600 });
    const host = cli.start(['serve', '--port', port]);
    await host.seesAsync(/listening/);
    chmodSync(path, 0o644);
    const sentence = `The token file ${path} is open to other users (mode 644).`;
    // The one asks a host that cannot use it, the other cannot become one.
    for (const command of [
      ['process', 'list', '--port', port],
      ['serve', '--port', String(await freePortAsync())],
    ]) {
      expectRefusal(await cli.runAsync(command), 4, sentence, /^Close it: chmod 600 .+token/);
    }
  });

  verifies('input.token-file', 'that is another one', async () => {
    const cli = useCli();
    const port = String(await freePortAsync());
    await cli.start(['serve', '--port', port]).seesAsync(/listening/);
    const result = await cli.runAsync(['process', 'list', '--port', port, '--token', TOKEN]);
    const sentence = 'The host did not accept the token of this client.';
    expectRefusal(result, 4, sentence, /--token, STUDIO_BRIDGE_TOKEN/);
  });

  verifies('input.token-file', 'that is too short to be one', async () => {
    const result = await useCli().runAsync(['process', 'list', '--token', 'short']);
    const sentence = 'The token that was given is not one: it needs 16 to 512 characters.';
    expectRefusal(result, 4, sentence, /--token, STUDIO_BRIDGE_TOKEN/);
  });

  verifies('input.full-disk', 'for which the disk has no room', async () => {
    const cli = useCli();
    // No file may grow: to a program that is what a full disk looks like.
    const result = await cli.runAsync(['serve', '--port', String(await freePortAsync())], {
      prelude: 'ulimit -f 0',
    });
    const sentence = `The token file ${join(cli.home, 'token')} cannot be made: the file would be too large.`;
    expectRefusal(result, 2, sentence, /^Make room or mend the folder/);
  });
});

verifies('input.action', 'an action that cannot be', async () => {
  const cli = useCli();
  const missing = await cli.runAsync(['action', 'x', '--actions', 'nowhere']);
  const sentence = `The folder of actions ${join(cli.home, 'nowhere')} does not exist.`;
  expectRefusal(missing, 2, sentence, /Check the path/);
  mkdirSync(join(cli.home, 'own'));
  const payload = await cli.runAsync(['action', 'x', '--actions', 'own', '--payload', '{a: 1}']);
  expectRefusal(payload, 2, '--payload is not JSON.', /^Write it as in --payload '\{"key": 1\}'/);
});
