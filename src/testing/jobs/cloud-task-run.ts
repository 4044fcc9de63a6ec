// One script as one task of Open Cloud: from its creation to its result and its output.
import { randomUUID } from 'node:crypto';
import {
  type CloudTask,
  hasEnded,
  type OpenCloudClient,
  type PlaceId,
  startTaskDeadline,
  waitAsync,
} from '../../open-cloud/index.js';
import type { Clock } from '../../support/clock.js';
import type { StreamRung } from '../results/run-report.js';
import { withArguments } from '../runner/luau-chunk.js';
import { CloudStream, lineOf, type StreamKnowledge } from './cloud-stream.js';
import {
  keptLogs,
  lostBefore,
  numbered,
  readTaskOutput,
  type TaskLine,
  type TaskOutput,
  type TaskSummary,
  taskSummary,
} from './cloud-task-output.js';
import { cloudTaskScript } from './cloud-task-script.js';
import {
  type JobLogs,
  type JobScript,
  LONGEST_SCRIPT_MS,
  type ScriptChange,
  type ScriptRunResult,
} from './job-context.js';
import { sendChangesAsync } from './sent-changes.js';

export interface TaskSetting extends PlaceId {
  readonly client: OpenCloudClient;
  readonly clock: Clock;
  readonly known: StreamKnowledge;
  /** The only version that the script may run on. */
  readonly version: number;
  /** Asks for that version by its number; otherwise for the newest one, which starts sooner. */
  readonly isPinned: boolean;
  /** Scripts that are to be others than in that version. */
  readonly changes: readonly ScriptChange[];
  readonly onCreated: (path: string) => void;
}

export type TaskEnd =
  | { readonly kind: 'ended'; readonly result: ScriptRunResult; readonly logs: JobLogs }
  /** Another version than the one that was meant is the newest; nothing of the script ran. */
  | { readonly kind: 'wrong-version'; readonly version: number }
  /** Scripts could not be given another source; nothing of the script ran. */
  | { readonly kind: 'not-updated' };

/** What the service's own time limit is later than the script's, so that the script can still return. */
const MARGIN_MS = 10_000;
/** From one look at what a script prints to the next one. */
const STREAM_MS = 500;
const LOG_LAGS_MS = [0, 250, 750, 1_500];
/** Before each try to fetch what a task has returned as bytes. */
const OUTPUT_PAUSES_MS = [0, 250, 1_000];

export async function runTaskAsync(setting: TaskSetting, script: JobScript): Promise<TaskEnd> {
  const { client, clock, version, isPinned, universeId, placeId } = setting;
  const { timeoutMs = LONGEST_SCRIPT_MS, signal, onPhase, mark } = script;
  const source = script.arguments ? withArguments(script.source, script.arguments) : script.source;
  const scriptMs = Math.min(timeoutMs, LONGEST_SCRIPT_MS);
  const nonce = randomUUID();
  const stream = script.onEvent ? `studio-bridge-${nonce}` : undefined;
  const changes = await sendChangesAsync(setting, signal);
  const order = { nonce, mark, version, seconds: scriptMs / 1000, stream, changes: changes.inScript };
  onPhase?.({ phase: 'scheduling', ...(changes.note === undefined ? {} : { note: changes.note }) });
  const created = await client.createTaskAsync({
    universeId,
    placeId,
    version: isPinned ? version : undefined,
    script: cloudTaskScript(source, order),
    timeoutMs: scriptMs + MARGIN_MS,
    binaryInput: changes.binaryInput,
    binaryOutput: true,
    signal,
  });
  setting.onCreated(created.path);
  const deadline = startTaskDeadline({ clock, timeoutMs: scriptMs + MARGIN_MS, signal });
  try {
    const own = `\u001e${nonce}`;
    const followed = await followAsync(setting, script, {
      created,
      own,
      map: stream ?? '',
      signal: deadline.signal,
    });
    return await concludeAsync(setting, script, { ...followed, own });
  } catch (error) {
    if (!deadline.isOver || signal.aborted) throw error;
    return { kind: 'ended', result: neverEnded(deadline.tellOver(created.path)), logs: NO_LOGS };
  } finally {
    deadline.cancel();
  }
}

const NO_LOGS: JobLogs = { events: [], lostLines: 0, isLossExact: false, rung: 'state-only' };

interface Followed {
  readonly task: CloudTask;
  readonly stream: CloudStream | undefined;
}

async function followAsync(
  { client, clock, known, universeId }: TaskSetting,
  { packageName, mark, onEvent, onPhase, expectedMs }: JobScript,
  { created, own, map, signal }: { created: CloudTask; own: string; map: string; signal: AbortSignal },
): Promise<Followed> {
  const stream =
    onEvent &&
    new CloudStream(client, known, {
      taskPath: created.path,
      universeId,
      map,
      packageName,
      own,
      mark,
      signal,
      onEvent(event) {
        see(true);
        onEvent(event);
      },
    });
  let isExecuting = false;
  let isOver = false;
  const see = (isSeen: boolean) => {
    if (isExecuting || !isSeen) return;
    isExecuting = true;
    onPhase?.({ phase: 'executing' });
  };
  // Not only once the task is seen to run: that shows late, and short scripts have ended by then.
  const streamAsync = async (): Promise<void> => {
    for (;;) {
      await waitAsync(clock, STREAM_MS, signal);
      if (isOver) return;
      await stream?.pollAsync(isExecuting);
    }
  };
  see(created.state === 'PROCESSING');
  // What happens to the task is told by the one who waits for it.
  if (stream) void streamAsync().catch(() => {});
  const onState = ({ state }: CloudTask) => see(state === 'PROCESSING');
  const task = hasEnded(created)
    ? await client.getTaskAsync(created.path, signal)
    : await client.waitForTaskAsync(created.path, { signal, onState, expectedMs });
  isOver = true;
  return { task, stream };
}

