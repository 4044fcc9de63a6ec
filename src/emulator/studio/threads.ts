// What a worker runs: a Studio, or one task of an emulated Open Cloud. One file for both, because they share the engine.
import { workerData } from 'node:worker_threads';

if ('order' in workerData) void import('../open-cloud/cloud-task-worker.js');
else void import('./studio-thread.js');
