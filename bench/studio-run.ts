// `process run` in a Roblox Studio that the stand-in plays, with its slow end: how soon the first line is there, how long
// the end takes, and whether many at once disturb each other.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnv } from '../scripts/checks/tool.js';
import { PROGRAM } from '../scripts/program.js';
import { writeLauncher } from '../src/emulator/as-studio/launcher-file.js';
import { type Figure, median } from './harness.js';

const ROUNDS = 15;
const AT_ONCE = 20;
const FIRST_LINE_LIMIT_MS = 2000;
const END_LIMIT_MS = 500;

interface Run {
  readonly stdout: string;
  readonly exitCode: number | null;
  readonly firstLineMs: number;
  /** From the script's last statement to the end of the process. */
  readonly endMs: number;
}

export async function studioRunFiguresAsync(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-bench-'));
  try {
    const studio = makeStudio(folder);
    const env = { ...childEnv(), STUDIO_BRIDGE_HOME: join(folder, 'home'), ROBLOX_STUDIO_PATH: studio };
    const runAsync = (script: string) => timeAsync(PROGRAM, ['process', 'run', script], env);
    const runs: Run[] = [];
    const floors: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const run = await runAsync(timed('print("first")'));
      const floor = await timeAsync(undefined, ['-e', 'console.log(0)'], env);
      // The first one warms the caches of the machine.
      if (round === 0) continue;
      runs.push(run);
      floors.push(floor.firstLineMs);
    }
    const startedAt = performance.now();
    const names = Array.from({ length: AT_ONCE }, (_, index) => `run ${index}`);
    const many = await Promise.all(
      names.map((name) => runAsync(timed(`for _ = 1, 3 do print("${name}") task.wait() end`))),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const disturbed = many.filter(
      ({ stdout, exitCode }, index) => exitCode !== 0 || !stdout.startsWith(`${names[index]}\n`.repeat(3)),
    );
    const left = readdirSync(join(folder, 'home', 'launches'));
    const floor = `a bare node prints its first line after ${median(floors).toFixed(0)} ms`;
    return [
      figure(
        'studio run, first line',
        runs.map(({ firstLineMs }) => firstLineMs),
        FIRST_LINE_LIMIT_MS,
        floor,
      ),
      figure(
        'studio run, end',
        runs.map(({ endMs }) => endMs),
        END_LIMIT_MS,
        'from the script’s end to the exit',
      ),
      {
        name: 'studio run, disturbed',
        value: disturbed.length + left.length,
        unit: 'runs',
        limit: 0,
        detail: `of ${AT_ONCE} at once, in ${seconds.toFixed(1)} s; files that are left count`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeStudio(folder: string): string {
  const launcher = join(folder, 'Roblox', 'Versions', 'version-1', 'RobloxStudio');
  const plugins = join(folder, 'Roblox', 'Plugins');
  mkdirSync(plugins, { recursive: true });
  const path = writeLauncher({ launcher, settings: undefined, node: process.execPath, program: PROGRAM });
  writeFileSync(`${path}.json`, JSON.stringify({ plugins, logs: join(folder, 'Roblox', 'logs') }));
  return path;
}

/** At its end it says when that is. */
const timed = (script: string) => `${script} print("at " .. DateTime.now().UnixTimestampMillis)`;

async function timeAsync(
  program: string | undefined,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...(program === undefined ? [] : [program]), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  let firstLineMs = Number.NaN;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout === '') firstLineMs = performance.now() - startedAt;
    stdout += text;
  });
  const [exitCode] = await once(child, 'close');
  const scriptEnd = Number(/^at (\d+)$/m.exec(stdout)?.[1]);
  return { stdout, exitCode, firstLineMs, endMs: Date.now() - scriptEnd };
}

function figure(name: string, times: readonly number[], limit: number, detail: string): Figure {
  return { name, value: median(times), unit: 'ms', limit, detail };
}
