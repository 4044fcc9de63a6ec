// One DataModel of a play test: an engine of its own that begins with what it is told and ends in good order.
import type { Clock, Timer } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import { Engine, type EngineOptions } from '../engine/engine.js';
import type { PlayMode, Surrounding } from '../engine/neighbour-operations.js';
import type { OutputEntry } from '../engine/output-entry.js';

export interface PlayRole {
  readonly kind: 'server' | 'client';
  readonly mode: PlayMode;
  readonly id: number;
  /** The numbers of the DataModel that is edited and of the test's server. */
  readonly edit: number;
  readonly server: number;
  readonly hasSockets?: boolean;
  readonly userId?: number;
  readonly playerName?: string;
}

export interface PlayDataModelOptions {
  readonly engine: Omit<EngineOptions, 'surrounding'>;
  readonly clock: Clock;
  readonly role: PlayRole;
  readonly arguments: Uint8Array;
  readonly surrounding: Omit<Surrounding, 'closed' | 'startPlay'>;
  readonly prepare: (engine: Engine) => void;
  readonly onOutput: (entry: OutputEntry) => void;
}

/** What was bound to the end may take as long as on Roblox's servers. */
const BOUND_TO_CLOSE_MS = 30_000;
const SOCKETS_MS = 1000;

export class PlayDataModel {
  readonly engine: Engine;
  private readonly closed = createDeferred<void>();
  private isEnded = false;

  constructor(private readonly options: PlayDataModelOptions) {
    const { role, surrounding, onOutput } = options;
    this.engine = new Engine({
      ...options.engine,
      onOutput: (entry) => onOutput({ ...entry, context: role.kind }),
      surrounding: { ...surrounding, startPlay: () => false, closed: () => this.closed.resolve() },
    });
    options.prepare(this.engine);
    this.engine.order('datamodel.role', JSON.stringify(role));
    this.engine.order('play.arguments', options.arguments);
  }

  get role(): PlayRole {
    return this.options.role;
  }

  /** Runs what was bound to the end, closes its sockets, and then it is gone. */
  async endAsync(): Promise<void> {
    if (this.isEnded) return;
    this.isEnded = true;
    this.engine.announceEnd();
    await this.atMostAsync(BOUND_TO_CLOSE_MS, this.closed.promise);
    await this.atMostAsync(SOCKETS_MS, this.engine.closeSocketsAsync());
    this.engine.dispose();
  }

  /** At once. */
  terminate(): void {
    this.isEnded = true;
    this.engine.dispose();
  }

  private async atMostAsync(limitMs: number, work: Promise<void>): Promise<void> {
    let timer: Timer | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = this.options.clock.setTimer(limitMs, resolve);
    });
    await Promise.race([work, limit]);
    timer?.cancel();
  }
}
