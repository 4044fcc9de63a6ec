// What the script of an Open Cloud task is given and what becomes of it, between Luau and whoever started the task.
import type { Operations } from './operations.js';

/** Texts and bytes are copies. Exactly one of `returned` and `failed` is called, once. */
export interface TaskEnd {
  readonly binaryInput?: Uint8Array | undefined;
  /** Something that the script wants of MemoryStore; the answer is posted as `task.memory` with the same id. */
  readonly askMemory?: ((id: number, request: string) => void) | undefined;
  /** The values as the JSON text of an array. */
  returned(results: string, binaryOutput: Uint8Array | undefined): void;
  failed(message: string): void;
}

export function taskOperations(task: TaskEnd | undefined): Operations {
  let binaryOutput: Uint8Array | undefined;
  let requests = 0;
  return {
    'task.binaryInput': () => ({ bytes: task?.binaryInput ?? new Uint8Array() }),
    'task.binaryOutput': (_value, bytes) => {
      binaryOutput = Buffer.from(bytes);
      return undefined;
    },
    /** Its id; 0 where there is no MemoryStore but the DataModel's own. */
    'task.memory': (_value, bytes) => {
      if (!task?.askMemory) return { number: 0 };
      const id = ++requests;
      task.askMemory(id, bytes.toString());
      return { number: id };
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
