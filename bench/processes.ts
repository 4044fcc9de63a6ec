// Starts programs for the benches: whole runs that are timed, and hosts and Studios that stay meanwhile.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { childEnv } from '../scripts/checks/tool.js';
import { PROGRAM } from '../scripts/program.js';
import { freePortAsync } from '../tests/support/free-port.js';

/** The milliseconds from the start of a Node process to its end; it must succeed. */
export function timeNode(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: { ...childEnv(), ...env },
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const elapsedMs = performance.now() - startedAt;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return elapsedMs;
}

export const timeBareNode = () => timeNode(['-e', '0']);
export const timeCli = (args: readonly string[], env?: NodeJS.ProcessEnv, cwd?: string) =>
  timeNode([PROGRAM, ...args], env, cwd);

export interface Staying {
  readonly port: number;
  readonly home: string;
  stopAsync(): Promise<void>;
}

/** How a bench joins that host. */
export const clientOf = ({ port, home }: Staying) => ({
  port,
  role: 'client',
  clientVersion: 'bench',
  stateFolder: home,
  local: true,
});

/** A host and an emulated Studio that is connected to it, each a process of its own. */
export async function startHostAndStudioAsync(home: string): Promise<Staying> {
  const port = await freePortAsync();
  const host = startCli(['serve', '--port', String(port), '--json'], home);
  const untilAsync = readEvents(host);
  await untilAsync('started');
  const studio = startCli(['emulator', '--port', String(port)], home);
  studio.stdout?.resume();
  await untilAsync('session-connected');
  return {
    port,
    home,
    async stopAsync() {
      await Promise.all([endAsync(studio), endAsync(host)]);
    },
  };
}

export function startNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, args, {
    env: { ...childEnv(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

export async function endAsync(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

export type Event = Readonly<Record<string, unknown>>;

/** Reads a process's JSON lines from now on; the result waits for an `event`, or finds it among those that came. */
export function readEvents(child: ChildProcess): (event: string) => Promise<Event> {
  if (!child.stdout) throw new Error('Its output is not read.');
  const seen: Event[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    seen.push(JSON.parse(line));
    lines.emit('event');
  });
  let isClosed = false;
  lines.on('close', () => {
    isClosed = true;
    lines.emit('event');
  });
  return async (event) => {
    for (;;) {
      const found = seen.find((entry) => entry.event === event);
      if (found) return found;
      if (isClosed) throw new Error(`It ended before it said "${event}".`);
      await once(lines, 'event');
    }
  };
}

function startCli(args: readonly string[], home: string): ChildProcess {
  return startNode([PROGRAM, ...args], { STUDIO_BRIDGE_HOME: home });
}
