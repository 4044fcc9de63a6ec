// Open Cloud as far as running Luau needs it: upload a place, start a task, follow it, read its logs, and move binary
// data. It knows HTTP and the service's habits, and nothing of tests.
import { type Clock, systemClock } from '../support/clock.js';
import { cloudFailure } from './cloud-failure.js';
import { type BusyListener, CloudHttp } from './cloud-http.js';
import {
  type BinaryInput,
  binaryInput,
  type CloudLogMessage,
  type CloudTask,
  cloudLogPage,
  cloudTask,
  hasEnded,
  type PlaceId,
  type SortedMapItem,
  sortedMapPage,
  uploadedPlace,
} from './task.js';
import { type TaskAttempt, TaskLedger } from './task-ledger.js';
import { type TaskWait, TaskWatch } from './task-watch.js';
import { httpTransport, type Transport } from './transport.js';

export const DEFAULT_BASE_URL = 'https://apis.roblox.com';

export interface OpenCloudOptions {
  readonly apiKey: string;
  /** Another service that behaves like it; by default Roblox' own. */
  readonly baseUrl?: string;
  readonly clock?: Clock;
  readonly transport?: Transport;
  /** Between 0 and 1; spreads repeated requests. */
  readonly random?: () => number;
  /** Where unfinished tasks are kept for the next run. */
  readonly ledgerFolder?: string | undefined;
  /** Told when the service refuses an upload or a task for now, and how long until the next try. */
  readonly onBusy?: BusyListener | undefined;
}

export interface UploadRequest extends PlaceId {
  readonly bytes: Uint8Array;
  readonly format: 'rbxl' | 'rbxlx';
  /** Saved by default: players keep the published one. */
  readonly versionType?: 'Saved' | 'Published';
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void;
}

export interface TaskRequest extends PlaceId {
  readonly script: string;
  /** Without it the task runs on the newest version. */
  readonly version?: number | undefined;
  /** 1 to 300 s; the service's own default is 5 minutes. */
  readonly timeoutMs?: number | undefined;
  /** The `path` of a binary input. */
  readonly binaryInput?: string | undefined;
  readonly binaryOutput?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

const LOG_PAGE_SIZE = 10_000;
/** No task runs longer. */
export const LONGEST_TASK_MS = 300_000;

export class OpenCloudClient {
  /** Tasks that were started and have not been seen to end. */
  readonly ledger: TaskLedger;
  readonly clock: Clock;
  private readonly watch: TaskWatch;
  private readonly transport: Transport;
  private readonly http: CloudHttp;

  constructor({
    apiKey,
    baseUrl = DEFAULT_BASE_URL,
    clock = systemClock,
    transport,
    random,
    ledgerFolder,
    onBusy,
  }: OpenCloudOptions) {
    this.clock = clock;
    this.ledger = new TaskLedger({ service: baseUrl, clock, folder: ledgerFolder });
    this.transport = transport ?? httpTransport;
    this.http = new CloudHttp({
      apiKey,
      baseUrl: baseUrl.replace(/\/+$/, ''),
      clock,
      transport: this.transport,
      random: random ?? Math.random,
      onBusy,
    });
    this.watch = new TaskWatch(clock, this.http.limits, (path, signal) => this.getTaskAsync(path, signal));
  }

  /** @returns The number of the version; the same bytes again may give the same one. */
  async uploadPlaceAsync({
    bytes,
    format,
    versionType = 'Saved',
    signal,
    onProgress,
    ...place
  }: UploadRequest): Promise<number> {
    const path = `/universes/v1/${place.universeId}/places/${place.placeId}/versions?versionType=${versionType}`;
    const { versionNumber } = await this.http.askAsync('upload', path, uploadedPlace, {
      subject: subjectOf(place),
      headers: { 'content-type': format === 'rbxl' ? 'application/octet-stream' : 'application/xml' },
      body: bytes,
      signal,
      onSent: onProgress,
    });
    return versionNumber;
  }

  /**
   * Where the signal is aborted while the service is asked, its answer is awaited for a moment all the same: a task that was
   * started has a name then.
   *
   * @throws BridgeError CLOUD_UNREACHABLE with `delivery: 'unknown'` if it is not known whether the task was started: it
   * is never started a second time for that.
   */
  async createTaskAsync({
    script,
    version,
    timeoutMs,
    binaryInput: input,
    binaryOutput,
    signal,
    ...place
  }: TaskRequest): Promise<CloudTask> {
    const pinned = version === undefined ? '' : `/versions/${version}`;
    const path = `/cloud/v2/universes/${place.universeId}/places/${place.placeId}${pinned}/luau-execution-session-tasks`;
    const body = {
      script,
      ...(timeoutMs === undefined ? {} : { timeout: `${timeoutSeconds(timeoutMs)}s` }),
      ...(input === undefined ? {} : { binaryInput: input }),
      ...(binaryOutput ? { enableBinaryOutput: true } : {}),
    };
    const route = version === undefined ? 'createTask' : 'createPinnedTask';
    const subject = subjectOf(place, version);
    const longestMs = Math.min(LONGEST_TASK_MS, timeoutMs ?? LONGEST_TASK_MS);
    let attempt: TaskAttempt | undefined;
    try {
      const task = await this.http.askAsync(route, path, cloudTask, {
        subject,
        ...json(body),
        signal,
        onBegin: () => {
          attempt = this.ledger.begin(place, longestMs);
        },
        onRefused: () => attempt?.fail(),
      });
      attempt?.succeed(task.path);
      return task;
    } finally {
      attempt?.giveUp();
    }
  }

