// A program that stands in for Roblox Studio, with folders of its own for plugins and logs, as the built program makes
// one for a user.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { childEnv } from '../../scripts/checks/tool.js';
import { PROGRAM } from '../../scripts/program.js';
import { writeLauncher } from '../../src/emulator/as-studio/launcher-file.js';
import type { StandInSettings } from '../../src/emulator/as-studio/stand-in-settings.js';
import { bridgePluginFile } from '../../src/studio/plugin/bridge-plugin-file.js';
import { useTmp } from './use-tmp.js';

export interface StandIn {
  /** What is started in Studio's place. */
  readonly program: string;
  readonly folder: string;
  readonly plugins: string;
  readonly logs: string;
  /** Changes how the next one behaves. */
  behave(settings: StandInSettings): void;
  /** The bridge's plugin as it is installed, but for these ports. */
  installPlugin(ports: readonly number[]): void;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): RunningStandIn;
  /** What all runs so far have logged. */
  logText(): string;
  /** The processes of all runs so far, and whether one still runs. */
  pids(): number[];
  isAlive(pid: number): boolean;
}

export interface RunningStandIn {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Waits until its log holds what `pattern` asks for; fails if it ends before. */
  seesAsync(pattern: RegExp): Promise<RegExpExecArray>;
}

/** `program` is where it is put, below `folder`: the systems find Studio by such names. */
export function useStandIn({
  folder = useTmp(),
  program = join('Studio', 'RobloxStudioBeta'),
  settings = {},
}: {
  folder?: string;
  program?: string;
  settings?: StandInSettings;
} = {}): StandIn {
  const plugins = settings.plugins ?? join(folder, 'Plugins');
  const logs = settings.logs ?? join(folder, 'logs');
  const launcher = join(folder, program);
  for (const made of [plugins, dirname(launcher)]) mkdirSync(made, { recursive: true });
  const behave = (changed: StandInSettings) =>
    writeFileSync(
      `${launcher}.json`,
      JSON.stringify({ plugins, logs, lockMs: 0, drainMs: 0, ...settings, ...changed }),
    );
  behave({});
  const path = writeLauncher({ launcher, settings: undefined, node: process.execPath, program: PROGRAM });
  return {
    program: path,
    folder,
    plugins,
    logs,
    behave,
    installPlugin(ports) {
      const { fileName, text } = bridgePluginFile({ ports });
      writeFileSync(join(plugins, fileName), text);
    },
    start(args, env = {}) {
      const child = spawn(path, args, {
        env: { ...childEnv(), ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return watch(child);
    },
    logText: () => readLogs(logs),
    pids: () =>
      [...readLogs(logs).matchAll(/,([0-9a-f]+) \[FLog::StandIn\] This stands in/g)].map(([, pid = '']) =>
        Number.parseInt(pid, 16),
      ),
    isAlive,
  };
}

function readLogs(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

/** One that has ended may stand in the table for a while, until somebody takes note. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function watch(child: ChildProcess): RunningStandIn {
  let shown = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  let hasEnded = false;
  const ended = once(child, 'close').then(([exitCode, signal]) => {
    hasEnded = true;
    return { exitCode, signal };
  });
  return {
    process: child,
    ended,
    async seesAsync(pattern) {
      for (;;) {
        const match = pattern.exec(shown);
        if (match) return match;
        if (hasEnded || !child.stdout) throw new Error(`It ended without ${pattern}:\n${shown}`);
        await Promise.race([once(child.stdout, 'data'), ended]);
      }
    },
  };
}
