// Files of reports: each is there whole, or not at all.
import { appendFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
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

function writing(path: string, action: (file: string) => void): string {
  const file = resolve(path);
  try {
    makeFolder(dirname(file));
    action(file);
  } catch (cause) {
    throw new BridgeError('FILE_NOT_WRITABLE', `The report ${file} could not be written.`, { cause });
  }
  return file;
}
