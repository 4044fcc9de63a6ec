// The wire corpus: frames that every decoder of the protocol must accept, and frames that every one must refuse.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import * as z from 'zod';

const CORPUS = join(import.meta.dirname, '..', 'corpus');

const sender = z.enum(['plugin', 'server']);
const acceptCase = z.strictObject({ from: sender, message: z.record(z.string(), z.unknown()) });
const rejectCase = z.strictObject({
  from: sender,
  kind: z.enum(['invalid', 'unknown-type']),
  frame: z.string(),
  /** What can still be read of a refused frame. */
  requestId: z.optional(z.string()),
});

export interface AcceptCase extends z.infer<typeof acceptCase> {
  /** `v2/register/edit`: revision, message type and case. */
  name: string;
}
export interface RejectCase extends z.infer<typeof rejectCase> {
  name: string;
}

export function readAcceptCases(): AcceptCase[] {
  return readFolder((name) => !name.startsWith('reject/')).map(({ name, json }) => ({
    name,
    ...acceptCase.parse(json),
  }));
}

export function readRejectCases(): RejectCase[] {
  return readFolder((name) => name.startsWith('reject/')).map(({ name, json }) => ({
    name,
    ...rejectCase.parse(json),
  }));
}

function readFolder(wanted: (name: string) => boolean): { name: string; json: unknown }[] {
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) =>
      path
        .split(sep)
        .join('/')
        .replace(/\.json$/, ''),
    )
    .filter(wanted)
    .sort()
    .map((name) => ({ name, json: JSON.parse(readFileSync(join(CORPUS, `${name}.json`), 'utf8')) }));
}
