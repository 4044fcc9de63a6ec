// An emulated Studio that outlives the command: this very program again, as a process of its own.
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { OpenedStudio, OpenRequest } from '../../command/world/studio-opening.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { makeLaunchFolder } from './launch-records.js';
import { type LaunchParts, launchProgramAsync, type ProcessEnd } from './launch-studio.js';
import { requireReadableFile } from './place-copy.js';
import { isOnlyCandidateAsync, isSessionOf } from './started-studios.js';

export interface EmulatorDoor extends LaunchParts {
  readonly id: string;
  /** Node, and what of this program it runs. */
  readonly node: string;
  readonly program: string;
}

/** What the command was told by its surroundings is not meant for the Studio that it starts. */
const KEPT_VARIABLES = ['STUDIO_BRIDGE_HOME', 'STUDIO_BRIDGE_CLOUD_URL'];

/** @throws BridgeError PLACE_NOT_READABLE, STUDIO_NOT_STARTED */
export async function openEmulatedStudioAsync(
  door: EmulatorDoor,
  { place, port }: OpenRequest,
): Promise<OpenedStudio> {
  const { machine, clock, id, node, program, stateFolder } = door;
  if (place !== undefined) requireReadableFile(place);
  const log = join(makeLaunchFolder(stateFolder), `emulator-${id}.log`);
  const placeName = place === undefined ? `Baseplate-${id.slice(0, 6)}` : nameOf(place);
  const output = openLog(log);
  const startedAt = clock.now();
  try {
    const launched = await launchProgramAsync(door, {
      ...{ id, kind: 'emulator', paths: 'native', isOwned: false, output, place, placeName },
      program: node,
      leadingArgs: [program],
      args: [
        ...['emulator', '--config', 'none'],
        ...(port === undefined ? [] : ['--port', String(port)]),
        ...(place === undefined ? ['--place-name', placeName ?? ''] : ['--place', place]),
      ],
      env: environmentOf(machine.env),
      temporaryFiles: [{ path: log }],
    });
    let end: ProcessEnd | undefined;
    return {
      kind: 'emulator',
      pid: launched.record.process?.pid,
      place,
      placeName,
      exited: launched.exited.then((ended) => {
        end = ended;
      }),
      isOf: (session) => isSessionOf(launched.record, session),
      confirmAsync: async (session) => {
        if (await isOnlyCandidateAsync(door, launched.record, session))
          launched.keepInstance(session.instanceId);
      },
      remarks: () => [],
      explainAsync: async () => explain(log, end, clock.now() - startedAt),
    };
  } finally {
    closeSync(output);
  }
}

/** Of a project, its own name counts, which only its Studio reads. */
function nameOf(place: string): string | undefined {
  return place.endsWith('.project.json') ? undefined : basename(place);
}

function openLog(log: string): number {
  return openSync(log, 'a', 0o600);
}

function environmentOf(env: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !name.startsWith('STUDIO_BRIDGE_') || KEPT_VARIABLES.includes(name),
    ),
  );
}

function explain(log: string, end: ProcessEnd | undefined, waitedMs: number): BridgeError {
  const text = readFileSync(log, 'utf8');
  const [, message = 'it said nothing'] = /^Error: (.+)$/m.exec(text) ?? [];
  const hint = /^Error: .+\n(?:Hint: |\s+)?(.+)$/m.exec(text)?.[1];
  return end === undefined
    ? new BridgeError(
        'STUDIO_NOT_READY',
        `The emulated Studio runs, and its plugin did not connect within ${Math.round(waitedMs / 1000)} s.`,
        { hint: `Give it more time with --wait. What it says: ${log}`, details: { step: 'host', log } },
      )
    : new BridgeError('STUDIO_NOT_READY', `The emulated Studio did not start: ${message}`, {
        ...(hint === undefined ? {} : { hint }),
        details: { step: 'started' },
      });
}
