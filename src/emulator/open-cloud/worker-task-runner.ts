// Runs each task in a thread of its own.
import workerUrl from 'worker:../studio/studio-worker';
import { Worker } from 'node:worker_threads';
import { createDeferred } from '../../support/deferred.js';
import { preparedImage } from '../studio/prepared-image.js';
import type { CloudMessageType } from './task-log.js';
import type { RunningTask, TaskOrder, TaskOutcome } from './task-runner.js';

export interface TaskWorkerData {
  readonly order: Omit<TaskOrder, 'onStarted' | 'onLine' | 'answerMemory'>;
  readonly image: Uint8Array | undefined;
}

export type FromTaskWorker =
  | { readonly type: 'started' }
  | { readonly type: 'line'; readonly message: string; readonly messageType: CloudMessageType }
  | { readonly type: 'memory'; readonly id: number; readonly request: string }
  | { readonly type: 'ended'; readonly outcome: TaskOutcome };

/** What MemoryStore answered. */
export interface ToTaskWorker {
  readonly id: number;
  readonly answer: string;
}

/** Of JavaScript's heap; the Luau VM's memory has a limit of its own. */
const HEAP_LIMIT_MB = 1024;

export function runTaskInWorker({ onStarted, onLine, answerMemory, ...order }: TaskOrder): RunningTask {
  const end = createDeferred<TaskOutcome>();
  const worker = new Worker(workerUrl, {
    workerData: { order, image: preparedImage(workerUrl) } satisfies TaskWorkerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
    stdout: true,
    stderr: true,
  });
  let hasStarted = false;
  worker.on('message', (message: FromTaskWorker) => {
    if (message.type === 'started') {
      hasStarted = true;
      onStarted();
    } else if (message.type === 'line') onLine(message.message, message.messageType);
    else if (message.type === 'memory') {
      const { id, request } = message;
      worker.postMessage({ id, answer: answerMemory(request) } satisfies ToTaskWorker);
    } else end.resolve(message.outcome);
  });
  worker.on('error', (error) => {
    // A place that cannot be opened leaves its task as it is, for ever: so does the service.
    if (hasStarted) end.resolve({ kind: 'failed', message: `The task's DataModel failed: ${error.message}` });
  });
  return { outcome: end.promise, stop: () => void worker.terminate() };
}
