// Makes the file to open of what a run is given: by this program itself, or by the `rojo` binary where that was asked for.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import type { Clock } from '../../support/clock.js';
import type { BuildRequest, BuiltPlace } from './job-context.js';
import { buildWithRojoAsync, withRojosFault } from './rojo-build.js';

const FOLDER = 'studio-bridge-build-';
const PLACES = new Set(['.rbxl', '.rbxlx']);
const PROJECT = /\.project\.jsonc?$/;

export interface BuildSurroundings {
  readonly clock: Clock;
  /** A line about what is going on. */
  readonly notify?: ((line: string) => void) | undefined;
}

/**
 * A place file. What is one already is taken as it is, once it is clear that it can be opened: a service says nothing of one
 * that it cannot load, and a Studio waits.
 */
export async function buildPlaceAsync(
  { source, builder, signal }: BuildRequest,
  { clock, notify }: BuildSurroundings,
): Promise<BuiltPlace> {
  if (builder === 'rojo' && PROJECT.test(source)) return await buildByRojoAsync(source, { clock, signal });
  if (builder === 'rojo') notify?.(`${source} is no Rojo project: there is nothing for rojo to build.`);
  if (PLACES.has(extname(source).toLowerCase())) {
    const { openPlaceFile } = await import('../../emulator/places/index.js');
    openPlaceFile(source);
    return { source, file: source };
  }
  const { buildPlaceFile } = await import('../../emulator/index.js');
  return await builtAsync(source, async (file) => writeFile(file, buildPlaceFile(source), { signal }));
}

export async function releaseBuiltPlaceAsync({ file }: BuiltPlace): Promise<void> {
  const folder = dirname(file);
  if (basename(folder).startsWith(FOLDER)) await rm(folder, { recursive: true, force: true });
}

/** Of a project that is no place, a place file would be its children without itself: it becomes a model first. */
async function buildByRojoAsync(
  source: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<BuiltPlace> {
  const { openPlaceFile, openProject } = await import('../../emulator/places/index.js');
  const { buildPlaceFile } = await import('../../emulator/index.js');
  return await builtAsync(source, async (file) => {
    const isModel = kindOf(source, openProject) === 'model';
    const target = isModel ? join(dirname(file), 'model.rbxm') : file;
    await buildWithRojoAsync({ project: source, file: target, clock, signal });
    if (isModel) await writeFile(file, withRojosFault(source, target, buildPlaceFile), { signal });
    else withRojosFault(source, target, openPlaceFile);
  });
}

/** Undefined where only rojo knows. */
function kindOf(source: string, open: (source: string) => { readonly kind: string }): string | undefined {
  try {
    return open(source).kind;
  } catch {
    return undefined;
  }
}

/** In a folder of its own, which goes where that fails. */
async function builtAsync(source: string, make: (file: string) => Promise<void>): Promise<BuiltPlace> {
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  const file = join(folder, `${basename(source).replace(/\..*$/, '') || 'place'}.rbxl`);
  try {
    await make(file);
    return { source, file };
  } catch (error) {
    await releaseBuiltPlaceAsync({ source, file });
    throw error;
  }
}
