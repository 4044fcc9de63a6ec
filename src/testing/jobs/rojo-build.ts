// A project as the `rojo` binary builds it, for those who want exactly what it makes of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { interruptionOf } from '../../protocol/interruption.js';
import type { Clock } from '../../support/clock.js';
import { errorCode } from '../../support/file-errors.js';
import { messageOf } from '../../support/thrown-text.js';

/** Projects of any size are built in seconds. */
const LONGEST_MS = 120_000;
/** Of what it says, the end is kept. */
const MOST_CHARACTERS = 2_000;
const WITHOUT_ROJO = 'Mend what rojo says, or leave out --builder rojo: projects are built without it, too.';

interface RojoRequest {
  readonly project: string;
  /** Its ending says what it becomes. */
  readonly file: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** @throws BridgeError PLACE_NOT_READABLE, TIMEOUT, USAGE where there is no such program, CANCELLED */
export async function buildWithRojoAsync({ project, file, clock, signal }: RojoRequest): Promise<void> {
  if (signal.aborted) throw interruptionOf(signal);
  const child = spawn('rojo', ['build', resolve(project), '--output', file], {
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listen = (part: Buffer) => {
    said = (said + part.toString()).slice(-MOST_CHARACTERS);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const end = await endAsync(child, { clock, signal });
  if (end !== 'exit code 0') {
    const why = said.trim() === '' ? end : `${end}\n${said.trim()}`;
    throw notBuilt(`rojo could not build ${project}: ${why}`);
  }
  if (!existsSync(file)) {
    throw notBuilt(`rojo says that it has built ${project}, but there is no ${extname(file)} file.`);
  }
}

/** What it has built is not looked at by whoever asked for it: it is its own fault if it cannot be opened. */
export function withRojosFault<Result>(
  project: string,
  file: string,
  open: (file: string) => Result,
): Result {
  try {
    return open(file);
  } catch (error) {
    const why = messageOf(error).replace(`Cannot open ${file}: `, '');
    throw notBuilt(`What rojo has built of ${project} cannot be opened: ${why}`);
  }
}

/** How it ended, in words. */
function endAsync(child: ChildProcess, { clock, signal }: Pick<RojoRequest, 'clock' | 'signal'>) {
  return new Promise<string>((done, fail) => {
    const timer = clock.setTimer(LONGEST_MS, () => {
      child.kill('SIGKILL');
      const message = `rojo had not built the project after ${LONGEST_MS / 1000} s, and was ended.`;
      fail(new BridgeError('TIMEOUT', message, { hint: WITHOUT_ROJO }));
    });
    child.on('close', (code, killedBy) => {
      timer.cancel();
      done(code === null ? `it was ended by ${killedBy}` : `exit code ${code}`);
    });
    child.on('error', (cause) => {
      timer.cancel();
      fail(signal.aborted ? interruptionOf(signal) : notStarted(cause));
    });
  });
}

function notStarted(cause: Error): BridgeError {
  const isMissing = errorCode(cause) === 'ENOENT';
  const message = isMissing
    ? 'There is no program rojo on the PATH.'
    : `The program rojo could not be started: ${cause.message}.`;
  return new BridgeError('USAGE', message, {
    cause,
    hint: 'Install it, or leave out --builder rojo: projects are built without it, too.',
  });
}

function notBuilt(message: string): BridgeError {
  return new BridgeError('PLACE_NOT_READABLE', message, { hint: WITHOUT_ROJO });
}
