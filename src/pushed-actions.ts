// What this process pushes to plugins while it is the host. Beside app.ts, because it joins what may not know each
// other: the host and the commands.
import { createHash } from 'node:crypto';
import type { ActionScript, ActionSource } from './bridge/action-source.js';
import { ACTION_SCRIPTS } from './commands/actions.generated.js';

let scripts: readonly ActionScript[] | undefined;

/** Hashed when a host asks for it: a client never does. */
export const pushedActions: ActionSource = {
  list() {
    scripts ??= ACTION_SCRIPTS.map((script) => ({
      ...script,
      hash: createHash('sha256').update(script.source).digest('hex').slice(0, 32),
    }));
    return scripts;
  },
};
