// The place of the next run, deployed ahead of it: when a file changes, only that file has to go there. Each run gets one
// in which nothing has run yet.
import type { BuiltPlace, Deployment, JobContext, ScriptChange } from '../jobs/job-context.js';

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
  private stop = new AbortController();
  /** What has changed since it was begun. */
  private changes = new Map<string, ScriptChange>();

  constructor(
    private readonly job: JobContext,
    private readonly options: ReadyPlaceOptions,
  ) {}

  /** Begins with one for the next run, if the backend can bring it up to date. */
  prepare(): void {
    if (this.ready || !this.job.updateScriptsAsync) return;
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
    const { ready } = this;
    this.ready = undefined;
    this.stop.abort();
    this.stop = new AbortController();
    const old = await ready;
    if (old) await this.releaseAsync(old);
  }

  /** One that is up to date; whoever takes it releases it. */
  async takeAsync(signal: AbortSignal): Promise<Ready> {
    const ready = await this.ready;
    this.ready = undefined;
    const changes = [...this.changes.values()];
    this.changes.clear();
    if (ready) {
      const isFresh =
        changes.length === 0 || (await this.job.updateScriptsAsync?.(ready.deployment, changes, signal));
      if (isFresh) return ready;
      await this.releaseAsync(ready);
    }
    return await this.deployAsync(signal);
  }

  async releaseAsync({ built, deployment }: Ready): Promise<void> {
    await this.job.releaseAsync(deployment);
    await this.job.releaseBuiltPlaceAsync(built);
  }

  private async deployAsync(signal: AbortSignal): Promise<Ready> {
    const { source, builder, packageName } = this.options;
    const built = await this.job.buildPlaceAsync({ source, builder, signal });
    const deployment = await this.job.deployBuiltPlaceAsync(built, { packageName, signal });
    return { built, deployment };
  }
}
