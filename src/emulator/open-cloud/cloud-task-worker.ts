// The thread of one task: a script that never comes back, or that eats memory, ends with its thread and harms nobody.
import { parentPort, workerData } from 'node:worker_threads';
import { CloudDataModel } from './cloud-data-model.js';
import type { FromTaskWorker, TaskWorkerData, ToTaskWorker } from './worker-task-runner.js';

const { order, image } = workerData as TaskWorkerData;
const post = (message: FromTaskWorker) => parentPort?.postMessage(message);

const dataModel = new CloudDataModel({
  order,
  onLine: (message, messageType) => post({ type: 'line', message, messageType }),
  image,
  askMemory: (id, request) => post({ type: 'memory', id, request }),
});
parentPort?.on('message', ({ id, answer }: ToTaskWorker) => dataModel.hearMemory(id, answer));
void dataModel.outcome.then((outcome) => {
  dataModel.dispose();
  post({ type: 'ended', outcome });
  // It listens for answers that nobody waits for any more.
  parentPort?.close();
});
post({ type: 'started' });
dataModel.start();
