// A batch that runs again when files change: only the packages that a change reaches.
import { join } from 'node:path';
import type { BatchRequest, TestRun } from '../../command/world/test-access.js';
import { realPathOf } from '../../support/real-path.js';
import { affectedPackages } from '../packages/dependents.js';
import { type ChosenPackages, findPackagesAsync } from '../packages/find-packages.js';
import { refuseReports } from '../run/refuse-reports.js';
import { type Watched, type WatchOptions, type WatchTurn, watchAsync } from '../watch/watch-loop.js';
import { readSubjectAsync } from '../watch/watch-subject.js';
import { type BatchSurroundings, runBatchTestsAsync } from './batch-tests.js';

const MANIFEST = 'package.json';

/** Runs until it is interrupted; the result is that of the newest run. */
export async function watchBatchAsync(
  request: BatchRequest,
  surroundings: BatchSurroundings,
  options: WatchOptions,
): Promise<TestRun> {
  const { folder, signal } = surroundings;
  refuseReports(request, surroundings);
  const { targets } = await findPackagesAsync({ ...request, folder, signal });
  const open = new Set(targets.map(({ name }) => name));
  return await watchAsync(new WatchedBatch(request, surroundings, open), surroundings, options);
}

class WatchedBatch implements Watched {
  private packages: ChosenPackages | undefined;

  /** @param open Names of targets that have no verdict since they changed. */
  constructor(
    private readonly request: BatchRequest,
    private readonly surroundings: BatchSurroundings,
    private readonly open: Set<string>,
  ) {}

  /** Everything that could be concerned by a change, whatever has changed so far. */
  async readAsync(): Promise<ReadonlySet<string>> {
    const { folder, signal } = this.surroundings;
    this.packages = await findPackagesAsync({ ...this.request, folder, signal, base: undefined });
    const used = new Set<string>();
    for (const { source, script, package: one } of this.packages.targets) {
      used.add(join(one.folder, MANIFEST));
      const subject = await readSubjectAsync(source, folder, script).catch(() => undefined);
      for (const path of subject?.used ?? [source]) used.add(path);
    }
    return used;
  }

  note({ files }: Parameters<Watched['note']>[0]): void {
    if (!this.packages) return;
    const { workspace, targets } = this.packages;
    // As folders of packages are named.
    const affected = affectedPackages(workspace, targets, { files: files.map(realPathOf), gone: [] });
    for (const { name, package: one } of targets) if (affected.has(one.name)) this.open.add(name);
  }

  isDue(): boolean {
    return this.open.size > 0;
  }

  async testAsync(turn: WatchTurn): Promise<TestRun> {
    const only = new Set(this.open);
    const { signal } = turn;
    const run = await runBatchTestsAsync(this.request, {
      ...this.surroundings,
      signal,
      turn: { ...turn, only },
    });
    for (const name of only) this.open.delete(name);
    return run;
  }
}
