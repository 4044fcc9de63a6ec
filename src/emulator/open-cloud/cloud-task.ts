// One task from its creation to its end.
import type { Clock, Timer } from '../../support/clock.js';
import type { CloudLimits } from './cloud-limits.js';
import type { CloudPlace, PlaceVersion } from './cloud-places.js';
import { TaskLog } from './task-log.js';
import type { RunningTask, TaskOutcome, TaskRunner } from './task-runner.js';

export type TaskState = 'QUEUED' | 'PROCESSING' | 'COMPLETE' | 'FAILED';
export type TaskErrorCode =
  | 'SCRIPT_ERROR'
  | 'DEADLINE_EXCEEDED'
  | 'OUTPUT_SIZE_LIMIT_EXCEEDED'
  | 'INTERNAL_ERROR';

export interface TaskSettings {
  readonly id: string;
  readonly user: string;
  readonly place: CloudPlace;
  readonly version: PlaceVersion;
  readonly script: string;
  readonly timeoutMs: number;
  readonly binaryInput?: { readonly path: string; readonly bytes: Uint8Array } | undefined;
  readonly wantsBinaryOutput: boolean;
}

/** `hang`: its place never loads. `crash`: the server ends while the script runs. */
export type TaskFault = 'hang' | 'crash';

export interface TaskSurroundings {
  readonly clock: Clock;
  readonly limits: CloudLimits;
  readonly run: TaskRunner;
  readonly bootMs: number;
  readonly fault?: TaskFault | undefined;
  readonly answerMemory: (request: string) => string;
  /** Where binary output can be fetched. */
  readonly outputUri: (taskId: string) => string;
}

export class EmulatedTask {
  state: TaskState = 'QUEUED';
  binaryOutput: Uint8Array | undefined;
  endedAtMs: number | undefined;
  readonly log: TaskLog;
  private readonly createTime: string;
  private updateTime: string;
  private error: { code: TaskErrorCode; message: string } | undefined;
  private results: unknown[] | undefined;
  private running: RunningTask | undefined;
  private timer: Timer | undefined;

  constructor(
    readonly settings: TaskSettings,
    private readonly surroundings: TaskSurroundings,
  ) {
    this.log = new TaskLog(surroundings.limits);
    this.createTime = this.time();
    this.updateTime = this.createTime;
    this.timer = surroundings.clock.setTimer(surroundings.bootMs, () => this.boot());
  }

  /** Session and task have the same id, and there is no `cloud/v2/` in front. */
  get path(): string {
    const { id, place, version } = this.settings;
    return `universes/${place.universeId}/places/${place.placeId}/versions/${version.number}/luau-execution-sessions/${id}/tasks/${id}`;
  }

  get hasEnded(): boolean {
    return this.endedAtMs !== undefined;
  }

  /** @param withScript As a client that just created it sees it, or one that asks for the full view. */
  describe(withScript: boolean): object {
    const { user, script, timeoutMs, binaryInput, wantsBinaryOutput, id } = this.settings;
    return {
      path: this.path,
      createTime: this.createTime,
      updateTime: this.updateTime,
      user,
      state: this.state,
      ...(withScript ? { script } : {}),
      timeout: `${timeoutMs / 1000}s`,
      ...(this.error ? { error: this.error } : {}),
      ...(this.results ? { output: this.results.length > 0 ? { results: this.results } : {} } : {}),
      ...(binaryInput ? { binaryInput: binaryInput.path } : {}),
      enableBinaryOutput: wantsBinaryOutput,
      ...(this.binaryOutput ? { binaryOutputUri: this.surroundings.outputUri(id) } : {}),
    };
  }

  /** For the end of the service: nothing of it runs on. */
  stop(): void {
    this.timer?.cancel();
    this.running?.stop();
  }

  private boot(): void {
    const { settings, surroundings } = this;
    this.move('PROCESSING');
    const { place, version, binaryInput } = settings;
    if (surroundings.fault === 'hang') return;
    this.running = surroundings.run({
      place: version.bytes,
      placeId: place.placeId,
      universeId: place.universeId,
      version: version.number,
      script: settings.script,
      binaryInput: binaryInput?.bytes,
      wantsBinaryOutput: settings.wantsBinaryOutput,
      onStarted: () => this.startClock(),
      answerMemory: surroundings.answerMemory,
      onLine: (message, messageType) => this.log.add({ message, messageType, createTime: this.time() }),
    });
    void this.running.outcome.then((outcome) => this.conclude(outcome));
    if (surroundings.fault === 'crash') {
      this.running.stop();
      this.fail('INTERNAL_ERROR', 'The server ended.');
    }
  }

  /** Only the script's own time counts, not that of the place before it. */
  private startClock(): void {
    this.settings.version.isWarm = true;
    const { timeoutMs } = this.settings;
    this.timer = this.surroundings.clock.setTimer(timeoutMs, () => {
      this.running?.stop();
      this.fail('DEADLINE_EXCEEDED', 'The task did not finish within its timeout.');
    });
  }

  private conclude(outcome: TaskOutcome): void {
    if (this.hasEnded) return;
    if (outcome.kind === 'failed') this.fail('SCRIPT_ERROR', outcome.message);
    else if (this.isTooLarge(outcome)) this.fail('OUTPUT_SIZE_LIMIT_EXCEEDED', 'Return results too large');
    else {
      this.results = JSON.parse(outcome.results) as unknown[];
      this.binaryOutput = outcome.binaryOutput;
      this.end('COMPLETE');
    }
  }

  private isTooLarge({ results, binaryOutput }: Extract<TaskOutcome, { kind: 'returned' }>): boolean {
    const { resultBytes, binaryOutputBytes } = this.surroundings.limits;
    return Buffer.byteLength(results) > resultBytes || (binaryOutput?.byteLength ?? 0) > binaryOutputBytes;
  }

  private fail(code: TaskErrorCode, message: string): void {
    if (this.hasEnded) return;
    this.error = { code, message };
    this.end('FAILED');
  }

  private end(state: 'COMPLETE' | 'FAILED'): void {
    this.timer?.cancel();
    this.endedAtMs = this.surroundings.clock.now();
    this.move(state);
  }

  private move(state: TaskState): void {
    this.state = state;
    this.updateTime = this.time();
  }

  private time(): string {
    return new Date(this.surroundings.clock.wallTime()).toISOString();
  }
}
