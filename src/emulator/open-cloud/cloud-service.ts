// The emulated Open Cloud without HTTP: who may ask what, and what happens then.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../support/clock.js';
import { CloudRefusal } from './cloud-error.js';
import { type BootTimes, type CloudLimits, DOCUMENTED_LIMITS, MEASURED_BOOT_TIMES } from './cloud-limits.js';
import { CloudPlaces, type KnownPlace } from './cloud-places.js';
import { EmulatedTask, type TaskFault } from './cloud-task.js';
import { answerMemory } from './memory-requests.js';
import { MemoryStores } from './memory-stores.js';
import type { TaskLine } from './task-log.js';
import type { TaskRunner } from './task-runner.js';

export interface KnownKey {
  readonly apiKey: string;
  /** All scopes if left out. */
  readonly scopes?: readonly string[];
}

export interface CloudServiceOptions {
  readonly clock: Clock;
  readonly run: TaskRunner;
  /** Every key is good if left out. */
  readonly keys?: readonly KnownKey[];
  /** Every place is there if left out. */
  readonly places?: readonly KnownPlace[];
  readonly limits?: Partial<CloudLimits>;
  readonly boot?: BootTimes;
  /** How long logs take to show after the end of a task. */
  readonly logLagMs?: number;
  /** Shows lines while the script runs, which Roblox does not: for finding out what a client makes of it. */
  readonly liveLogs?: boolean;
  readonly newId?: () => string;
  /** The number of a place's first version; 1 if left out. */
  readonly firstVersion?: number;
}

export interface TaskBody {
  readonly script?: unknown;
  readonly timeout?: unknown;
  readonly binaryInput?: unknown;
  readonly enableBinaryOutput?: unknown;
}

interface Stored {
  readonly universeId: number;
  readonly size: number;
  readonly createdAtMs: number;
  bytes: Uint8Array | undefined;
}

const OWNER = '1';

export class CloudService {
  readonly limits: CloudLimits;
  readonly places: CloudPlaces;
  readonly memory: MemoryStores;
  /** Where links point to; known once a server listens. */
  origin = '';
  private readonly tasks = new Map<string, EmulatedTask>();
  private readonly inputs = new Map<string, Stored>();
  private readonly newId: () => string;

  constructor(private readonly options: CloudServiceOptions) {
    this.limits = { ...DOCUMENTED_LIMITS, ...options.limits };
    this.places = new CloudPlaces(options.places, options.firstVersion);
    this.memory = new MemoryStores(options.clock, this.limits);
    this.newId = options.newId ?? randomUUID;
  }

  /** @throws CloudRefusal 401 for no or an unknown key, 403 for one without any of these scopes. */
  authorize(apiKey: string | undefined, scopes: readonly string[]): string {
    if (!apiKey) throw new CloudRefusal(401, 'Invalid API Key', 'gateway');
    const { keys } = this.options;
    if (keys === undefined) return apiKey;
    const known = keys.find((key) => key.apiKey === apiKey);
    if (!known) throw new CloudRefusal(401, 'Invalid API Key', 'gateway');
    const has =
      known.scopes === undefined ||
      scopes.length === 0 ||
      scopes.some((scope) => known.scopes?.includes(scope));
    if (!has) throw new CloudRefusal(403, `The key has none of the scopes ${scopes.join(', ')}.`);
    return apiKey;
  }

  upload(universeId: number, placeId: number, versionType: string | null, bytes: Uint8Array): number {
    if (versionType !== 'Saved' && versionType !== 'Published') {
      throw new CloudRefusal(400, 'versionType must be Saved or Published.');
    }
    const place = this.places.find(universeId, placeId);
    if (place.isLocked) throw new CloudRefusal(409, 'The place is locked: somebody has it open.');
    if (bytes.byteLength === 0) throw new CloudRefusal(400, 'The request has no file.');
    if (bytes.byteLength > this.limits.placeBytes) throw new CloudRefusal(400, 'The file is too large.');
    return this.places.upload(place, bytes, versionType === 'Published').number;
  }

