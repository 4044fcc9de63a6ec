// Open Cloud as far as running Luau needs it: upload a place, start a task, follow it, read its logs, and move binary
// data. It knows HTTP and the service's habits, and nothing of tests.
import * as z from 'zod/mini';
import { BridgeError } from '../protocol/bridge-error.js';
import { type Clock, systemClock } from '../support/clock.js';
import { cloudFailure } from './cloud-failure.js';
import { RateLimits } from './rate-limits.js';
import { isAmbiguous, MAX_ATTEMPTS, mayRetryAnswer, mayRetryFailure, pauseMs } from './retries.js';
import { ROUTES, type RouteName } from './routes.js';
import {
  type BinaryInput,
  binaryInput,
  type CloudLogMessage,
  type CloudTask,
  cloudLogPage,
  cloudTask,
  hasEnded,
  uploadedPlace,
} from './task.js';
import { type HttpResponse, httpTransport, type Transport, TransportError } from './transport.js';
import { waitAsync } from './wait.js';

export const DEFAULT_BASE_URL = 'https://apis.roblox.com';

export interface OpenCloudOptions {
  readonly apiKey: string;
  /** Another service that behaves like it; by default Roblox' own. */
  readonly baseUrl?: string;
  readonly clock?: Clock;
  readonly transport?: Transport;
  /** Between 0 and 1; spreads repeated requests. */
  readonly random?: () => number;
}

export interface PlaceId {
  readonly universeId: number;
  readonly placeId: number;
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

const FIRST_POLL_MS = 500;
const LONGEST_POLL_MS = 4_000;
const POLL_GROWTH = 1.3;
const LOG_PAGE_SIZE = 10_000;
const LONGEST_TIMEOUT_S = 300;

interface Asking {
  readonly subject: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  readonly onSent?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

export class OpenCloudClient {
  private readonly baseUrl: string;
  private readonly clock: Clock;
  private readonly transport: Transport;
  private readonly random: () => number;
  private readonly limits: RateLimits;

  constructor(private readonly options: OpenCloudOptions) {
    this.baseUrl = (options.baseUrl ?? DEFAULT_BASE_URL).replace(/\/+$/, '');
    this.clock = options.clock ?? systemClock;
    this.transport = options.transport ?? httpTransport;
    this.random = options.random ?? Math.random;
    this.limits = new RateLimits(this.clock);
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
    const response = await this.askAsync('upload', path, {
      subject: subjectOf(place),
      headers: { 'content-type': format === 'rbxl' ? 'application/octet-stream' : 'application/xml' },
      body: bytes,
      signal,
      onSent: onProgress,
    });
    return read(uploadedPlace, 'upload', response).versionNumber;
  }

  /**
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
    const response = await this.askAsync(route, path, {
      subject: subjectOf(place, version),
      ...json(body),
      signal,
    });
    return read(cloudTask, route, response);
  }

  async getTaskAsync(path: string, signal?: AbortSignal): Promise<CloudTask> {
    const response = await this.askAsync('getTask', `/cloud/v2/${path}`, { subject: `task ${path}`, signal });
    return read(cloudTask, 'getTask', response);
  }

  /** Looks at the task until it has ended, first often, then less so. */
  async waitForTaskAsync(
    path: string,
    { signal, onState }: { signal?: AbortSignal | undefined; onState?: (task: CloudTask) => void } = {},
  ): Promise<CloudTask> {
    let pollMs = FIRST_POLL_MS;
    for (;;) {
      const task = await this.getTaskAsync(path, signal);
      onState?.(task);
      if (hasEnded(task)) return task;
      await waitAsync(this.clock, pollMs, signal);
      pollMs = Math.min(LONGEST_POLL_MS, pollMs * POLL_GROWTH);
    }
  }