  async getTaskAsync(path: string, signal?: AbortSignal): Promise<CloudTask> {
    const subject = `task ${path}`;
    const task = await this.http.askAsync('getTask', `/cloud/v2/${path}`, cloudTask, { subject, signal });
    if (hasEnded(task)) this.ledger.remove(path);
    return task;
  }

  /** Looks at the task until it has ended: often while it is young and there is room for that, then less so. */
  async waitForTaskAsync(path: string, options?: TaskWait): Promise<CloudTask> {
    return await this.watch.untilEndedAsync(path, options);
  }

  /** Every line that the service kept, in the order in which it gives them. It keeps about 450 KB and drops the oldest. */
  async listLogsAsync(path: string, signal?: AbortSignal): Promise<CloudLogMessage[]> {
    const messages: CloudLogMessage[] = [];
    let pageToken = '';
    do {
      const query = new URLSearchParams({ view: 'STRUCTURED', maxPageSize: String(LOG_PAGE_SIZE) });
      if (pageToken) query.set('pageToken', pageToken);
      const page = await this.http.askAsync('listLogs', `/cloud/v2/${path}/logs?${query}`, cloudLogPage, {
        subject: `task ${path}`,
        signal,
      });
      for (const chunk of page.luauExecutionSessionTaskLogs ?? [])
        messages.push(...(chunk.structuredMessages ?? []));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken);
    return messages;
  }

  /** Up to 100 MiB that tasks of the same universe may read for 15 minutes, by the `path` that comes back. */
  async sendBinaryInputAsync(
    universeId: number,
    bytes: Uint8Array,
    signal?: AbortSignal,
  ): Promise<BinaryInput> {
    const path = `/cloud/v2/universes/${universeId}/luau-execution-session-task-binary-inputs`;
    const subject = `universe ${universeId}`;
    const room = await this.http.askAsync('createBinaryInput', path, binaryInput, {
      subject,
      ...json({ size: bytes.byteLength }),
      signal,
    });
    // An address that carries its own permission: the key is not sent there.
    const sent = await this.transport({ method: 'PUT', url: room.uploadUri, body: bytes, signal });
    if (sent.status >= 300) throw cloudFailure('createBinaryInput', subject, sent);
    return room;
  }

  /** What a task returned as binary output, within 15 minutes of its end. */
  async fetchBinaryOutputAsync(task: CloudTask, signal?: AbortSignal): Promise<Buffer | undefined> {
    if (!task.binaryOutputUri) return undefined;
    const response = await this.transport({ method: 'GET', url: task.binaryOutputUri, signal });
    if (response.status !== 200) throw cloudFailure('getTask', `the binary output of ${task.path}`, response);
    return response.body;
  }

  /** The items of a sorted map of MemoryStore whose ids come after this one, in the order of their ids; 100 at most. */
  async listSortedMapAsync(
    universeId: number,
    map: string,
    afterId: string | undefined,
    signal?: AbortSignal,
  ): Promise<SortedMapItem[]> {
    const query = new URLSearchParams({ maxPageSize: '100', orderBy: 'id' });
    if (afterId !== undefined) query.set('filter', `id > "${afterId}"`);
    const subject = `the sorted map ${map} of universe ${universeId}`;
    const page = await this.http.askAsync(
      'listSortedMap',
      `${mapPath(universeId, map)}?${query}`,
      sortedMapPage,
      {
        subject,
        signal,
      },
    );
    return page.items ?? page.memoryStoreSortedMapItems ?? [];
  }

  async deleteSortedMapItemAsync(
    universeId: number,
    map: string,
    id: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const subject = `the sorted map ${map} of universe ${universeId}`;
    const path = `${mapPath(universeId, map)}/${encodeURIComponent(id)}`;
    await this.http.exchangeAsync('deleteSortedMapItem', path, { subject, signal });
  }

  /** Whether the service knows the key at all. Which scopes it has only shows when it is used. */
  async isKeyKnownAsync(signal?: AbortSignal): Promise<boolean> {
    const response = await this.http.exchangeAsync('probeKey', '/cloud/v2/universes/0', {
      subject: 'the key',
      signal,
    });
    return response.status !== 401;
  }
}

function subjectOf({ universeId, placeId }: PlaceId, version?: number): string {
  const place = `place ${placeId} of universe ${universeId}`;
  return version === undefined ? place : `version ${version} of ${place}`;
}

function mapPath(universeId: number, map: string): string {
  return `/cloud/v2/universes/${universeId}/memory-store/sorted-maps/${encodeURIComponent(map)}/items`;
}

function timeoutSeconds(timeoutMs: number): number {
  return Math.max(1, Math.ceil(Math.min(LONGEST_TASK_MS, timeoutMs) / 1000));
}

function json(value: unknown): { headers: Record<string, string>; body: Uint8Array } {
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}
