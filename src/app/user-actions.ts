// The user's own actions: the folder that was named, or the one that a project keeps them in. Beside app.ts, because
// it joins what may not know each other.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ActionFolder } from '../bridge/action-folder.js';
import type { ActionSource } from '../bridge/action-source.js';
import type { UserActions } from '../command/command-context.js';
import { systemClock } from '../support/clock.js';
import { type Logger, silentLogger } from '../support/logger.js';

const DEFAULT_FOLDER = join('.studio-bridge', 'actions');

export interface HostedActions {
  /** For the process that becomes the host, and only then: most never do. */
  loadAsync(): Promise<ActionSource>;
  close(): void;
}

export function createUserActions(named: string | undefined): UserActions {
  return {
    async listAsync() {
      const folder = folderOf(named);
      if (named === undefined && !existsSync(folder)) return [];
      const { readActionFolder } = await import('../bridge/action-folder.js');
      return readActionFolder(folder, { logger: silentLogger, mustExist: named !== undefined });
    },
  };
}

/** What this process pushes as the host: the tool's own actions and the user's, which are watched. */
export async function hostActionsAsync(named: string | undefined, logger: Logger): Promise<HostedActions> {
  let own: ActionFolder | undefined;
  const loadAsync = async () => {
    const [{ pushedActions }, { combineActionSources, watchActionFolder }] = await Promise.all([
      import('./pushed-actions.js'),
      import('../bridge/action-folder.js'),
    ]);
    const mustExist = named !== undefined;
    own ??= watchActionFolder(folderOf(named), { clock: systemClock, logger, mustExist });
    return combineActionSources(pushedActions, own);
  };
  // A folder that was named wrongly is told at once, whoever the host is.
  if (named !== undefined) await loadAsync();
  return { loadAsync, close: () => own?.close() };
}

function folderOf(named: string | undefined): string {
  return resolve(named ?? DEFAULT_FOLDER);
}
