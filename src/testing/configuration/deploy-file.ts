// Nevermore's `deploy.nevermore.json`: which project a package's tests are in, which script runs them, and where in Open
// Cloud.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';

export const DEPLOY_FILE = 'deploy.nevermore.json';
export const DEFAULT_TARGET = 'test';

const id = z.union([z.number(), z.string()]);
const place = z.object({
  universeId: z.optional(id),
  placeId: z.optional(id),
  project: z.optional(z.string()),
  scriptTemplate: z.optional(z.string()),
});
const target = z.extend(place, {
  places: z.optional(z.union([z.array(place), z.record(z.string(), place)])),
});
const deployFile = z.object({ universeId: z.optional(id), targets: z.record(z.string(), target) });

export interface DeployTarget {
  /** Absolute. */
  readonly project: string;
  readonly script: string | undefined;
  readonly universeId: number | undefined;
  readonly placeId: number | undefined;
}

/**
 * Undefined if there is no such file, or none of the default target in it.
 *
 * @throws BridgeError USAGE if it cannot be used, with what is wrong.
 */
export function readDeployTarget(folder: string, wanted: string | undefined): DeployTarget | undefined {
  const path = join(folder, DEPLOY_FILE);
  const text = readOrUndefined(path);
  if (text === undefined) {
    if (wanted === undefined) return undefined;
    throw new BridgeError(
      'USAGE',
      `There is no ${DEPLOY_FILE} in ${folder}, so it has no target "${wanted}".`,
    );
  }
  const { targets, universeId } = parse(path, text);
  const name = wanted ?? DEFAULT_TARGET;
  const found = targets[name];
  if (!found) {
    if (wanted === undefined) return undefined;
    throw new BridgeError('USAGE', `${path} has no target "${name}".`, {
      hint: `It has ${Object.keys(targets).join(', ') || 'none'}.`,
    });
  }
  if (found.places !== undefined && Object.keys(found.places).length > 0) {
    throw new BridgeError('USAGE', `The target "${name}" of ${path} has several places.`, {
      hint: 'Test them with: studio-bridge batch test, or name one project with --place.',
    });
  }
  if (found.project === undefined) {
    throw new BridgeError('USAGE', `The target "${name}" of ${path} names no "project".`);
  }
  return {
    project: resolve(dirname(path), found.project),
    script: found.scriptTemplate === undefined ? undefined : resolve(dirname(path), found.scriptTemplate),
    universeId: numberOf(found.universeId ?? universeId),
    placeId: numberOf(found.placeId),
  };
}

function parse(path: string, text: string): z.output<typeof deployFile> {
  try {
    return deployFile.parse(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch (cause) {
    throw new BridgeError(
      'USAGE',
      `${path} is no ${DEPLOY_FILE}: it needs "targets", each with a "project".`,
      {
        cause,
      },
    );
  }
}

const numberOf = (value: number | string | undefined) => (value === undefined ? undefined : Number(value));

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
