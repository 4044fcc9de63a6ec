// Makes the file to open of what a run is given: by this program itself, or by the `rojo` binary where that was asked for.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { interruptionOf } from '../../protocol/interruption.js';
import type { BuildRequest, BuiltPlace } from './job-context.js';

const FOLDER = 'studio-bridge-build-';
const PLACES = new Set(['.rbxl', '.rbxlx']);
const PROJECT = /\.project\.jsonc?$/;

/**
 * A place file. What is one already is taken as it is, once it is clear that it can be opened: a service says nothing of one
 * that it cannot load, and a Studio waits.
 */
export async function buildPlaceAsync({ source, builder, signal }: BuildRequest): Promise<BuiltPlace> {
  const isProject = PROJECT.test(source);
  if (builder === 'rojo' && isProject) return await buildWithRojoAsync(source, signal);
  if (PLACES.has(extname(source).toLowerCase())) {
    const { openPlaceFile } = await import('../../emulator/places/index.js');
    openPlaceFile(source);
    return { source, file: source };
  }
  const { buildPlaceFile } = await import('../../emulator/index.js');
  const bytes = buildPlaceFile(source);
  const file = await newFileAsync(source);
  await writeFile(file, bytes, { signal });
  return { source, file };
}

export async function releaseBuiltPlaceAsync({ file }: BuiltPlace): Promise<void> {
  const folder = dirname(file);
  if (basename(folder).startsWith(FOLDER)) await rm(folder, { recursive: true, force: true });
}

async function newFileAsync(source: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  return join(folder, `${basename(source).replace(/\..*$/, '') || 'place'}.rbxl`);
}

export async function buildWithRojoAsync(source: string, signal: AbortSignal): Promise<BuiltPlace> {
  const file = await newFileAsync(source);
  const child = spawn('rojo', ['build', resolve(source), '--output', file], {
    signal,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.on('close', done);
    child.on('error', (cause: NodeJS.ErrnoException) =>
      fail(signal.aborted ? interruptionOf(signal) : notThere(cause)),
    );
  });
  if (code === 0) return { source, file };
  await releaseBuiltPlaceAsync({ source, file });
  throw new BridgeError(
    'PLACE_NOT_READABLE',
    `rojo could not build ${source}: ${said.trim() || `exit code ${code}`}`,
  );
}

function notThere(cause: NodeJS.ErrnoException): BridgeError {
  return new BridgeError('USAGE', `The program rojo could not be started: ${cause.message}.`, {
    cause,
    hint: 'Put it on the PATH, or leave it out: projects are built without it, too.',
  });
}
