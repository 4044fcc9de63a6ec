// What a worker runs: a Studio, or one task of an emulated Open Cloud. One file for both, because they share the engine;
// in a thread that is none of its workers it is how a Studio's stand-in gets there.
import { isMainThread, workerData } from 'node:worker_threads';

if (!isMainThread) {
  if ('order' in workerData) void import('../open-cloud/cloud-task-worker.js');
  else void import('./studio-thread.js');
}

export const loadStandInAsync = () => import('../as-studio/stand-in.js');
