// Types blocks of shell commands as a reader of the documents would, in as many terminals as they are told to open.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { childEnv } from '../../scripts/checks/tool.js';
import { freePortAsync } from './free-port.js';
import type { CodeBlock } from './markdown.js';

export interface ShellResult {
  readonly exitCode: number | null;
  /** Standard output and error as a terminal would show them. */
  readonly output: string;
}

export interface Shell {
  runAsync(commands: string): Promise<ShellResult>;
  /** The same for a block of a document; one for a terminal of its own stays, and replaces what ran there before. */
  runBlockAsync(block: CodeBlock): Promise<ShellResult>;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** All terminals share a folder and an environment, a state folder and a free port among it. */
export async function useShellAsync(
  cwd: string,
  home: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Shell> {
  const env = {
    ...childEnv(),
    STUDIO_BRIDGE_HOME: home,
    STUDIO_BRIDGE_PORT: String(await freePortAsync()),
    NO_COLOR: '1',
    ...more,
  };
  const open = (commands: string) => {
    // A process group of its own, so that background jobs end with the block.
    const child = spawn('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => signalGroup(child, 'SIGKILL'));
    const written = { output: '' };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        written.output += text;
      });
    }
    return { child, written };
  };
  const runAsync = async (commands: string): Promise<ShellResult> => {
    const { child, written } = open(commands);
    // What it left in the background would hold its output open.
    child.once('exit', () => signalGroup(child, 'SIGKILL'));
    const [exitCode] = await once(child, 'close');
    return { exitCode, output: written.output };
  };
  const terminals = new Map<string, Child>();
  return {
    runAsync,
    async runBlockAsync({ text, attributes: { terminal } }) {
      if (terminal === undefined) return await runAsync(text);
      const before = terminals.get(terminal);
      if (before) await endAsync(before);
      const { child, written } = open(text);
      terminals.set(terminal, child);
      // It is up when it says so.
      await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
      return { exitCode: child.exitCode ?? 0, output: written.output };
    },
  };
}

async function endAsync(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  signalGroup(child, 'SIGINT');
  await closed;
}

function signalGroup({ pid }: Child, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended by itself.
  }
}
