// Runs the built program as a user would: a process of its own, with a state folder of its own. Studios that it launched
// outlive it, but not the test.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { childEnv } from '../../scripts/checks/tool.js';
import { PROGRAM } from '../../scripts/program.js';
import { readLaunchRecords } from '../../src/studio/launch/launch-records.js';
import { useTmp } from './use-tmp.js';

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRunOptions {
  /** What it reads from standard input; nothing by default. */
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** A user of the machine besides the one who runs the tests. */
  readonly uid?: number;
  /** Shell commands that set its surroundings first. */
  readonly prelude?: string;
}

export interface RunningCli {
  readonly process: ChildProcessWithoutNullStreams;
  /** Everything it wrote so far. */
  readonly written: { stdout: string; stderr: string };
  readonly ended: Promise<CliResult>;
  /** Waits until `stream` holds what `pattern` asks for; fails if the process ends before. */
  seesAsync(pattern: RegExp, stream?: 'stdout' | 'stderr'): Promise<RegExpExecArray>;
  /** Ends it as Ctrl+C does, and waits. */
  interruptAsync(): Promise<CliResult>;
}

export interface Cli {
  /** The state folder that all processes of this test share. */
  readonly home: string;
  runAsync(args: readonly string[], options?: CliRunOptions): Promise<CliResult>;
  start(args: readonly string[], options?: CliRunOptions): RunningCli;
}

/** `program` is what to start with Node; by default what is built here. */
export function useCli(program = PROGRAM): Cli {
  const home = useTmp();
  onTestFinished(() => {
    for (const { process: launched } of readLaunchRecords(home)) if (launched) endGroup(launched.pid);
  });
  const start = (args: readonly string[], options: CliRunOptions = {}): RunningCli => {
    const words = [process.execPath, program, ...args];
    if (options.prelude !== undefined) words.unshift('sh', '-c', `${options.prelude}; exec "$@"`, 'sh');
    const child = spawn(words[0] ?? '', words.slice(1), {
      cwd: options.cwd ?? home,
      uid: options.uid,
      gid: options.uid,
      env: { ...cleanEnv(), STUDIO_BRIDGE_HOME: home, ...options.env },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdin.on('error', () => {});
    child.stdin.end(options.input);
    return watch(child);
  };
  return { home, start, runAsync: (args, options) => start(args, options).ended };
}

/** The environment without what would change how the program behaves, a container around it included. */
function cleanEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(childEnv()).filter(([name]) => !name.startsWith('STUDIO_BRIDGE_'));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', STUDIO_BRIDGE_LOCAL: 'true' };
}

function watch(child: ChildProcessWithoutNullStreams): RunningCli {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode, ...written }));
  return {
    process: child,
    written,
    ended,
    async seesAsync(pattern, stream = 'stdout') {
      let hasEnded = false;
      void ended.then(() => {
        hasEnded = true;
      });
      for (;;) {
        const match = pattern.exec(written[stream]);
        if (match) return match;
        if (hasEnded) {
          throw new Error(`It ended without ${pattern} on ${stream}:\n${written.stdout}\n${written.stderr}`);
        }
        await Promise.race([once(child[stream], 'data'), ended]);
      }
    },
    async interruptAsync() {
      child.kill('SIGINT');
      return await ended;
    },
  };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