  /** Every line that the service kept, in the order in which it gives them. It keeps about 450 KB and drops the oldest. */
  async listLogsAsync(path: string, signal?: AbortSignal): Promise<CloudLogMessage[]> {
    const messages: CloudLogMessage[] = [];
    let pageToken = '';
    do {
      const query = new URLSearchParams({ view: 'STRUCTURED', maxPageSize: String(LOG_PAGE_SIZE) });
      if (pageToken) query.set('pageToken', pageToken);
      const response = await this.askAsync('listLogs', `/cloud/v2/${path}/logs?${query}`, {
        subject: `task ${path}`,
        signal,
      });
      const page = read(cloudLogPage, 'listLogs', response);
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
    const response = await this.askAsync('createBinaryInput', path, {
      subject,
      ...json({ size: bytes.byteLength }),
      signal,
    });
    const room = read(binaryInput, 'createBinaryInput', response);
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

  /** Whether the service knows the key at all. Which scopes it has only shows when it is used. */
  async isKeyKnownAsync(signal?: AbortSignal): Promise<boolean> {
    const response = await this.exchangeAsync('probeKey', '/cloud/v2/universes/0', {
      subject: 'the key',
      signal,
    });
    return response.status !== 401;
  }

  private async askAsync(route: RouteName, path: string, asking: Asking): Promise<HttpResponse> {
    const response = await this.exchangeAsync(route, path, asking);
    if (response.status >= 200 && response.status < 300) return response;
    const failure = cloudFailure(route, asking.subject, response);
    throw isAmbiguous(ROUTES[route], response) ? ambiguous(route, failure.message) : failure;
  }

  private async exchangeAsync(
    route: RouteName,
    path: string,
    { subject, ...asking }: Asking,
  ): Promise<HttpResponse> {
    const { method } = ROUTES[route];
    const { signal } = asking;
    const url = this.baseUrl + path;
    for (let attempt = 0; ; attempt++) {
      await this.limits.takeAsync(route, signal);
      let response: HttpResponse | undefined;
      try {
        const headers = { 'x-api-key': this.options.apiKey, ...asking.headers };
        response = await this.transport({ ...asking, method, url, headers });
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        if (attempt + 1 >= MAX_ATTEMPTS || !mayRetryFailure(ROUTES[route], error)) {
          throw isAmbiguous(ROUTES[route], error) ? ambiguous(route, error.message) : unreachable(url, error);
        }
      }
      if (response) {
        this.limits.learn(route, response);
        if (attempt + 1 >= MAX_ATTEMPTS || !mayRetryAnswer(ROUTES[route], response)) return response;
      }
      const pause = pauseMs(attempt, this.random(), response, this.clock.wallTime());
      // All who ask this endpoint wait: the others would only be refused too.
      if (response?.status === 429) this.limits.pause(route, pause);
      else await waitAsync(this.clock, pause, signal);
    }
  }
}

function subjectOf({ universeId, placeId }: PlaceId, version?: number): string {
  const place = `place ${placeId} of universe ${universeId}`;
  return version === undefined ? place : `version ${version} of ${place}`;
}

function timeoutSeconds(timeoutMs: number): number {
  return Math.min(LONGEST_TIMEOUT_S, Math.max(1, Math.ceil(timeoutMs / 1000)));
}

function json(value: unknown): { headers: Record<string, string>; body: Uint8Array } {
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}

function read<Schema extends z.core.$ZodType>(
  schema: Schema,
  route: RouteName,
  { body }: HttpResponse,
): z.output<Schema> {
  try {
    return z.parse(schema, JSON.parse(body.toString('utf8')));
  } catch (cause) {
    const start = body.toString('utf8', 0, 80).replaceAll(/\s+/g, ' ');
    const what = `Open Cloud answered something else than expected when asked to ${ROUTES[route].name}: ${start}`;
    throw ROUTES[route].retries === 'always'
      ? new BridgeError('CLOUD_UNREACHABLE', what, { cause })
      : ambiguous(route, what);
  }
}

function unreachable(url: string, cause: TransportError): BridgeError {
  return new BridgeError(
    'CLOUD_UNREACHABLE',
    `Open Cloud at ${new URL(url).origin} cannot be reached: ${cause.message}.`,
    {
      cause,
      delivery: 'not-sent',
    },
  );
}

function ambiguous(route: RouteName, why: string): BridgeError {
  const message = `Whether Open Cloud did ${ROUTES[route].name} is not known: ${why.replace(/\.$/, '')}.`;
  return new BridgeError('CLOUD_UNREACHABLE', message, {
    delivery: 'unknown',
    hint: 'It was not tried again, because the script could run twice. Look at the place before you run it again.',
  });
}
