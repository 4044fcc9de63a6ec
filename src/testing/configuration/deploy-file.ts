// Nevermore's `deploy.nevermore.json`: which project a package's tests are in, which script runs them, and where in Open
// Cloud.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import { problemOf } from '../../protocol/schema-demand.js';
import { ownValue } from '../../support/own-value.js';
import { tryReadText } from '../../support/read-text.js';
import { messageOf } from '../../support/thrown-text.js';

export const DEPLOY_FILE = 'deploy.nevermore.json';
export const DEFAULT_TARGET = 'test';
const DEFAULT_PROJECT = 'default.project.json';

/** Made when there is such a file: most folders have none. */
function createSchema() {
  const id = z.union([z.int().check(z.gte(0)), z.string().check(z.regex(/^\d{1,15}$/))]);
  const place = z.object({
    name: z.optional(z.string()),
    universeId: z.optional(id),
    placeId: z.optional(id),
    project: z.optional(z.string()),
    scriptTemplate: z.optional(z.string()),
    basePlace: z.optional(z.unknown()),
  });
  const target = z.extend(place, {
    places: z.optional(z.union([z.array(place), z.record(z.string(), place)])),
  });
  return z.object({ universeId: z.optional(id), targets: z.record(z.string(), target) });
}

type DeployFile = z.output<ReturnType<typeof createSchema>>;
type Place = Omit<DeployFile['targets'][string], 'places'>;

export interface DeployTarget {
  /** What its place is called, where the target has several. */
  readonly placeName?: string | undefined;
  /** Absolute. */
  readonly project: string;
  readonly script: string | undefined;
  readonly universeId: number | undefined;
  readonly placeId: number | undefined;
  /** What the file asks for and is not done, for people. */
  readonly notes: readonly string[];
}

/** The same for a target that has one place. */
export function readDeployTarget(folder: string, wanted: string | undefined): DeployTarget | undefined {
  const [only, ...others] = readDeployTargets(folder, wanted) ?? [];
  if (others.length === 0) return only;
  throw new BridgeError(
    'USAGE',
    `The target "${wanted ?? DEFAULT_TARGET}" of ${join(folder, DEPLOY_FILE)} has several places.`,
    { hint: 'Test them with: studio-bridge batch test, or name one project with --place.' },
  );
}

/**
 * Each place of the target. Undefined if there is no such file, or none of the default target in it.
 *
 * @param options `isOptional`: a target that is named may be missing as well.
 * @throws BridgeError USAGE if it cannot be used, with what is wrong.
 */
export function readDeployTargets(
  folder: string,
  wanted: string | undefined,
  { isOptional = wanted === undefined } = {},
): DeployTarget[] | undefined {
  const path = join(folder, DEPLOY_FILE);
  const text = tryReadText(path);
  if (text === undefined) {
    if (isOptional) return undefined;
    throw new BridgeError(
      'USAGE',
      `There is no ${DEPLOY_FILE} in ${folder}, so it has no target "${wanted}".`,
    );
  }
  const { targets, universeId } = parse(path, text);
  const name = wanted ?? DEFAULT_TARGET;
  const found = ownValue(targets, name);
  if (!found) {
    if (isOptional) return undefined;
    throw new BridgeError('USAGE', `${path} has no target "${name}".`, {
      hint: `It has ${Object.keys(targets).join(', ') || 'none'}.`,
    });
  }
  const { places = [], ...common } = found;
  const named: Place[] = Array.isArray(places)
    ? places
    : Object.entries(places).map(([key, each]) => ({ name: key, ...each }));
  return (named.length > 0 ? named : [{}]).map((each, index) => {
    const whole = { universeId, ...common, ...each };
    const placeName = each.name ?? String(idOf(each.placeId) ?? index + 1);
    return { ...readPlace(path, name, whole), ...(named.length > 1 ? { placeName } : {}) };
  });
}

function readPlace(path: string, name: string, whole: Place): DeployTarget {
  const folder = dirname(path);
  const usual = existsSync(join(folder, DEFAULT_PROJECT)) ? DEFAULT_PROJECT : undefined;
  const project = whole.project ?? usual;
  if (project === undefined) {
    throw new BridgeError('USAGE', `The target "${name}" of ${path} names no "project".`);
  }
  const { scriptTemplate, universeId, placeId, basePlace } = whole;
  return {
    project: resolve(folder, project),
    script: scriptTemplate === undefined ? undefined : resolve(folder, scriptTemplate),
    universeId: idOf(universeId),
    placeId: idOf(placeId),
    notes:
      basePlace === undefined
        ? []
        : ['its base place is not downloaded: the tests run in what its project builds'],
  };
}

function parse(path: string, text: string): DeployFile {
  const parsed = createSchema().safeParse(tryJson(path, text));
  if (parsed.success) return parsed.data;
  throw refusal(path, parsed.error.issues[0]);
}

function tryJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new BridgeError('USAGE', `${path} is not JSON: ${messageOf(cause)}.`, { cause });
  }
}

function refusal(path: string, issue: z.core.$ZodIssue | undefined): BridgeError {
  const where = issue === undefined ? '' : ` What does not fit: ${problemOf(issue)}.`;
  return new BridgeError(
    'USAGE',
    `${path} is no ${DEPLOY_FILE}: it needs "targets", each with a "project".${where}`,
  );
}

/** None where it is 0, as new files have it. */
const idOf = (value: number | string | undefined): number | undefined => Number(value ?? 0) || undefined;