  /** @param nextFault What shall become of the task, asked if there is one. */
  createTask(
    universeId: number,
    placeId: number,
    version: number | undefined,
    body: TaskBody,
    nextFault?: (() => TaskFault | undefined) | undefined,
  ): EmulatedTask {
    const place = this.places.find(universeId, placeId);
    const placeVersion = this.places.version(place, version);
    const { script } = body;
    if (typeof script !== 'string') throw new CloudRefusal(400, 'script is required.');
    if (Buffer.byteLength(script) > this.limits.scriptBytes)
      throw new CloudRefusal(400, 'script is too long.');
    const unfinished = [...this.tasks.values()].filter(
      (task) => task.settings.place === place && !task.hasEnded,
    );
    if (unfinished.length >= this.limits.unfinishedTasks) {
      throw new CloudRefusal(
        429,
        `The place has ${unfinished.length} unfinished tasks, which is the most it may have.`,
      );
    }
    const { clock, run, boot = MEASURED_BOOT_TIMES } = this.options;
    const id = this.newId();
    const task = new EmulatedTask(
      {
        id,
        user: OWNER,
        place,
        version: placeVersion,
        script,
        timeoutMs: this.timeoutOf(body.timeout),
        binaryInput: this.inputOf(universeId, body.binaryInput),
        wantsBinaryOutput: body.enableBinaryOutput === true,
      },
      {
        clock,
        limits: this.limits,
        run,
        bootMs: placeVersion.isWarm ? boot.warmMs : boot.coldMs,
        fault: nextFault?.(),
        answerMemory: (request) => answerMemory(this.memory, universeId, request),
        outputUri: (taskId) => `${this.origin}/emulated/binary-outputs/${taskId}`,
      },
    );
    this.tasks.set(id, task);
    return task;
  }

  /** @throws CloudRefusal 404 unless the whole path is right, the version included. */
  findTask(path: string): EmulatedTask {
    const task = this.tasks.get(path.slice(path.lastIndexOf('/') + 1));
    const age = this.options.clock.now() - (task?.endedAtMs ?? this.options.clock.now());
    if (task?.path !== path || age > this.limits.taskLifetimeMs) {
      throw new CloudRefusal(404, `The task ${path} was not found.`);
    }
    return task;
  }

  /** What its log shows now: nothing before its end, unless lines are live. */
  linesOf(task: EmulatedTask): TaskLine[] {
    const { clock, logLagMs = 0, liveLogs = false } = this.options;
    const isVisible = task.endedAtMs !== undefined && clock.now() - task.endedAtMs >= logLagMs;
    return isVisible || liveLogs ? task.log.lines : [];
  }

  createInput(universeId: number, size: unknown): { path: string; size: number; uploadUri: string } {
    if (!this.places.hasUniverse(universeId))
      throw new CloudRefusal(404, `The universe ${universeId} was not found.`);
    const isSize = typeof size === 'number' && Number.isSafeInteger(size) && size > 0;
    if (!isSize || size > this.limits.binaryInputBytes) {
      throw new CloudRefusal(400, `size must be from 1 to ${this.limits.binaryInputBytes}.`);
    }
    const id = this.newId();
    this.inputs.set(id, { universeId, size, createdAtMs: this.options.clock.now(), bytes: undefined });
    return {
      path: inputPath(universeId, id),
      size,
      uploadUri: `${this.origin}/emulated/binary-inputs/${id}`,
    };
  }

  fillInput(id: string, bytes: Uint8Array): void {
    const input = this.inputs.get(id);
    if (!input || this.isExpired(input)) throw new CloudRefusal(403, 'The address is not valid any more.');
    if (bytes.byteLength !== input.size)
      throw new CloudRefusal(400, `The body must have ${input.size} bytes.`);
    input.bytes = bytes;
  }

  outputOf(taskId: string): Uint8Array {
    const task = this.tasks.get(taskId);
    const age = this.options.clock.now() - (task?.endedAtMs ?? 0);
    if (!task?.binaryOutput || age > this.limits.linkLifetimeMs) {
      throw new CloudRefusal(403, 'The address is not valid any more.');
    }
    return task.binaryOutput;
  }

  stop(): void {
    for (const task of this.tasks.values()) task.stop();
  }

  private timeoutOf(timeout: unknown): number {
    if (timeout === undefined) return this.limits.longestTimeoutMs;
    const seconds = typeof timeout === 'string' ? /^(\d+(?:\.\d{1,9})?)s$/.exec(timeout)?.[1] : undefined;
    const timeoutMs = Number(seconds) * 1000;
    if (seconds === undefined || timeoutMs < 1000 || timeoutMs > this.limits.longestTimeoutMs) {
      throw new CloudRefusal(400, `timeout must be from 1s to ${this.limits.longestTimeoutMs / 1000}s.`);
    }
    return timeoutMs;
  }

  private inputOf(universeId: number, path: unknown): { path: string; bytes: Uint8Array } | undefined {
    if (path === undefined) return undefined;
    const id = typeof path === 'string' ? path.slice(path.lastIndexOf('/') + 1) : '';
    const input = this.inputs.get(id);
    if (!input || path !== inputPath(universeId, id) || this.isExpired(input) || !input.bytes) {
      throw new CloudRefusal(400, `binaryInput ${String(path)} is not there.`);
    }
    return { path, bytes: input.bytes };
  }

  private isExpired({ createdAtMs }: Stored): boolean {
    return this.options.clock.now() - createdAtMs > this.limits.linkLifetimeMs;
  }
}

function inputPath(universeId: number, id: string): string {
  return `universes/${universeId}/luau-execution-session-task-binary-inputs/${id}`;
}
