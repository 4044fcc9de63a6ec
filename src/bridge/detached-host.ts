// A host in a process of its own that outlives the command which started it. It is up once the host that answers on
// the port says that it is that very process.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BridgeError } from '../protocol/bridge-error.js';
import { delayAsync } from '../support/delay.js';
import { whyNotWritten } from '../support/file-errors.js';
import { makeFolder } from '../support/make-folder.js';
import { findHostStatusAsync, type HostDoor } from './host-control.js';
import { portTakenAsync } from './internal/place-errors.js';

export interface DetachedHostOptions {
  /** What Node runs, and its arguments: they have to start a host on the door's port. */
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where its output goes. */
  readonly log: string;
  readonly door: HostDoor;
}

export interface DetachedHost {
  readonly pid: number;
  readonly port: number;
  readonly log: string;
}

const START_MS = 15_000;
const POLL_MS = 20;
const MAX_LOG_BYTES = 1024 * 1024;

/** Throws PORT_IN_USE where another host was first. */
export async function startDetachedHostAsync(options: DetachedHostOptions): Promise<DetachedHost> {
  const { door, log } = options;
  const { clock, port } = door;
  if (await findHostStatusAsync(door)) throw await portTakenAsync(port);
  const { child, logStart } = spawnHost(options);
  let ending: string | undefined;
  child.once('error', (error) => {
    ending = error.message;
  });
  child.once('exit', (code, signal) => {
    ending ??= lastErrorIn(log, logStart) ?? `it ended with ${signal ?? `exit code ${code}`}`;
  });
  const startedAt = clock.now();
  for (;;) {
    const status = await findHostStatusAsync(door);
    if (status?.pid !== undefined && status.pid === child.pid) {
      child.unref();
      return { pid: status.pid, port, log };
    }
    if (ending !== undefined && status) throw await portTakenAsync(port);
    const isLate = clock.now() - startedAt > START_MS;
    if (isLate) child.kill();
    if (isLate || ending !== undefined) {
      const why = ending ?? `it did not listen within ${START_MS / 1000} seconds`;
      throw new BridgeError(
        'HOST_UNREACHABLE',
        `The detached host did not start: ${why.replace(/\.$/, '')}.`,
        {
          hint: `Its log says more: ${log}`,
        },
      );
    }
    await delayAsync(clock, POLL_MS);
  }
}

function spawnHost(options: DetachedHostOptions): { child: ChildProcess; logStart: number } {
  const { program, args, environment, log } = options;
  const fd = openLog(log);
  try {
    const logStart = fstatSync(fd).size;
    const child = spawn(process.execPath, [program, ...args], {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', fd, fd],
      env: { ...environment },
    });
    return { child, logStart };
  } finally {
    closeSync(fd);
  }
}

/** Appended to, so that two that start at once spoil nothing; begun anew when it has grown. */
function openLog(log: string): number {
  try {
    makeFolder(dirname(log), 0o700);
    const fd = openSync(log, 'a', 0o600);
    if (fstatSync(fd).size > MAX_LOG_BYTES) ftruncateSync(fd);
    return fd;
  } catch (cause) {
    const message = `The log ${log} cannot be written: ${whyNotWritten(cause)}.`;
    throw new BridgeError('FILE_NOT_WRITABLE', message, { cause });
  }
}

function lastErrorIn(log: string, from: number): string | undefined {
  const text = readFileSync(log).subarray(from).toString('utf8');
  return /^Error: (.+)$/m.exec(text)?.[1];
}
