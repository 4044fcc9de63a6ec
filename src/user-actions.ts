// The user's own actions: the folder that was named, or the one that a project keeps them in. Beside app.ts, because
// it joins what may not know each other.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ActionSource } from './bridge/action-source.js';
import type { UserActions } from './command/command-context.js';
import { systemClock } from './support/clock.js';
import { type Logger, silentLogger } from './support/logger.js';

const DEFAULT_FOLDER = join('.studio-bridge', 'actions');

export interface HostedActions {
  readonly source: ActionSource;
  close(): void;
}

export function createUserActions(named: string | undefined): UserActions {
  return {
    async listAsync() {
      const folder = folderOf(named);
      if (folder === undefined) return [];
      const { readActionFolder } = await import('./bridge/action-folder.js');
      return readActionFolder(folder, { logger: silentLogger, mustExist: named !== undefined });
    },
  };
}

/** What this process pushes as the host: the tool's own actions and the user's, which are watched. */
export async function hostActionsAsync(named: string | undefined, logger: Logger): Promise<HostedActions> {
  const folder = folderOf(named);
  const { pushedActions } = await import('./pushed-actions.js');
  if (folder === undefined) return { source: pushedActions, close() {} };
  const { combineActionSources, watchActionFolder } = await import('./bridge/action-folder.js');
  const own = watchActionFolder(folder, { clock: systemClock, logger, mustExist: named !== undefined });
  return { source: combineActionSources(pushedActions, own), close: () => own.close() };
}

/** One that is merely looked for need not be there. */
function folderOf(named: string | undefined): string | undefined {
  if (named !== undefined) return resolve(named);
  return existsSync(DEFAULT_FOLDER) ? resolve(DEFAULT_FOLDER) : undefined;
}
