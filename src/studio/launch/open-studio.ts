// A Studio that outlives the command: which one, what it is told, how its session is known, and what to say if none
// comes.
import type { OpenedStudio, OpenRequest } from '../../command/world/studio-opening.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { StudioInstallation } from '../installation.js';
import { pathOf } from '../machine.js';
import { writeBlankPlace } from './blank-place.js';
import { diagnoseLaunch, runModesRemark } from './launch-diagnosis.js';
import { type LaunchParts, launchStudioAsync, type ProcessEnd } from './launch-studio.js';
import { type PreparedPlace, preparePlace, requirePlaceFile, temporaryPlace } from './place-copy.js';
import { isOnlyCandidateAsync, isSessionOf } from './started-studios.js';
import type { StudioTask } from './studio-arguments.js';
import { toStudioPath } from './studio-paths.js';

export interface StudioDoor extends LaunchParts {
  readonly installation: StudioInstallation;
  readonly id: string;
  /** Before somebody waits for the plugin: throws what would keep it from connecting. */
  requirePluginAsync(): Promise<void>;
}

/** @throws BridgeError PLACE_NOT_READABLE, PLUGIN_NOT_INSTALLED, STUDIO_NOT_STARTED */
export async function openRobloxStudioAsync(
  door: StudioDoor,
  request: OpenRequest,
  notify: (line: string) => void,
): Promise<OpenedStudio> {
  const { machine, installation, id, clock } = door;
  const { published, position, extra } = request;
  if (request.place !== undefined) requirePlaceFile(request.place);
  if (request.isAwaited) await door.requirePluginAsync();
  const file = published ? undefined : fileFor(door, request);
  if (file?.copiedBecause !== undefined) {
    notify(`A copy is opened, ${file.path}, because of ${request.place}: ${file.copiedBecause}.`);
  }
  const placeName = file && pathOf(machine).basename(file.path);
  const task: StudioTask = file
    ? { kind: 'edit-file', place: toStudioPath(machine, installation, file.path) }
    : publishedTask(published);
  const startedAtMs = clock.wallTime();
  const startedAt = clock.now();
  const launched = await launchStudioAsync(door, {
    id,
    installation,
    order: { task, position: position && definedOf(position), extra },
    isOwned: false,
    place: file?.path,
    placeName,
    placeId: published?.placeId,
    temporaryFiles: file?.temporaryFiles,
  });
  let end: ProcessEnd | undefined;
  const exited = launched.exited.then((ended) => {
    end = ended;
  });
  return {
    kind: 'studio',
    pid: launched.record.process?.pid,
    place: file?.path,
    placeName,
    exited,
    isOf: (session) => isSessionOf(launched.record, session),
    confirmAsync: async (session) => {
      if (await isOnlyCandidateAsync(door, launched.record, session))
        launched.keepInstance(session.instanceId);
    },
    remarks: () => [runModesRemark(machine, installation)].filter((remark) => remark !== undefined),
    explainAsync: async () =>
      diagnoseLaunch({
        ...{ machine, installation, launched, place: file?.path, startedAtMs, end },
        waitedMs: clock.now() - startedAt,
        isLeft: true,
      }),
  };
}

function fileFor(door: StudioDoor, { place }: OpenRequest): PreparedPlace {
  if (place !== undefined) return preparePlace(door, door.installation, place, door.id);
  const path = writeBlankPlace(door.stateFolder, door.id);
  return { path, copiedBecause: undefined, temporaryFiles: temporaryPlace(path) };
}

function publishedTask(published: OpenRequest['published']): StudioTask {
  if (!published) throw new BridgeError('USAGE', 'No place was named.');
  const { placeId, universeId, placeVersion } = published;
  return placeVersion === undefined
    ? { kind: 'edit-place', placeId, universeId }
    : { kind: 'edit-place-revision', placeId, universeId, placeVersion };
}

function definedOf({ script, ...numbers }: NonNullable<OpenRequest['position']>) {
  const given = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return { script, ...Object.fromEntries(given) };
}
