// One task's DataModel: an engine of its own, as a server of Open Cloud has it, with the place open and nothing of it
// running but the script of the task.
import { type Clock, systemClock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import { NOT_FOR_PLUGINS } from '../../support/refused-methods.js';
import { Engine } from '../engine/engine.js';
import type { OutputEntry, OutputLevel } from '../engine/output-entry.js';
import { packPlace } from '../places/packed-place.js';
import { readPlace } from '../places/place-file.js';
import { toBytes } from '../places/value-type.js';
import type { CloudMessageType } from './task-log.js';
import type { TaskOrder, TaskOutcome } from './task-runner.js';

export interface CloudDataModelOptions {
  readonly order: Omit<TaskOrder, 'onStarted' | 'onLine' | 'answerMemory'>;
  /** A request to MemoryStore, whose answer comes back by `hearMemory`. */
  readonly askMemory?: (id: number, request: string) => void;
  readonly onLine: TaskOrder['onLine'];
  readonly image?: Uint8Array | undefined;
  readonly clock?: Clock;
  readonly scriptTimeLimitMs?: number;
}

const TYPES: Readonly<Record<OutputLevel, CloudMessageType>> = {
  Print: 'OUTPUT',
  Info: 'INFO',
  Warning: 'WARNING',
  Error: 'ERROR',
};

export class CloudDataModel {
  readonly outcome: Promise<TaskOutcome>;
  private readonly end = createDeferred<TaskOutcome>();
  private readonly engine: Engine;
  private isDisposed = false;
  /** An error whose stack is being written. */
  private error: string[] | undefined;

  /** @throws Error if the engine cannot start, or the place cannot be read. */
  constructor(private readonly options: CloudDataModelOptions) {
    const { order, image, clock = systemClock, scriptTimeLimitMs } = options;
    this.outcome = this.end.promise;
    this.engine = new Engine({
      clock,
      onOutput: (entry) => this.hear(entry),
      onFailure: (error) => this.end.resolve({ kind: 'failed', message: error.message }),
      task: {
        binaryInput: order.binaryInput,
        askMemory: options.askMemory,
        returned: (results, binaryOutput) => this.end.resolve({ kind: 'returned', results, binaryOutput }),
        failed: (message) => this.end.resolve({ kind: 'failed', message }),
      },
      startup: 'throughput',
      ...(image === undefined ? {} : { image }),
      ...(scriptTimeLimitMs === undefined ? {} : { scriptTimeLimitMs }),
    });
    this.engine.order('members.refuse', JSON.stringify(NOT_FOR_PLUGINS));
    this.loadPlace(order.place);
    this.engine.setPlace({
      PlaceId: order.placeId,
      GameId: order.universeId,
      PlaceVersion: order.version,
    });
  }

  /** Runs the script up to its first wait, or to its end. */
  start(): void {
    const { script, binaryInput, wantsBinaryOutput } = this.options.order;
    this.engine.order(
      'cloud.task',
      JSON.stringify({ script, hasBinaryInput: binaryInput !== undefined, wantsBinaryOutput }),
    );
  }

  /** What MemoryStore answered to a request. */
  hearMemory(id: number, answer: string): void {
    if (!this.isDisposed) this.engine.order('task.memory', answer, id);
  }

  dispose(): void {
    this.isDisposed = true;
    this.flushError();
    this.engine.dispose();
  }

  /** No bytes are a place that nobody uploaded anything to. */
  private loadPlace(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    const place = readPlace(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const packed = packPlace(place, { addSource: (source) => this.engine.addSource(toBytes(source)) });
    this.engine.loadPlace(packed.bytes, 'place');
  }

  /** The service tells an error and its stack as one message. */
  private hear({ level, body }: OutputEntry): void {
    if (this.error && level === 'Info') {
      this.error.push(body);
      if (body === 'Stack End') this.flushError();
      return;
    }
    this.flushError();
    if (level === 'Error') this.error = [body];
    else this.options.onLine(body, TYPES[level]);
  }

  private flushError(): void {
    if (!this.error) return;
    this.options.onLine(this.error.join('\n'), 'ERROR');
    this.error = undefined;
  }
}
