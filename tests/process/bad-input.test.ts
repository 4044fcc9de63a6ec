// What the program says when it is asked for something that cannot be: one sentence, the next step, and the exit
// code that tells which kind of failure it was.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { type CliResult, useCli } from '../support/use-cli.js';
import { verifies } from '../support/verifies.js';

const STACK = /^\s+at /m;

/** Two lines on standard error and nothing else anywhere. */
function expectRefusal(result: CliResult, exitCode: number, sentence: RegExp, nextStep: RegExp): void {
  const [first, second, ...rest] = result.stderr.trimEnd().split('\n');
  expect(first).toMatch(sentence);
  expect(second).toMatch(nextStep);
  expect(rest).toEqual([]);
  expect(result).toMatchObject({ exitCode, stdout: '' });
}

describe('scripts', () => {
  verifies('input.no-script', 'none', async () => {
    const result = await useCli().runAsync(['console', 'exec']);
    expectRefusal(result, 2, /No script is given\.$/, /Luau source .+--file.+standard input/);
  });

  verifies('input.two-scripts', 'two', async () => {
    const result = await useCli().runAsync(['process', 'run', 'return 1', '--file', 'script.luau']);
    expectRefusal(result, 2, /Two scripts are given/, /Leave one of them out\.$/);
  });

  verifies('input.missing-file', 'in a file that is not there', async () => {
    const result = await useCli().runAsync(['console', 'exec', '--file', 'nowhere.luau']);
    expectRefusal(result, 2, /nowhere\.luau.+does not exist\.$/, /Check the path\.$/);
  });

  verifies('input.not-utf8', 'in a file that is not UTF-8', async () => {
    const cli = useCli();
    writeFileSync(join(cli.home, 'latin.luau'), Buffer.from('print("caf\xe9")', 'latin1'));
    const result = await cli.runAsync(['console', 'exec', '--file', 'latin.luau']);
    expectRefusal(result, 2, /latin\.luau.+not UTF-8/, /Save it as UTF-8/);
  });
});

describe('words', () => {
  verifies('input.unknown-flag', 'an unknown flag', async () => {
    const result = await useCli().runAsync(['console', 'exec', 'return 1', '--formt', 'json']);
    expectRefusal(result, 2, /Unknown option --formt\. Did you mean --format\?$/, /console exec --help$/);
  });

  verifies('input.unknown-command', 'an unknown command', async () => {
    const result = await useCli().runAsync(['console', 'exce', 'return 1']);
    expectRefusal(result, 2, /no command exce\. Did you mean console exec\?$/, /console --help$/);
  });

  test('a place that could not be saved under its name', async () => {
    const result = await useCli().runAsync(['process', 'run', 'return 1', '--save-to', 'place.txt']);
    const sentence = /^Error: --save-to has to end in \.rbxl, .+, not "place\.txt"\.$/;
    expectRefusal(result, 2, sentence, /process run --help$/);
  });

  test('a value that is none of the choices', async () => {
    const result = await useCli().runAsync(['process', 'list', '--format', 'yaml']);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(/--format.+text, json/);
  });
});

describe('surroundings', () => {
  verifies(['input.no-session', 'cli.exit-codes', 'cli.wait'], 'no session', async () => {
    const port = String(await freePortAsync());
    const args = ['console', 'exec', 'return 1', '--port', port, '--wait', '100ms'];
    const result = await useCli().runAsync(args);
    expect(result).toMatchObject({ exitCode: 3, stdout: '' });
    expect(result.stderr).toMatch(/^Waiting for a Studio/m);
    expect(result.stderr).toMatch(/There is no session\. No Studio is connected\./);
    expect(result.stderr).toMatch(/studio-bridge (process list|emulator)$/m);
  });

  verifies('input.foreign-port', 'a port that another program holds', async () => {
    const port = String(await useForeignServerAsync());
    const result = await useCli().runAsync(['console', 'exec', 'return 1', '--port', port]);
    expectRefusal(result, 2, new RegExp(`Port ${port} is held by .+not a studio-bridge host`), /--port/);
  });

  verifies('input.no-stack', 'a stack trace only with --verbose', async () => {
    const cli = useCli();
    const args = ['console', 'exec', 'return 1', '--port', String(await freePortAsync()), '--wait', '1ms'];
    expect((await cli.runAsync(args)).stderr).not.toMatch(STACK);
    expect((await cli.runAsync([...args, '--verbose'])).stderr).toMatch(STACK);
  });

  verifies('cli.json-flag', 'as JSON for programs', async () => {
    const args = ['console', 'exec', 'return 1', '--port', String(await freePortAsync()), '--wait', '1ms'];
    const { stdout, exitCode } = await useCli().runAsync([...args, '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'SESSION_NOT_FOUND', hint: expect.any(String) },
    });
  });
});

/** A web server that is no bridge host. */
async function useForeignServerAsync(): Promise<number> {
  const server = createServer((_, response) => response.writeHead(404).end('nothing here'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port was given.');
  return address.port;
}
