// `--output`: a result that goes to a file. `--open`: a file that somebody wants to look at now.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BridgeError } from '../protocol/bridge-error.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import { whyNotWritten } from '../support/file-errors.js';
import { operatingSystem } from '../support/operating-system.js';
import { probeFile } from '../support/probe-file.js';

/** The command is done by then: it is not what failed. */
export function writeResultFile(path: string, content: string | Uint8Array): void {
  orRefuse(path, 3, () => writeFileSync(path, content));
}

/** Before the command has done anything. The file stays as it is until there is a result. */
export function refuseUnwritable(path: string): void {
  orRefuse(path, 2, () => probeFile(path));
}

function orRefuse(path: string, exitCode: ExitCode, action: () => void): void {
  try {
    action();
  } catch (cause) {
    const message = `Cannot write ${path}: ${whyNotWritten(cause)}.`;
    throw new BridgeError('FILE_NOT_WRITABLE', message, { cause, exitCode });
  }
}

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** A new file for a result that has to be one, with the ending that its kind has. */
export function temporaryFile(content: string | Uint8Array, format: 'text' | 'json' | 'base64'): string {
  const isPng = typeof content !== 'string' && PNG_START.equals(content.subarray(0, PNG_START.length));
  const text = format === 'json' ? 'json' : 'txt';
  const ending = typeof content === 'string' ? text : isPng ? 'png' : 'bin';
  return join(mkdtempSync(join(tmpdir(), 'studio-bridge-')), `result.${ending}`);
}

/** Resolves once the system's program for such files has been started. */
export async function openFileAsync(
  path: string,
  platform: NodeJS.Platform = operatingSystem(),
): Promise<void> {
  const [program, ...args] = openerFor(platform);
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, [...args, path], { detached: true, stdio: 'ignore' });
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
    child.once('error', (cause) => {
      reject(
        new BridgeError('FILE_NOT_READABLE', `Cannot open ${path}: ${program} could not be started.`, {
          cause,
          hint: 'The file is written; open it by hand.',
        }),
      );
    });
  });
}

function openerFor(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['explorer.exe'] : ['xdg-open'];
}
