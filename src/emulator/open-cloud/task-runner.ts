// What runs the script of a task. The service around it knows states, limits and HTTP, and nothing of Luau.
import type { CloudMessageType } from './task-log.js';

export interface TaskOrder {
  readonly place: Uint8Array;
  readonly placeId: number;
  readonly universeId: number;
  readonly version: number;
  readonly script: string;
  readonly binaryInput?: Uint8Array | undefined;
  readonly wantsBinaryOutput: boolean;
  /** Called when the place is there and the script begins: its time is counted from then. */
  readonly onStarted: () => void;
  readonly onLine: (message: string, type: CloudMessageType) => void;
  /** What MemoryStore does with a request of the script; both are JSON. */
  readonly answerMemory: (request: string) => string;
}

export type TaskOutcome =
  | {
      readonly kind: 'returned';
      /** The values as JSON text of an array. */
      readonly results: string;
      readonly binaryOutput?: Uint8Array | undefined;
    }
  | { readonly kind: 'failed'; readonly message: string };

export interface RunningTask {
  /** Never settles for a place that cannot be loaded, as the service leaves such a task alone. */
  readonly outcome: Promise<TaskOutcome>;
  /** Ends it at once. */
  stop(): void;
}

export type TaskRunner = (order: TaskOrder) => RunningTask;
