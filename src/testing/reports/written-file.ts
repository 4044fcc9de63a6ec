// Files of reports: each is there whole, or not at all.
import { accessSync, appendFileSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { whyNotWritten } from '../../support/file-errors.js';
import { makeFolder } from '../../support/make-folder.js';
import { saveFile } from '../../support/save-file.js';

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
 * Makes its folder. What can only show when it is written is told of then.
 *
 * @throws BridgeError FILE_NOT_WRITABLE
 */
export function refuseUnwritable(path: string): void {
  writing(path, (file) => {
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error('it is a folder');
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  });
}

/** Devices and pipes take one report after the other. */
export function isOrdinary(file: string): boolean {
  return !existsSync(file) || statSync(file).isFile();
}

function writing(path: string, action: (file: string) => void): string {
  const file = resolve(path);
  try {
    makeFolder(dirname(file));
    action(file);
  } catch (cause) {
    throw new BridgeError(
      'FILE_NOT_WRITABLE',
      `The report ${file} could not be written: ${whyNotWritten(cause)}.`,
      {
        cause,
      },
    );
  }
  return file;
}
