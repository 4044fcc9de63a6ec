// Files of reports: each is there whole, or not at all.
import { appendFileSync, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { ExitCode } from '../../protocol/error-catalog.js';
import { whyNotWritten } from '../../support/file-errors.js';
import { makeFolder } from '../../support/make-folder.js';
import { probeFile } from '../../support/probe-file.js';
import { probeSaving, saveFile } from '../../support/save-file.js';

/** Of a run that has a verdict, but not every report that was asked for: what failed is what it ran on. */
const MISSING_REPORT: ExitCode = 3;
/** What was asked for can be known to be wrong before anything runs. */
const WRONG_PATH: ExitCode = 2;

/**
 * Returns the absolute path.
 *
 * @throws BridgeError FILE_NOT_WRITABLE
 */
export function writeReport(path: string, text: string): string {
  return writing(path, (file) =>
    saveFile(file, Buffer.from(text === '' || text.endsWith('\n') ? text : `${text}\n`)),
  );
}

/** To a file that others write to as well. */
export function appendReport(path: string, text: string): string {
  return writing(path, (file) => appendFileSync(file, text));
}

/**
 * Makes its folder, and leaves the file as it is. What can only show when it is written is told of then.
 *
 * @param options `isGrowing`: it is written bit by bit, and not put in the place of the one before.
 * @throws BridgeError FILE_NOT_WRITABLE
 */
export function refuseUnwritable(path: string, { isGrowing = false } = {}): void {
  writing(path, isGrowing ? probeFile : probeSaving, WRONG_PATH);
}

/** Devices and pipes take one report after the other. */
export function isOrdinary(file: string): boolean {
  return !existsSync(file) || statSync(file).isFile();
}

/** Does it with the absolute path, and says of which report it is if that fails. */
export function writing(path: string, action: (file: string) => void, exitCode = MISSING_REPORT): string {
  const file = resolve(path);
  try {
    makeFolder(dirname(file));
    action(file);
  } catch (cause) {
    const why = whyNotWritten(cause);
    throw new BridgeError('FILE_NOT_WRITABLE', `The report ${file} could not be written: ${why}.`, {
      cause,
      exitCode,
    });
  }
  return file;
}
