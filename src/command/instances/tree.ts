// The action behind everything that looks at instances: what is asked, what comes back, and the form it travels in.
import * as z from 'zod/mini';
import { defineAction } from '../../protocol/define-action.js';
import { type SerializedValue, serializedValue } from '../../protocol/values.js';
import { wireObject, wireRecord } from '../../protocol/wire-object.js';
import source from './tree.luau';

/** What the wire specifies; a plugin sends it to whoever does not ask for the packed form. */
export interface DataModelInstance {
  readonly name: string;
  readonly className: string;
  /** Leads back to it. */
  readonly path: string;
  readonly properties: Record<string, SerializedValue>;
  readonly attributes: Record<string, SerializedValue>;
  readonly tags?: readonly string[];
  readonly childCount: number;
  /** As far as the depth that was asked for. */
  readonly children?: DataModelInstance[];
  /** It was told on an earlier page and is here for what is below it. */
  readonly isStub?: true;
}

const packedTree = wireObject({
  depth: z.number(),
  classes: z.array(wireObject({ name: z.string(), properties: z.array(z.string()) })),
  /** Each value once. */
  pool: z.array(serializedValue),
  /**
   * A line for each: `parent;class;childCount;values`, numbers of rows, classes and pool places from 1, 0 for none. Values
   * that begin with ~ are those of the row of this class before, but for the ones that are told, as `index=place`. One
   * text, because thousands of them take longer to write and to check; actions of older hosts send them so.
   */
  rows: z.union([z.string(), z.array(z.string())]),
  /** The last part of each row's path; of the first row the whole path. */
  segments: z.array(z.string()),
  /** By row: where it is not the segment. */
  names: wireRecord(z.string()),
  /** Rows that an earlier page told. */
  stubs: z.array(z.number()),
  attributes: wireRecord(wireRecord(serializedValue)),
  tags: wireRecord(z.array(z.string())),
});
export type PackedTree = z.output<typeof packedTree>;

const payload = wireObject({
  path: z.string(),
  depth: z.optional(z.number()),
  properties: z.optional(z.array(z.string())),
  /** All that can be read, or those that make up what a file would hold. */
  propertySet: z.optional(z.enum(['readable', 'saved'])),
  includeAttributes: z.optional(z.boolean()),
  find: z.optional(wireObject({ name: z.string(), recursive: z.optional(z.boolean()) })),
  listServices: z.optional(z.boolean()),
  packed: z.optional(z.boolean()),
  /** Packed yet more: rows may tell only what is other than in the row before. */
  changesOnly: z.optional(z.boolean()),
  maxNodes: z.optional(z.number()),
  maxBytes: z.optional(z.number()),
  /** Of the answer as it is written out, packed or not. */
  maxWrittenBytes: z.optional(z.number()),
  maxSeconds: z.optional(z.number()),
  cursor: z.optional(z.string()),
});
export type DataModelQuery = z.output<typeof payload>;

const result = wireObject({
  instance: z.optional(z.custom<DataModelInstance>((value) => typeof value === 'object' && value !== null)),
  packed: z.optional(packedTree),
  truncated: z.optional(z.boolean()),
  exhausted: z.optional(z.enum(['nodes', 'bytes', 'seconds'])),
  /** How many instances there are to the depth that was asked for; absent if time did not allow to count. */
  total: z.optional(z.number()),
  nextCursor: z.optional(z.string()),
  problems: z.optional(z.array(wireObject({ path: z.string(), property: z.string(), why: z.string() }))),
});
export type TreeAnswer = z.output<typeof result>;

export const queryDataModel = defineAction({
  request: 'queryDataModel',
  response: 'dataModelResult',
  capability: 'queryDataModel',
  timeoutMs: 30_000,
  readOnly: true,
  payload,
  result,
  source,
});
