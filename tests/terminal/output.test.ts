// What differs between a terminal, a pipe and a file: colours, signs of life, and disks that are full.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { childEnv } from '../../scripts/checks/tool.js';
import { PROGRAM } from '../../scripts/program.js';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { useTerminal } from '../support/use-terminal.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

describe('on a terminal', () => {
  test('errors are red, and never with NO_COLOR', async () => {
    for (const [env, isRed] of [
      [{}, true],
      [{ NO_COLOR: '1' }, false],
    ] as const) {
      const command = ['bash', '-c', `${process.execPath} ${PROGRAM} proces; echo over; read`];
      const terminal = useTerminal({ command, env });
      await terminal.seesAsync(/^over$/m);
      expect(terminal.screen()).toMatch(/Unknown command proces\. Did you mean process\?/);
      expect(terminal.colouredScreen().includes('\u001b[31mError:')).toBe(isRed);
    }
  });

  test('a result that goes to a file leaves a word behind', async () => {
    const file = join(useTmp(), 'list.json');
    const line = `${process.execPath} ${PROGRAM} completion bash --output ${file}; echo over; read`;
    const screen = await useTerminal({ command: ['bash', '-c', line] }).seesAsync(/^over$/m);
    expect(screen.replaceAll('\n', '')).toContain(`Written to ${file}over`);
  });

  test('longer work shows a sign of life, which leaves nothing behind', async () => {
    const { port, home } = await useStudioProcessAsync();
    const line = `${process.execPath} ${PROGRAM} console exec 'task.wait(1.5) return 42'; echo over; read`;
    const env = { STUDIO_BRIDGE_HOME: home, STUDIO_BRIDGE_PORT: String(port), STUDIO_BRIDGE_LOCAL: 'true' };
    const terminal = useTerminal({ command: ['bash', '-c', line], env });
    await terminal.seesAsync(/^[⠋-⠿] console exec, 1 s$/m);
    const screen = await terminal.seesAsync(/^over$/m);
    expect(screen.split('\n').filter((text) => !text.startsWith('Waiting'))).toEqual(['42', 'over']);
  });
});

describe('through a pipe', () => {
  verifies('cli.quiet', 'there are no colours and no signs of life', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const env = { NO_COLOR: '', TERM: 'xterm-256color' };
    const result = await runAsync(['console', 'exec', 'task.wait(0.7) warn("w") return 42'], { env });
    expect(result).toEqual({ exitCode: 0, stdout: '42\n', stderr: 'w\n' });
  });
});

const LOOP = 'while true do print("line") task.wait() end';

describe('a full disk', () => {
  verifies('cli.full-disk', 'is one sentence', async () => {
    const result = await useCli().runAsync(['completion', 'bash', '--output', '/dev/full']);
    expect(result).toEqual({
      exitCode: 3,
      stdout: '',
      stderr:
        'Error: Cannot write /dev/full: the disk is full.\n' +
        'Check that the folder exists, that you may write to it, and that the disk has room.\n',
    });
  });

  test.each([[['--help']], [['completion', 'bash']], [['process', 'run', '--emulator', LOOP]]])(
    'also behind standard output: %j',
    (args) => {
      const stdout = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
        env: childEnv(),
        stdio: ['ignore', stdout, 'pipe'],
        encoding: 'utf8',
      });
      expect({ status, stderr: stderr.replace('Using an emulated Studio.\n', '') }).toEqual({
        status: 1,
        stderr: 'Error: Cannot write to standard output: the disk is full.\n',
      });
    },
  );
});

describe('--open', () => {
  const openAsync = async (opener: string | undefined, ...args: string[]) => {
    const cli = useCli();
    const bin = join(cli.home, 'bin');
    mkdirSync(bin);
    if (opener !== undefined) {
      writeFileSync(join(bin, 'xdg-open'), opener);
      chmodSync(join(bin, 'xdg-open'), 0o755);
    }
    const run = cli.start(['completion', 'bash', '--open', ...args], { env: { PATH: bin } });
    return { cli, run };
  };

  verifies('cli.open', "starts the system's program with the file", async () => {
    const { cli, run } = await openAsync(
      '#!/bin/sh\necho "$1" > opened.part\nexec /bin/mv opened.part opened\n',
      '-o',
      'script',
    );
    expect(await run.ended).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const opened = join(cli.home, 'opened');
    while (!existsSync(opened)) await cli.runAsync(['--version']);
    expect(readFileSync(opened, 'utf8')).toBe('script\n');
    expect(readFileSync(join(cli.home, 'script'), 'utf8')).toMatch(/complete -F/);
  });

  test('makes a file where none is named, and says which', async () => {
    const { run } = await openAsync('#!/bin/sh\n');
    const { exitCode, stdout, stderr } = await run.ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(readFileSync(stderr.trim(), 'utf8')).toMatch(/complete -F/);
  });

  test('says when there is no such program', async () => {
    const { run } = await openAsync(undefined, '-o', 'script');
    expect(await run.ended).toMatchObject({
      exitCode: 2,
      stderr:
        'Error: Cannot open script: xdg-open could not be started.\nThe file is written; open it by hand.\n',
    });
  });
});

test('an interrupted command leaves the line that it drew on', async () => {
  const port = String(await freePortAsync());
  const exec = useCli().start(['console', 'exec', 'return 1', '--port', port, '--wait', '60s']);
  await exec.seesAsync(/Waiting for a Studio/, 'stderr');
  expect((await exec.interruptAsync()).stderr).not.toContain('\u001b');
});
