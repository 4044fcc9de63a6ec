// What a stand-in is told about the machine that it plays on, and in which ways it shall fail: by the file beside its
// launcher, and for a single run by a variable of the environment.
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import { problemOf } from '../../protocol/schema-demand.js';

export const STAND_IN_VARIABLE = 'STUDIO_STAND_IN';

const settingsSchema = z.strictObject({
  /** Folders of this machine: where plugins are loaded from, and where logs are written. */
  plugins: z.optional(z.string()),
  logs: z.optional(z.string()),
  /** It takes Windows' paths: what their beginnings (`C:`, `Z:`, `\\wsl.localhost\Debian`) are here. */
  drives: z.optional(z.record(z.string(), z.string())),
  version: z.optional(z.string()),
  /** False: a version of Studio that has no task RunScript. */
  runScript: z.optional(z.boolean()),
  /** From the moment it begins to close until it lets go of the place's lock. */
  lockMs: z.optional(z.number().check(z.minimum(0))),
  /** From then until it ends, while it delivers telemetry. */
  drainMs: z.optional(z.number().check(z.minimum(0))),
  /** Before the place is opened. */
  startMs: z.optional(z.number().check(z.minimum(0))),
  /** A dialog that nobody answers stands before the place. */
  dialog: z.optional(z.boolean()),
  /** Nobody is logged in: nothing is opened. */
  loggedOut: z.optional(z.boolean()),
  /** The place allows no HTTP requests. */
  httpOff: z.optional(z.boolean()),
  /** False: "Load User Plugins In Run Modes" is off. */
  pluginsInPlay: z.optional(z.boolean()),
  /** It loads no plugins at all. */
  noPlugins: z.optional(z.boolean()),
  /**
   * When it crashes: at its start, with the place open, with the plugins loaded, so long after that, or with a line of
   * output.
   */
  crash: z.optional(
    z.union([
      z.enum(['start', 'place', 'plugins']),
      z.strictObject({ afterMs: z.number().check(z.minimum(0)) }),
      z.strictObject({ line: z.string() }),
    ]),
  ),
});

export type StandInSettings = z.output<typeof settingsSchema>;

/** @throws BridgeError FILE_NOT_READABLE, USAGE */
export function readStandInSettings(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): StandInSettings {
  const fromFile = file === undefined ? {} : parse(readText(file), file);
  const text = env[STAND_IN_VARIABLE];
  return { ...fromFile, ...(text ? parse(text, STAND_IN_VARIABLE) : {}) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new BridgeError('FILE_NOT_READABLE', `The settings of the stand-in, ${file}, cannot be read.`, {
      cause,
    });
  }
}

function parse(text: string, source: string): StandInSettings {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new BridgeError('USAGE', `${source} is not JSON.`, { cause });
  }
  const parsed = settingsSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new BridgeError('USAGE', `${source}: ${problemOf(parsed.error.issues[0])}.`);
}
