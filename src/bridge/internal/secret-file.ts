// A secret in a file that only its user can read, made on first use by whichever process needs it first. Read and
// written at one go: it is forty bytes, and every command reads it while it starts.
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { errorCode, whyNotRead, whyNotWritten } from '../../support/file-errors.js';
import { makeFolder } from '../../support/make-folder.js';
import { hasFileModes } from '../../support/operating-system.js';

const SECRET_PATTERN = /^[\x21-\x7e]{16,512}$/;
const OTHERS_MAY_READ = 0o077;

export function isSecret(text: string): boolean {
  return SECRET_PATTERN.test(text);
}

export function ensureSecretFile(path: string, what: string): string {
  return readSecretFile(path, what) ?? createSecretFile(path, what);
}

/** `undefined` where there is no file; `what` names the secret in messages. */
export function readSecretFile(path: string, what: string): string | undefined {
  const hint = 'Delete the file; the next command makes a new one. Then restart what runs with the old one.';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    const message = `The ${what} file ${path} cannot be read: ${whyNotRead(error)}.`;
    if (errorCode(error) !== 'EACCES' && errorCode(error) !== 'EPERM') throw unusable(message, error);
    throw new BridgeError('UNAUTHORIZED', message, {
      cause: error,
      hint: 'Let yourself read it, or choose another folder with STUDIO_BRIDGE_HOME.',
    });
  }
  if (hasFileModes()) {
    const mode = statSync(path).mode & 0o777;
    if ((mode & OTHERS_MAY_READ) !== 0) {
      throw new BridgeError(
        'UNAUTHORIZED',
        `The ${what} file ${path} is open to other users (mode ${mode.toString(8)}).`,
        { hint: `Close it: chmod 600 ${path} (or delete it, if others may have read it).` },
      );
    }
  }
  const secret = text.trim();
  if (SECRET_PATTERN.test(secret)) return secret;
  throw new BridgeError('UNAUTHORIZED', `The ${what} file ${path} does not hold a ${what}.`, { hint });
}

/** Written aside and linked into place: whoever loses a race reads the winner's secret, never half of one. */
function createSecretFile(path: string, what: string): string {
  const secret = randomBytes(32).toString('base64url');
  const aside = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    makeFolder(dirname(path), 0o700);
    writePrivateFile(aside, secret);
    linkSync(aside, path);
    return secret;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return readSecretFile(path, what) ?? secret;
    if (['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(errorCode(error))) {
      return createWithoutLinks(path, what, secret);
    }
    throw unusable(`The ${what} file ${path} cannot be made: ${whyNotWritten(error)}.`, error);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** For file systems without hard links. */
function createWithoutLinks(path: string, what: string, secret: string): string {
  try {
    writePrivateFile(path, secret);
    return secret;
  } catch (error) {
    const found = errorCode(error) === 'EEXIST' ? readSecretFile(path, what) : undefined;
    if (found !== undefined) return found;
    throw unusable(`The ${what} file ${path} cannot be made: ${whyNotWritten(error)}.`, error);
  }
}

/** The machine's doing and not the secret's: a matter of where the state folder is. */
function unusable(message: string, cause: unknown): BridgeError {
  return new BridgeError('FILE_NOT_WRITABLE', message, {
    cause,
    exitCode: 2,
    hint: 'Make room or mend the folder, or choose another one with STUDIO_BRIDGE_HOME.',
  });
}

function writePrivateFile(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${text}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
