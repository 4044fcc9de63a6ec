// Starts a Studio as a process of its own, which no shell sees and which does not die with the command, and writes down
// what there is to know of it before and after.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock } from '../../support/clock.js';
import type { StudioInstallation } from '../installation.js';
import type { Machine } from '../machine.js';
import {
  createLaunchId,
  type LaunchRecord,
  removeLaunchRecord,
  type TemporaryFile,
  writeLaunchRecord,
} from './launch-records.js';
import { type StudioOrder, studioArguments } from './studio-arguments.js';

export interface LaunchParts {
  readonly machine: Machine;
  readonly stateFolder: string;
  readonly clock: Clock;
}

export interface StudioStart {
  /** Where the caller has named temporary files by it; otherwise a new one. */
  readonly id?: string | undefined;
  readonly installation: StudioInstallation;
  readonly order: StudioOrder;
  /** It ends with this process: if that is killed, the next command ends it. Otherwise it stays. */
  readonly isOwned: boolean;
  readonly place?: string | undefined;
  readonly placeName?: string | undefined;
  readonly placeId?: number | undefined;
  readonly temporaryFiles?: readonly TemporaryFile[] | undefined;
  /** Without a window of its own, where the system can do so. */
  readonly isHidden?: boolean | undefined;
}

export interface ProgramStart extends Omit<StudioStart, 'installation' | 'order'> {
  readonly kind: LaunchRecord['kind'];
  readonly paths: StudioInstallation['paths'];
  readonly program: string;
  readonly leadingArgs: readonly string[];
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** An open file for what it prints; without one nobody hears it. */
  readonly output?: number | undefined;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface LaunchedProcess {
  readonly record: LaunchRecord;
  /** Settles when the process that was started has ended. */
  readonly exited: Promise<ProcessEnd>;
  /** Writes down whose Studio it is. */
  keepInstance(instanceId: string): void;
}

/** @throws BridgeError STUDIO_NOT_STARTED if the system does not start the program. */
export async function launchStudioAsync(parts: LaunchParts, start: StudioStart): Promise<LaunchedProcess> {
  const { installation, order, ...rest } = start;
  const { program, leadingArgs, paths } = installation;
  return await launchProgramAsync(parts, {
    ...rest,
    kind: 'studio',
    paths,
    program,
    leadingArgs,
    args: studioArguments(order),
  });
}

export async function launchProgramAsync(parts: LaunchParts, start: ProgramStart): Promise<LaunchedProcess> {
  const { stateFolder, clock } = parts;
  let record = recordOf(start, clock);
  writeLaunchRecord(stateFolder, record);
  const child = spawn(start.program, [...start.leadingArgs, ...start.args], {
    cwd: dirname(start.program),
    detached: true,
    windowsHide: start.isHidden ?? false,
    stdio: ['ignore', start.output ?? 'ignore', start.output ?? 'ignore'],
    env: { ...(start.env ?? parts.machine.env) },
  });
  const exited = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const update = (more: Partial<LaunchRecord>) => {
    record = { ...record, ...more };
    writeLaunchRecord(stateFolder, record);
  };
  // At once, not when the system reports back: whoever is killed meanwhile leaves a trace.
  if (child.pid !== undefined) update({ process: { pid: child.pid, startedAtMs: clock.wallTime() } });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      removeLaunchRecord(stateFolder, record.id);
      reject(notStarted(start.program, cause));
    });
  });
  child.unref();
  return {
    get record() {
      return record;
    },
    exited,
    keepInstance: (instanceId) => update({ instanceId }),
  };
}

function recordOf(start: ProgramStart, clock: Clock): LaunchRecord {
  const { id = createLaunchId(), kind, paths, args, place, placeName, placeId, temporaryFiles = [] } = start;
  return {
    id,
    kind,
    createdAtMs: clock.wallTime(),
    paths,
    args: [...args],
    temporaryFiles: [...temporaryFiles],
    ...(start.isOwned ? { owner: thisProcess(clock) } : {}),
    ...(place === undefined ? {} : { place }),
    ...(placeName === undefined ? {} : { placeName }),
    ...(placeId === undefined ? {} : { placeId }),
  };
}

function thisProcess(clock: Clock) {
  return { pid: process.pid, startedAtMs: clock.wallTime() - process.uptime() * 1000 };
}

function notStarted(program: string, cause: Error): BridgeError {
  const code = 'code' in cause ? cause.code : undefined;
  const why =
    code === 'ENOENT'
      ? 'it is not there'
      : code === 'EACCES'
        ? 'this user may not run it'
        : cause.message.replace(/\.$/, '');
  return new BridgeError('STUDIO_NOT_STARTED', `${program} could not be started: ${why}.`, { cause });
}
