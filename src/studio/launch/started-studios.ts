// The way back to a Studio that an earlier command started: by its session, or where it has none by what was written
// down of it.
import type { StartedStudio } from '../../command/world/studio-opening.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import { placesOf } from '../find-studio.js';
import { pathOf } from '../machine.js';
import type { LaunchRecord } from './launch-records.js';
import type { LaunchParts } from './launch-studio.js';
import { endLaunchAsync, runningLaunchesAsync } from './sweep-launches.js';

export async function findStartedAsync(
  parts: LaunchParts,
  session: SessionInfo,
): Promise<StartedStudio | undefined> {
  const running = await runningLaunchesAsync(parts);
  const known = running.find(({ instanceId }) => instanceId === session.instanceId);
  const candidates = running.filter(
    (record) =>
      record.instanceId === undefined &&
      isSessionOf(record, session) &&
      session.connectedAt >= record.createdAtMs,
  );
  const record = known ?? (candidates.length === 1 ? candidates[0] : undefined);
  return record && startedOf(parts, record);
}

/** Not those that end with another command: they are not left over. */
export async function listUnconnectedAsync(
  parts: LaunchParts,
  sessions: readonly SessionInfo[],
): Promise<StartedStudio[]> {
  const isConnected = (record: LaunchRecord) =>
    sessions.some((session) =>
      record.instanceId === undefined
        ? isSessionOf(record, session)
        : record.instanceId === session.instanceId,
    );
  return (await runningLaunchesAsync(parts))
    .filter((record) => record.owner === undefined && !isConnected(record))
    .flatMap((record) => startedOf(parts, record) ?? []);
}

/** By what a session tells: the name of its file, with or without its ending, or the number of its place. */
export function isSessionOf({ placeName, placeId }: LaunchRecord, session: SessionInfo): boolean {
  if (session.context !== 'edit') return false;
  if (placeId !== undefined) return session.placeId === placeId;
  if (placeName === undefined) return session.origin === 'emulator';
  return [placeName, placeName.replace(/\.[^.]+$/, '')].includes(session.placeName);
}

/** Two that were started with places of one name cannot be told apart by their sessions: then none is taken for sure. */
export async function isOnlyCandidateAsync(
  parts: LaunchParts,
  own: LaunchRecord,
  session: SessionInfo,
): Promise<boolean> {
  const others = (await runningLaunchesAsync(parts)).filter(
    ({ id, instanceId }) => id !== own.id && instanceId === undefined,
  );
  return !others.some((record) => isSessionOf(record, session));
}

function startedOf(parts: LaunchParts, record: LaunchRecord): StartedStudio | undefined {
  if (record.process === undefined) return undefined;
  const { pid } = record.process;
  const { machine } = parts;
  return {
    kind: record.kind,
    pid,
    placeName: nameOf(parts, record),
    askToCloseAsync: async () =>
      (await placesOf(machine)?.askToCloseAsync(machine, { pid, args: record.args, paths: record.paths })) ??
      false,
    endAsync: async () => (await endLaunchAsync(parts, record)).kept,
  };
}

function nameOf({ machine }: LaunchParts, { placeName, place, placeId }: LaunchRecord): string {
  if (placeName !== undefined) return placeName;
  return place === undefined ? `Place ${placeId ?? ''}`.trim() : pathOf(machine).basename(place);
}
