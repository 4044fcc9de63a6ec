// Files that say what shall go wrong (docs/faults.md), of emulated Studios and of the emulated Open Cloud: when, by
// what is in every fault, and what, by the schema of each.
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import { problemOf } from '../../protocol/schema-demand.js';
import { messageOf } from '../../support/thrown-text.js';
import type { CommandFiles } from '../command-context.js';

const count = z.int().check(z.positive());

/** The fields with which each fault says which events it meets. */
export const faultMoment = {
  nth: z.optional(count),
  every: z.optional(count),
  chance: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  times: z.optional(count),
};

export const faultFile = z
  .string()
  .check(z.minLength(1), z.describe('File that says what shall go wrong (docs/faults.md)'));

export const faultFlags = { faults: { value: 'path', isPath: true } } as const;

/** A plan whose faults are of one schema, with further parts beside them. */
export function faultPlan<Fault extends z.ZodMiniType, Rest extends z.core.$ZodLooseShape>(
  fault: Fault,
  rest: Rest,
) {
  return z.strictObject({
    $schema: z.optional(z.string()),
    seed: z.optional(z.int().check(z.minimum(0))),
    faults: z._default(z.array(fault), []),
    ...rest,
  });
}

/** @throws BridgeError USAGE that names the file and the part of it that is wrong. */
export async function readFaultFileAsync<Plan extends z.ZodMiniType>(
  files: CommandFiles,
  path: string,
  plan: Plan,
): Promise<z.output<Plan>> {
  const parsed = plan.safeParse(parseJson(await files.readTextAsync(path), path));
  if (parsed.success) return parsed.data;
  throw refusal(path, problemOf(parsed.error.issues[0]));
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal(path, messageOf(error));
  }
}

const refusal = (path: string, why: string) =>
  new BridgeError('USAGE', `The plan of faults ${path} cannot be used: ${why}.`, {
    hint: 'docs/faults.md says what can be in it.',
  });
