// The place of the next run, deployed ahead of it: when a file changes, only that file has to go there. Each run gets one
// in which nothing has run yet.
import type { BuiltPlace, Deployment, DeployOptions, JobContext, ScriptChange } from '../jobs/job-context.js';

export interface ReadyPlaceOptions {
  readonly source: string;
  readonly packageName: string;
  readonly builder?: 'own' | 'rojo' | undefined;
}

interface Ready {
  readonly built: BuiltPlace;
  readonly deployment: Deployment;
}

export class ReadyPlace {
  private ready: Promise<Ready | undefined> | undefined;
  /** In use for every run, where each finds it as new. */
  private kept: Ready | undefined;
  private stop = new AbortController();
  /** What has changed since it was begun. */
  private changes = new Map<string, ScriptChange>();

  constructor(
    private readonly job: JobContext,
    private readonly options: ReadyPlaceOptions,
  ) {}

  /** Begins with one for the next run, if the backend can bring it up to date. */
  prepare(): void {
    if (this.ready || this.job.isFreshEachTime || !this.job.updateScriptsAsync) return;
    this.changes.clear();
    // One that fails is made again when it is needed, and its error told then.
    this.ready = this.deployAsync(this.stop.signal).catch(() => undefined);
  }

  /** Only texts of scripts have changed. */
  note(changes: readonly ScriptChange[]): void {
    for (const change of changes) this.changes.set(change.name, change);
  }

  /** Something else has changed: what is ready is of no use. */
  async discardAsync(): Promise<void> {
    const { ready, kept } = this;
    this.ready = undefined;
    this.kept = undefined;
    if (kept) await this.freeAsync(kept);
    this.stop.abort();
    this.stop = new AbortController();
    const old = await ready;
    if (old) await this.freeAsync(old);
  }

  /** One that is up to date; whoever takes it releases it. */
  async takeAsync(signal: AbortSignal, onPhase: DeployOptions['onPhase']): Promise<Ready> {
    if (this.job.isFreshEachTime) return await this.takeKeptAsync(signal, onPhase);
    const ready = await this.ready;
    this.ready = undefined;
    const changes = [...this.changes.values()];
    this.changes.clear();
    if (ready) {
      const isFresh =
        changes.length === 0 || (await this.job.updateScriptsAsync?.(ready.deployment, changes, signal));
      if (isFresh) return ready;
      await this.freeAsync(ready);
    }
    return await this.deployAsync(signal, onPhase);
  }

  async releaseAsync(ready: Ready): Promise<void> {
    if (!this.job.isFreshEachTime) await this.freeAsync(ready);
  }

  /** All that has changed since the place was deployed goes there for each run. */
  private async takeKeptAsync(signal: AbortSignal, onPhase: DeployOptions['onPhase']): Promise<Ready> {
    const { kept } = this;
    if (kept && (await this.job.updateScriptsAsync?.(kept.deployment, [...this.changes.values()], signal)))
      return kept;
    this.kept = undefined;
    if (kept) await this.freeAsync(kept);
    this.changes.clear();
    this.kept = await this.deployAsync(signal, onPhase);
    return this.kept;
  }

  private async freeAsync({ built, deployment }: Ready): Promise<void> {
    await this.job.releaseAsync(deployment);
    await this.job.releaseBuiltPlaceAsync(built);
  }

  private async deployAsync(signal: AbortSignal, onPhase?: DeployOptions['onPhase']): Promise<Ready> {
    const { source, builder, packageName } = this.options;
    const built = await this.job.buildPlaceAsync({ source, builder, signal });
    const deployment = await this.job.deployBuiltPlaceAsync(built, { packageName, signal, onPhase });
    return { built, deployment };
  }
}
