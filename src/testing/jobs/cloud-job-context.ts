// Tests on servers of Open Cloud. What is there already is not uploaded again, and the newest version is asked for without
// its number where that is allowed, because it starts sooner; a script still never runs on other bytes than those meant.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import {
  hasEnded,
  MAX_TASKS,
  type OpenCloudClient,
  type PlaceId,
  waitAsync,
} from '../../open-cloud/index.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock } from '../../support/clock.js';
import type { StreamRung } from '../results/run-report.js';
import { buildPlaceAsync, releaseBuiltPlaceAsync } from './build-place.js';
import type { StreamKnowledge } from './cloud-stream.js';
import type { TaskEnd } from './cloud-task-run.js';
import {
  type BuildRequest,
  type BuiltPlace,
  type Deployment,
  type DeployOptions,
  infrastructureResult,
  type JobContext,
  type JobLogs,
  type JobScript,
  NeedlessScriptError,
  OutdatedPlaceError,
  type ScriptChange,
  type ScriptRunResult,
} from './job-context.js';
import { runNamedTaskAsync } from './named-task.js';
import { Slots } from './slots.js';
import { hashOf, type UploadCache, type UploadKey } from './upload-cache.js';

export interface CloudJobOptions extends PlaceId {
  readonly client: OpenCloudClient;
  /** Its address: what was uploaded to one service is not on another. */
  readonly service: string;
  readonly cache: UploadCache;
  readonly clock: Clock;
  /** A line about what is going on. */
  readonly notify?: ((line: string) => void) | undefined;
}

const ROOM_POLL_MS = 4_000;

interface CloudDeployment extends Deployment {
  readonly bytes: Uint8Array;
  readonly format: 'rbxl' | 'rbxlx';
  readonly key: UploadKey;
  version: number;
  /** Scripts that are to be others than in that version. */
  changes: readonly ScriptChange[];
  /** The version is remembered, and nobody has looked whether it is still there. */
  isRemembered: boolean;
  logs: JobLogs;
}

const NO_LOGS: JobLogs = { events: [], lostLines: 0, isLossExact: true, rung: 'state-only' };

export function createCloudJobContext(options: CloudJobOptions): JobContext {
  return new CloudJobContext(options);
}

class CloudJobContext implements JobContext {
  readonly backend = 'cloud';
  readonly isFreshEachTime = true;
  private readonly slots = new Slots(MAX_TASKS);
  private readonly known: StreamKnowledge = { hasLiveLogs: undefined, hasMemoryStore: undefined };
  private readonly deployments = new Set<CloudDeployment>();
  private readonly built = new Set<BuiltPlace>();
  /** The newest version that anybody told of. */
  private newest: number | undefined;
  private tasks = 0;
  /** Whether the service lets scripts be changed; it is found out by trying. */
  private canUpdate = true;
  /** Tasks that are waited for. */
  private readonly awaited = new Set<string>();
  private running = 0;

  constructor(private readonly options: CloudJobOptions) {}

  get toldRung(): StreamRung {
    const { hasLiveLogs, hasMemoryStore } = this.known;
    if (hasLiveLogs) return 'live-logs';
    return hasMemoryStore ? 'memory-store' : 'state-only';
  }

  async buildPlaceAsync(request: BuildRequest): Promise<BuiltPlace> {
    const built = await buildPlaceAsync(request, this.options);
    this.built.add(built);
    return built;
  }

  async deployBuiltPlaceAsync({ file }: BuiltPlace, options: DeployOptions): Promise<Deployment> {
    const { service, universeId, placeId, cache } = this.options;
    const bytes = await readPlaceAsync(file);
    const key = { service, universeId, placeId, hash: hashOf(bytes) };
    const remembered = cache.find(key);
    const deployment: CloudDeployment = {
      packageName: options.packageName,
      bytes,
      format: extname(file).toLowerCase() === '.rbxlx' ? 'rbxlx' : 'rbxl',
      key,
      version: remembered ?? 0,
      changes: [],
      isRemembered: remembered !== undefined,
      logs: NO_LOGS,
    };
    if (remembered === undefined) await this.uploadAsync(deployment, options);
    else options.onPhase?.({ phase: 'uploading', note: alreadyThere(remembered) });
    this.deployments.add(deployment);
    return deployment;
  }

  async runScriptAsync(deployment: Deployment, script: JobScript): Promise<ScriptRunResult> {
    const own = this.find(deployment);
    own.logs = NO_LOGS;
    const release = await this.slots.takeAsync(script.signal);
    this.running++;
    try {
      await this.untilRoomAsync(script);
      const { result, logs } = await this.runOnItsVersionAsync(own, script);
      own.logs = this.tasks > 1 && logs.rung === 'state-only' ? { ...logs, rung: 'split-tasks' } : logs;
      return result;
    } catch (error) {
      return infrastructureResult(error);
    } finally {
      this.running--;
      release();
    }
  }

  /** They go with the script: nothing is uploaded. */
  async updateScriptsAsync(deployment: Deployment, changes: readonly ScriptChange[]): Promise<boolean> {
    if (!this.canUpdate) return false;
    this.find(deployment).changes = changes;
    return true;
  }

