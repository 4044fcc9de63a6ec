// What the script of an Open Cloud task is given and what becomes of it, between Luau and whoever started the task.
import type { Operations } from './operations.js';

/** Texts and bytes are copies. Exactly one of `returned` and `failed` is called, once. */
export interface TaskEnd {
  readonly binaryInput?: Uint8Array | undefined;
  /** The values as the JSON text of an array. */
  returned(results: string, binaryOutput: Uint8Array | undefined): void;
  failed(message: string): void;
}

export function taskOperations(task: TaskEnd | undefined): Operations {
  let binaryOutput: Uint8Array | undefined;
  return {
    'task.binaryInput': () => ({ bytes: task?.binaryInput ?? new Uint8Array() }),
    'task.binaryOutput': (_value, bytes) => {
      binaryOutput = Buffer.from(bytes);
      return undefined;
    },
    'task.returned': (_value, bytes) => {
      task?.returned(bytes.toString(), binaryOutput);
      return undefined;
    },
    'task.failed': (_value, bytes) => {
      task?.failed(bytes.toString());
      return undefined;
    },
  };
}
