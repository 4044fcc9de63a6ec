// Ends a Studio that was started here, and clears away what those left that have ended: also one whose command was
// killed before it could.
import { createHash } from 'node:crypto';
import { readFileSync, rmdirSync, rmSync } from 'node:fs';
import type { Clock } from '../../support/clock.js';
import { delayAsync } from '../../support/delay.js';
import { errorCode } from '../../support/file-errors.js';
import { placesOf } from '../find-studio.js';
import type { Machine } from '../machine.js';
import {
  type LaunchRecord,
  type ProcessMark,
  readLaunchRecords,
  removeLaunchRecord,
  type TemporaryFile,
} from './launch-records.js';
import type { LaunchParts } from './launch-studio.js';
import { lockOf } from './place-lock.js';

/** Clocks of systems and processes differ by a little; a number is not used again so soon. */
const SAME_START_MS = 3_000;
const END_MS = 10_000;
const POLL_MS = 25;
/** A record without a process this old was left by a command that was killed before it started one. */
const STARTING_MS = 60_000;

export interface Sweep {
  /** Studios that nobody waited for any more, and that were ended. */
  readonly ended: readonly LaunchRecord[];
  /** Temporary places that somebody changed: they are where they were. */
  readonly kept: readonly string[];
}

/** Those that still run. */
export async function runningLaunchesAsync(parts: LaunchParts): Promise<LaunchRecord[]> {
  const records = readLaunchRecords(parts.stateFolder);
  const running = await Promise.all(records.map((record) => isRunningAsync(parts.machine, record.process)));
  return records.filter((_, index) => running[index]);
}

/** Ends it and removes what was made for it. */
export async function endLaunchAsync(parts: LaunchParts, record: LaunchRecord): Promise<Sweep> {
  const { machine, clock } = parts;
  const { process: mark } = record;
  if (mark !== undefined && (await isRunningAsync(machine, mark))) {
    await placesOf(machine)?.endAsync(machine, { pid: mark.pid, args: record.args, paths: record.paths });
    await untilGoneAsync(machine, clock, mark);
    if (!(await isRunningAsync(machine, mark))) removeLock(parts, record);
  }
  return { ended: [record], kept: forgetLaunch(parts, record) };
}

/**
 * One that was ended lets go of nothing. A place that was locked before is opened as a copy, so that the lock is this
 * Studio's own, unless another one was started with the place at the same moment.
 */
function removeLock({ stateFolder }: LaunchParts, { id, place }: LaunchRecord): void {
  if (place === undefined) return;
  if (readLaunchRecords(stateFolder).some((other) => other.id !== id && other.place === place)) return;
  remove({ path: lockOf(place) });
}

export async function sweepLaunchesAsync(parts: LaunchParts): Promise<Sweep> {
  const ended: LaunchRecord[] = [];
  const kept: string[] = [];
  await Promise.all(
    readLaunchRecords(parts.stateFolder).map(async (record) => {
      const { owner } = record;
      const isOwned = owner !== undefined && (await isRunningAsync(parts.machine, owner));
      if (isOwned || (record.process === undefined && isFresh(record, parts.clock))) return;
      const isRunning = await isRunningAsync(parts.machine, record.process);
      if (isRunning && owner === undefined) return;
      if (isRunning) ended.push(record);
      kept.push(...(isRunning ? (await endLaunchAsync(parts, record)).kept : forgetLaunch(parts, record)));
    }),
  );
  return { ended, kept };
}

/** Removes the record and its files; gives back those that were kept. What cannot be removed now is left to the next sweep. */
export function forgetLaunch({ stateFolder }: LaunchParts, record: LaunchRecord): string[] {
  const removals = record.temporaryFiles.map((file) => ({ path: file.path, removal: remove(file) }));
  if (removals.every(({ removal }) => removal !== 'stuck')) removeLaunchRecord(stateFolder, record.id);
  return removals.filter(({ removal }) => removal === 'changed').map(({ path }) => path);
}

export function hashOfFile(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return undefined;
  }
}

function remove({ path, hash, isFolder }: TemporaryFile): 'gone' | 'changed' | 'stuck' {
  const present = hash === undefined ? undefined : hashOfFile(path);
  if (present !== undefined && present !== hash) return 'changed';
  try {
    // A folder that is not empty yet holds what was kept.
    if (isFolder) rmdirSync(path);
    else rmSync(path, { force: true, recursive: true, maxRetries: 5, retryDelay: 50 });
    return 'gone';
  } catch (error) {
    return ['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error)) ? 'gone' : 'stuck';
  }
}

function isFresh(record: LaunchRecord, clock: Clock): boolean {
  return clock.wallTime() - record.createdAtMs < STARTING_MS;
}

export async function isRunningAsync(machine: Machine, mark: ProcessMark | undefined): Promise<boolean> {
  if (mark === undefined || !machine.signal(mark.pid, 0)) return false;
  const startMs = await placesOf(machine)?.processStartMsAsync(machine, mark.pid);
  if (startMs === 'ended') return false;
  return startMs === undefined || Math.abs(startMs - mark.startedAtMs) < SAME_START_MS;
}

async function untilGoneAsync(machine: Machine, clock: Clock, mark: ProcessMark): Promise<void> {
  const startedAt = clock.now();
  while (clock.now() - startedAt < END_MS && (await isRunningAsync(machine, mark))) {
    await delayAsync(clock, POLL_MS);
  }
}