  async getLogsAsync(deployment: Deployment): Promise<JobLogs> {
    return this.find(deployment).logs;
  }

  async releaseAsync(deployment: Deployment): Promise<void> {
    for (const own of this.deployments) if (own === deployment) this.deployments.delete(own);
  }

  async releaseBuiltPlaceAsync(built: BuiltPlace): Promise<void> {
    this.built.delete(built);
    await releaseBuiltPlaceAsync(built);
  }

  async disposeAsync(): Promise<void> {
    this.deployments.clear();
    const unfinished = this.options.client.ledger.tellUnfinished();
    if (unfinished !== undefined) this.options.notify?.(unfinished);
    await Promise.all([...this.built].map((built) => this.releaseBuiltPlaceAsync(built)));
  }

  private async runOnItsVersionAsync(
    own: CloudDeployment,
    script: JobScript,
  ): Promise<Extract<TaskEnd, { kind: 'ended' }>> {
    let isPinned = this.newest !== undefined && this.newest !== own.version;
    for (;;) {
      const end = await this.tryAsync(own, script, isPinned);
      if (end === 'gone') {
        // Somebody remembered it wrongly: the bytes are sent once more, and then it is the newest.
        await this.uploadAsync(own, script);
        isPinned = false;
      } else if (end.kind === 'not-updated') {
        this.canUpdate = false;
        throw new OutdatedPlaceError('The scripts of the place could not be changed.');
      } else if (end.kind === 'ended') {
        own.isRemembered = false;
        this.newest ??= own.version;
        return end;
      } else {
        this.newest = end.version;
        if (isPinned) throw wrongVersion(own.version, end.version);
        isPinned = true;
      }
    }
  }

  private async tryAsync(
    own: CloudDeployment,
    script: JobScript,
    isPinned: boolean,
  ): Promise<TaskEnd | 'gone'> {
    const { client, clock, universeId, placeId } = this.options;
    const { version, changes } = own;
    this.tasks++;
    let task: string | undefined;
    const onCreated = (path: string) => {
      task = path;
      this.awaited.add(path);
    };
    try {
      return await runNamedTaskAsync(
        { client, clock, known: this.known, universeId, placeId, version, isPinned, changes, onCreated },
        script,
      );
    } catch (error) {
      if (!own.isRemembered || !isPinned || !isUnknown(error)) throw error;
      return 'gone';
    } finally {
      if (task !== undefined) {
        this.awaited.delete(task);
        if (script.signal.reason instanceof NeedlessScriptError) client.ledger.leave(task);
      }
    }
  }

  /**
   * Tasks that nobody waits for any more cannot be ended, and count: until so many of them have ended that one more is
   * allowed.
   */
  private async untilRoomAsync({ signal, onPhase }: JobScript): Promise<void> {
    const { client, clock, universeId, placeId } = this.options;
    const { ledger } = client;
    const place = { universeId, placeId };
    const others = () => ledger.list(place).filter((path) => !this.awaited.has(path));
    const isFull = () => this.running + others().length + ledger.countUnnamed(place) > MAX_TASKS;
    while (isFull()) {
      for (const path of others()) {
        const isOver = await client.getTaskAsync(path, signal).then(hasEnded, isUnknown);
        if (isOver) ledger.remove(path);
      }
      if (!isFull()) return;
      const earlier = others().length + ledger.countUnnamed(place);
      const note = `The place has its ${MAX_TASKS} tasks: waiting for one of ${earlier} earlier ones to end.`;
      onPhase?.({ phase: 'scheduling', note });
      await waitAsync(clock, ROOM_POLL_MS, signal);
    }
  }

  private async uploadAsync(own: CloudDeployment, { signal, onPhase }: DeployOptions): Promise<void> {
    const { client, cache, universeId, placeId } = this.options;
    const { bytes, format, key } = own;
    const tell = (sentBytes: number) =>
      onPhase?.({ phase: 'uploading', sentBytes, totalBytes: bytes.byteLength });
    tell(0);
    cache.forget(key);
    own.version = await client.uploadPlaceAsync({
      universeId,
      placeId,
      bytes,
      format,
      signal,
      onProgress: tell,
    });
    own.isRemembered = false;
    this.newest = Math.max(this.newest ?? 0, own.version);
    cache.keep(key, own.version);
  }

  private find(deployment: Deployment): CloudDeployment {
    for (const own of this.deployments) if (own === deployment) return own;
    throw new TypeError('This deployment was released, or is another context’s.');
  }
}

const alreadyThere = (version: number) =>
  `The place is there already, as version ${version}: it is not uploaded again.`;

async function readPlaceAsync(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new BridgeError('PLACE_NOT_READABLE', `The place ${file} could not be read.`, { cause });
  }
}

function isUnknown(error: unknown): boolean {
  const details = error instanceof BridgeError ? error.details : undefined;
  return typeof details === 'object' && details !== null && 'status' in details && details.status === 404;
}

function wrongVersion(wanted: number, got: number): BridgeError {
  return new BridgeError(
    'CLOUD_UNREACHABLE',
    `Open Cloud ran version ${got} of the place although version ${wanted} was asked for; the tests did not run.`,
    { delivery: 'not-sent' },
  );
}
