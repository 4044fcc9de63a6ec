// Looking at instances, for every command that does: budgets, pages, and what was left out.
import * as z from 'zod/mini';
import type { StudioSession } from '../command-context.js';
import { type DataModelInstance, type DataModelQuery, queryDataModel, type TreeAnswer } from './tree.js';
import { unpackTree } from './unpack-tree.js';

/** Below the size of a frame, with room for what JSON adds. */
const MAX_BYTES = 12 * 1024 * 1024;
/** What a reader gets at once: some 10,000 instances with all that they have. */
const MAX_WRITTEN_BYTES = 40 * 1024 * 1024;
const MAX_SECONDS = 20;

/** What `nextCursor` of an answer is: anything else would begin anew without a word. */
export const cursorInput = z
  .string()
  .check(
    z.regex(/^\d+(@\d+\/\d+)?$/, 'has to be what an answer before gave as its next cursor'),
    z.describe('Where the page before ended'),
  );

/** What a traversal left out. */
export interface Rest {
  readonly truncated: boolean;
  /** What it ran out of. */
  readonly exhausted?: 'nodes' | 'bytes' | 'seconds';
  /** How many there are in all, where they could be counted. */
  readonly total?: number;
  readonly nextCursor?: string;
}

export interface View extends Rest {
  readonly instance: DataModelInstance;
  /** Properties that were asked for by name and could not be read. */
  readonly problems?: readonly { readonly path: string; readonly property: string; readonly why: string }[];
}

/** The part of a command's context that this needs. */
export interface Asker {
  readonly session: Pick<StudioSession, 'invokeAsync'>;
  readonly signal: AbortSignal;
  readonly options: { readonly timeoutMs?: number };
}

/** The answer as it travels. */
export function askTreeAsync(
  query: DataModelQuery,
  { session, signal, options }: Asker,
): Promise<TreeAnswer> {
  return session.invokeAsync(
    queryDataModel,
    { maxBytes: MAX_BYTES, maxSeconds: MAX_SECONDS, packed: true, changesOnly: true, ...query },
    { signal, timeoutMs: options.timeoutMs },
  );
}

export async function lookAsync(query: DataModelQuery, asker: Asker): Promise<View> {
  const answer = await askTreeAsync({ maxWrittenBytes: MAX_WRITTEN_BYTES, ...query }, asker);
  const { packed, instance, truncated = false, exhausted, total, nextCursor, problems } = answer;
  return {
    instance: packed ? unpackTree(packed) : demand(instance),
    truncated,
    ...(exhausted === undefined ? {} : { exhausted }),
    ...(total === undefined ? {} : { total }),
    ...(nextCursor === undefined ? {} : { nextCursor }),
    ...(problems?.length ? { problems } : {}),
  };
}

/** A line on what is missing and how to get it; empty if nothing is. */
export function restText({ truncated, exhausted, total, nextCursor }: Rest): string {
  if (!truncated) return '';
  const why = { nodes: '--limit was reached', bytes: 'the answer is full', seconds: 'the time is over' };
  const of = total === undefined ? '' : ` of ${total} instances`;
  const how = nextCursor === undefined ? '' : ` Go on with --cursor ${nextCursor}`;
  return `… not everything${of}: ${why[exhausted ?? 'nodes']}.${how}`;
}

function demand(instance: DataModelInstance | undefined): DataModelInstance {
  if (!instance) throw new TypeError('The answer has no instance.');
  return instance;
}
