// One script in Open Cloud from its place to its result.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { BridgeError } from '../protocol/bridge-error.js';
import { LONGEST_TASK_MS, type OpenCloudClient } from './open-cloud-client.js';
import { type CloudLogMessage, type CloudTask, type PlaceId, versionOf } from './task.js';
import { startTaskDeadline } from './task-deadline.js';

/** The least that has been seen to be kept of a long log, and what each line of it costs besides its text. */
const FULL_LOG_BYTES = 400_000;
const LINE_BYTES = 47;
const CUT_LOGS =
  'This is as much output as Open Cloud keeps, about 450 KB: lines before it may be missing. The command test --cloud returns all.';

export interface CloudScript extends PlaceId {
  readonly script: string;
  readonly version?: number | undefined;
  readonly placeFile?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

export interface CloudScriptOutcome {
  readonly task: CloudTask;
  readonly version: number | undefined;
  readonly messages: readonly CloudLogMessage[];
}

export async function runCloudScriptAsync(
  client: OpenCloudClient,
  request: CloudScript,
): Promise<CloudScriptOutcome> {
  const { universeId, placeId, script, timeoutMs, signal, onProgress } = request;
  const version =
    request.placeFile === undefined ? request.version : await uploadAsync(client, request, request.placeFile);
  if (timeoutMs !== undefined && timeoutMs > LONGEST_TASK_MS) {
    onProgress(`A task has ${LONGEST_TASK_MS / 1000} s at the most, not ${timeoutMs / 1000} s.`);
  }
  try {
    const created = await client.createTaskAsync({ universeId, placeId, version, script, timeoutMs, signal });
    onProgress(`Task ${created.path} is ${created.state.toLowerCase()}.`);
    const task = await untilEndedAsync(client, created, request);
    const messages = await client.listLogsAsync(task.path, signal);
    if (areLogsFull(messages)) onProgress(CUT_LOGS);
    return { task, version: versionOf(task), messages };
  } catch (error) {
    const unfinished = client.ledger.tellUnfinished();
    if (unfinished !== undefined) onProgress(unfinished);
    throw error;
  }
}

/** The service does not tell whether it dropped any. */
function areLogsFull(messages: readonly CloudLogMessage[]): boolean {
  const bytes = messages.reduce((sum, { message }) => sum + Buffer.byteLength(message) + LINE_BYTES, 0);
  return bytes >= FULL_LOG_BYTES;
}

async function untilEndedAsync(
  client: OpenCloudClient,
  created: CloudTask,
  { timeoutMs = LONGEST_TASK_MS, signal, onProgress }: CloudScript,
): Promise<CloudTask> {
  const deadline = startTaskDeadline({
    clock: client.clock,
    timeoutMs: Math.min(timeoutMs, LONGEST_TASK_MS),
    signal,
  });
  let { state } = created;
  try {
    return await client.waitForTaskAsync(created.path, {
      signal: deadline.signal,
      onState(seen) {
        if (seen.state !== state) onProgress(`The task is ${seen.state.toLowerCase()}.`);
        state = seen.state;
      },
    });
  } catch (error) {
    if (!deadline.isOver || signal.aborted) throw error;
    throw new BridgeError('TIMEOUT', `${deadline.tellOver(created.path)}.`, { delivery: 'unknown' });
  } finally {
    deadline.cancel();
  }
}

async function uploadAsync(client: OpenCloudClient, request: CloudScript, file: string): Promise<number> {
  const { universeId, placeId, signal, onProgress } = request;
  const extension = extname(file).toLowerCase();
  if (extension !== '.rbxl' && extension !== '.rbxlx') {
    throw new BridgeError('FILE_NOT_READABLE', `The file ${file} is no place.`, {
      hint: 'Open Cloud takes .rbxl and .rbxlx.',
    });
  }
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new BridgeError('FILE_NOT_READABLE', `The place ${file} could not be read.`, { cause });
  }
  onProgress(`Uploading ${file} (${bytes.byteLength} bytes).`);
  const format = extension === '.rbxl' ? 'rbxl' : 'rbxlx';
  const version = await client.uploadPlaceAsync({ universeId, placeId, bytes, format, signal });
  onProgress(`It is version ${version} of place ${placeId}.`);
  return version;
}
