// The resources of Luau execution, as the service describes them. What it leaves out when it is empty is filled in here.
import * as z from 'zod/mini';

export interface PlaceId {
  readonly universeId: number;
  readonly placeId: number;
}

export const TASK_STATES = ['QUEUED', 'PROCESSING', 'CANCELLED', 'COMPLETE', 'FAILED'] as const;

export const cloudTask = z.object({
  /** `universes/…/tasks/…`, without a leading slash: what later requests name, just as it came. */
  path: z.string(),
  state: z.catch(z.enum([...TASK_STATES, 'STATE_UNSPECIFIED']), 'STATE_UNSPECIFIED'),
  createTime: z.optional(z.string()),
  updateTime: z.optional(z.string()),
  user: z.optional(z.string()),
  error: z.optional(
    z.object({ code: z._default(z.string(), 'ERROR_CODE_UNSPECIFIED'), message: z._default(z.string(), '') }),
  ),
  output: z.optional(z.object({ results: z.optional(z.nullable(z.array(z.unknown()))) })),
  binaryOutputUri: z.optional(z.string()),
});
export type CloudTask = z.output<typeof cloudTask>;

export function hasEnded({ state }: CloudTask): boolean {
  return state === 'COMPLETE' || state === 'FAILED' || state === 'CANCELLED';
}

/** The version of the place that a task runs on: it is in its path, also where none was asked for. */
export function versionOf({ path }: CloudTask): number | undefined {
  const version = /\/versions\/(\d+)\//.exec(path)?.[1];
  return version === undefined ? undefined : Number(version);
}

export const MESSAGE_TYPES = ['OUTPUT', 'INFO', 'WARNING', 'ERROR', 'MESSAGE_TYPE_UNSPECIFIED'] as const;

export const cloudLogMessage = z.object({
  message: z._default(z.string(), ''),
  createTime: z.optional(z.string()),
  messageType: z.catch(z.enum(MESSAGE_TYPES), 'MESSAGE_TYPE_UNSPECIFIED'),
});
export type CloudLogMessage = z.output<typeof cloudLogMessage>;

export const cloudLogPage = z.object({
  luauExecutionSessionTaskLogs: z.optional(
    z.nullable(z.array(z.object({ structuredMessages: z.optional(z.nullable(z.array(cloudLogMessage))) }))),
  ),
  nextPageToken: z.optional(z.nullable(z.string())),
});

export const binaryInput = z.object({ path: z.string(), uploadUri: z.string() });
export type BinaryInput = z.output<typeof binaryInput>;

export const uploadedPlace = z.object({ versionNumber: z.int() });

export const sortedMapItem = z.object({ id: z.string(), value: z.unknown() });
export type SortedMapItem = z.output<typeof sortedMapItem>;

/** The reference names the list one way, and the service another. */
export const sortedMapPage = z.object({
  items: z.optional(z.nullable(z.array(sortedMapItem))),
  memoryStoreSortedMapItems: z.optional(z.nullable(z.array(sortedMapItem))),
});
