// Running again with every change until the user has enough: the newest change wins, and its run replaces the one before.
import { relative } from 'node:path';
import { untilAbortedAsync } from '../../command/waits.js';
import type { TestRun } from '../../command/world/test-access.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock } from '../../support/clock.js';
import type { FileEvents } from '../../support/folder-watch.js';
import { messageOf } from '../../support/thrown-text.js';
import type { RunTurn } from '../run/test-run.js';
import { ChangeBatch } from './change-batch.js';
import { type SourceChange, SourceSet } from './source-set.js';

const SCRIPT = /\.luau?$/;
const NOTHING_RAN: TestRun = { exitCode: 130, text: '', report: {}, files: [] };

export interface WatchOptions {
  readonly createEvents: (onChange: (path: string) => void) => FileEvents;
  /** Told what each run came to. */
  readonly onRun: (run: TestRun) => void;
}

export interface WatchSurroundings {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Where the user is. */
  readonly folder: string;
  /** A line about what is going on. */
  readonly tell: (line: string) => void;
}

export interface WatchTurn extends RunTurn {
  readonly files: readonly string[];
  /** Also ends it where a newer one replaces it. */
  readonly signal: AbortSignal;
  /** To be told of its first result. */
  readonly onResult: () => void;
}

/** What runs again and again. */
export interface Watched {
  /** Everything that a change could concern, files and folders, as it is now; before the first run and with other files. */
  readAsync(): Promise<ReadonlySet<string>>;
  /** Only the text of these files may be another one, or what was read just now has them. */
  note(change: SourceChange & { readonly kind: 'texts' | 'structure' }): void;
  /** False where no run is due. */
  isDue(): boolean;
  testAsync(turn: WatchTurn): Promise<TestRun>;
}

/** Runs until it is interrupted; the result is that of the newest run. */
export async function watchAsync(
  watched: Watched,
  surroundings: WatchSurroundings,
  options: WatchOptions,
): Promise<TestRun> {
  const loop = new WatchLoop(watched, surroundings, options);
  try {
    return await loop.runAsync();
  } finally {
    await loop.closeAsync();
  }
}

class WatchLoop {
  private readonly sources = new SourceSet();
  private readonly changes: ChangeBatch;
  private readonly events: FileEvents;
  private last = NOTHING_RAN;
  private runs = 0;
  private current = new AbortController();
  /** Changes are dealt with one after the other, but only the newest is run to its end. */
  private work = Promise.resolve();

  constructor(
    private readonly watched: Watched,
    private readonly surroundings: WatchSurroundings,
    private readonly options: WatchOptions,
  ) {
    this.changes = new ChangeBatch(surroundings.clock, (paths, firstAt) => this.onChanges(paths, firstAt));
    this.events = options.createEvents(this.changes.add);
  }

  async runAsync(): Promise<TestRun> {
    const { signal, clock } = this.surroundings;
    await this.readAsync();
    this.enqueue(() => this.testAsync([], clock.now()));
    await untilAbortedAsync(signal);
    // It was told when it was known.
    return { ...this.last, text: '' };
  }

  async closeAsync(): Promise<void> {
    this.changes.close();
    this.events.stop();
    this.current.abort();
    await this.work;
  }

  private async readAsync(): Promise<void> {
    const used = await this.watched.readAsync();
    this.sources.remember(used);
    this.events.follow(used);
  }

  private onChanges(paths: ReadonlySet<string>, firstAt: number): void {
    const change = this.sources.look(paths, (path) => SCRIPT.test(path));
    if (change.kind === 'none') return;
    this.current.abort();
    this.enqueue(async () => {
      if (change.kind === 'structure') await this.readAsync();
      this.watched.note(change);
      await this.testAsync(change.files, firstAt);
    });
  }

  private enqueue(action: () => Promise<void>): void {
    this.work = this.work.then(action).catch((error: unknown) => {
      const isOver = error instanceof BridgeError && error.code === 'CANCELLED';
      if (!isOver) this.surroundings.tell(messageOf(error));
    });
  }

  private async testAsync(files: readonly string[], firstAt: number): Promise<void> {
    if (!this.watched.isDue()) return;
    const { clock, signal, folder, tell } = this.surroundings;
    const current = new AbortController();
    this.current = current;
    const changed = files.map((file) => relative(folder, file));
    if (changed.length > 0) tell(`── ${changed.join(', ')} ──`);
    let firstMs: number | undefined;
    this.last = await this.watched.testAsync({
      run: ++this.runs,
      files,
      changed,
      signal: AbortSignal.any([signal, current.signal]),
      isReplaced: () => current.signal.aborted && !signal.aborted,
      onResult: () => {
        firstMs ??= clock.now() - firstAt;
      },
    });
    const verdictMs = clock.now() - firstAt;
    this.options.onRun(this.last);
    const early = firstMs === undefined ? '' : `first result after ${Math.round(firstMs)} ms, `;
    tell(`${early}verdict after ${Math.round(verdictMs)} ms. Waiting for changes; Ctrl+C ends.`);
  }
}
