// What is written down about every Studio that was started here, so that a later command can end exactly that one, and
// clear away what a dead one left. One file a Studio, in the state folder; only its user can read it.
import { randomBytes } from 'node:crypto';
import { accessSync, constants, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import { whyNotWritten } from '../../support/file-errors.js';
import { makeFolder } from '../../support/make-folder.js';
import { saveFile } from '../../support/save-file.js';

const temporaryFile = z.object({
  path: z.string(),
  /** Of the file as it was made: one that has another by now holds somebody's work, and is kept. */
  hash: z.optional(z.string()),
  /** A folder, which goes once nothing is left in it. */
  isFolder: z.optional(z.boolean()),
});
export type TemporaryFile = z.infer<typeof temporaryFile>;

const processMark = z.object({
  pid: z.int(),
  /** In Unix milliseconds: a process with this number that began at another time is another one. */
  startedAtMs: z.number(),
});
export type ProcessMark = z.infer<typeof processMark>;

const launchRecord = z.object({
  id: z.string(),
  kind: z.enum(['studio', 'emulator']),
  createdAtMs: z.number(),
  /** Absent until it has been started. */
  process: z.optional(processMark),
  /** The command that it is to end with; absent for one that stays. */
  owner: z.optional(processMark),
  paths: z.enum(['native', 'windows', 'wine']),
  args: z.array(z.string()),
  /** The file that was opened, as it is called here. */
  place: z.optional(z.string()),
  placeName: z.optional(z.string()),
  placeId: z.optional(z.number()),
  /** What goes when it has ended: the copy of a place, its lock, a plugin for it alone. */
  temporaryFiles: z.array(temporaryFile),
  /** Of the Studio, once its plugin has connected. */
  instanceId: z.optional(z.string()),
});
export type LaunchRecord = z.infer<typeof launchRecord>;

const FOLDER = 'launches';
const ENDING = '.json';

export function createLaunchId(): string {
  return randomBytes(6).toString('hex');
}

export function launchFolder(stateFolder: string): string {
  return join(stateFolder, FOLDER);
}

/**
 * The folder, which is there and can be written to afterwards.
 *
 * @throws BridgeError FILE_NOT_WRITABLE
 */
export function makeLaunchFolder(stateFolder: string): string {
  const folder = launchFolder(stateFolder);
  try {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (cause) {
    throw new BridgeError(
      'FILE_NOT_WRITABLE',
      `What Studio is started with cannot be kept in ${folder}: ${whyNotWritten(cause)}.`,
      { cause, exitCode: 2, hint: 'Name a folder that you may write to: STUDIO_BRIDGE_HOME=/path' },
    );
  }
}

export function writeLaunchRecord(stateFolder: string, record: LaunchRecord): void {
  const path = join(makeLaunchFolder(stateFolder), `${record.id}${ENDING}`);
  saveFile(path, JSON.stringify(record), { mode: 0o600 });
}

export function removeLaunchRecord(stateFolder: string, id: string): void {
  rmSync(join(launchFolder(stateFolder), `${id}${ENDING}`), { force: true });
}

/** Every record that can be read; what is none of ours is passed over. */
export function readLaunchRecords(stateFolder: string): LaunchRecord[] {
  const folder = launchFolder(stateFolder);
  return namesIn(folder)
    .filter((name) => name.endsWith(ENDING))
    .flatMap((name) => {
      const parsed = launchRecord.safeParse(readJson(join(folder, name)));
      return parsed.success ? [parsed.data] : [];
    });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