async function concludeAsync(
  setting: TaskSetting,
  script: JobScript,
  { task, stream, own }: Followed & { own: string },
): Promise<TaskEnd> {
  const summary = taskSummary.safeParse(task.output?.results?.[0]);
  if (task.state === 'COMPLETE' && summary.success && summary.data.wrongVersion !== undefined) {
    return { kind: 'wrong-version', version: summary.data.wrongVersion };
  }
  if (task.state === 'COMPLETE' && summary.success && summary.data.notUpdated) {
    return { kind: 'not-updated' };
  }
  const rung = stream?.rung ?? 'state-only';
  const output =
    task.state === 'COMPLETE' && summary.success
      ? await readOutputAsync(setting, task, script.signal)
      : undefined;
  const logs = output
    ? wholeLogs(output, summary.data, script, rung)
    : await partLogsAsync(setting, script, { task, own, rung, told: stream?.told });
  stream?.conclude(logs.events.length > 0);
  const result =
    task.state === 'COMPLETE' && summary.success
      ? resultOf(task, summary.data, output?.values)
      : failureOf(task);
  return { kind: 'ended', result, logs };
}

/** Undefined where it cannot be had: then the service's own logs have to do. */
async function readOutputAsync(
  { client, clock }: TaskSetting,
  task: CloudTask,
  signal: AbortSignal,
): Promise<TaskOutput | undefined> {
  for (const pauseMs of OUTPUT_PAUSES_MS) {
    if (pauseMs > 0) await waitAsync(clock, pauseMs, signal);
    try {
      const bytes = await client.fetchBinaryOutputAsync(task, signal);
      return bytes && readTaskOutput(bytes);
    } catch (error) {
      if (signal.aborted) throw error;
    }
  }
  return undefined;
}

function wholeLogs(
  { lines }: TaskOutput,
  summary: TaskSummary | undefined,
  { packageName, mark }: JobScript,
  rung: StreamRung,
): JobLogs {
  return {
    events: numbered(lines, packageName, mark),
    lostLines: summary?.dropped ?? 0,
    isLossExact: summary?.isWhole ?? false,
    rung,
  };
}

interface PartOfTask {
  readonly task: CloudTask;
  readonly own: string;
  readonly rung: StreamRung;
  readonly told: ReadonlyMap<number, string> | undefined;
}

/** Logs may come later than the end of their task. */
async function partLogsAsync(
  { client, clock }: TaskSetting,
  { packageName, mark, signal }: JobScript,
  { task, own, rung, told = new Map() }: PartOfTask,
): Promise<JobLogs> {
  let lines: TaskLine[] = [];
  for (const lagMs of LOG_LAGS_MS) {
    if (lines.length > 0) break;
    if (lagMs > 0) await waitAsync(clock, lagMs, signal);
    try {
      lines = (await client.listLogsAsync(task.path, signal)).map(lineOf);
    } catch (error) {
      // How the task ended is what counts.
      if (signal.aborted) throw error;
      break;
    }
  }
  const { lines: kept, isLossExact, ...loss } = keptLogs(lines, own, mark);
  const lostLines = isLossExact ? loss.lostLines : lostBefore(kept, told, mark);
  return { events: numbered(kept, packageName, mark, lostLines), lostLines, isLossExact, rung };
}

function resultOf(
  task: CloudTask,
  summary: TaskSummary,
  values: readonly unknown[] | undefined,
): ScriptRunResult {
  const { success, kind, error, trace, durationMs, returned } = summary;
  const base = { success, durationMs, taskState: task.state, error, trace };
  if (kind === 'timeout') return { ...base, isTimeout: true, isInfrastructure: true };
  return success ? { ...base, returnValues: values ?? parsed(returned) } : base;
}

function parsed(text: string | undefined): readonly unknown[] | undefined {
  if (text === undefined) return undefined;
  const values: unknown = JSON.parse(text);
  return Array.isArray(values) ? values : undefined;
}

function failureOf({ state, error, path }: CloudTask): ScriptRunResult {
  const code = error?.code;
  const said = error ? `${error.message || error.code}` : `The task ended as ${state}: ${path}`;
  const base = { success: false, taskState: state, error: said };
  if (code === 'DEADLINE_EXCEEDED') return { ...base, isTimeout: true, isInfrastructure: true };
  if (code === 'SCRIPT_ERROR' || code === 'OUTPUT_SIZE_LIMIT_EXCEEDED') return base;
  if (state === 'COMPLETE') {
    return { ...base, error: 'The task returned nothing of what it was given to return.' };
  }
  const failed = `Open Cloud ended the task (${code ?? state}): ${said}`;
  return { ...base, error: failed, isInfrastructure: true };
}

function neverEnded(error: string): ScriptRunResult {
  return { success: false, taskState: 'PROCESSING', error, isInfrastructure: true, isAmbiguous: true };
}
