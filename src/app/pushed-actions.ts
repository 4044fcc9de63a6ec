// What this process pushes to plugins while it is the host. Beside app.ts, because it joins what may not know each
// other: the host and the commands.
import { type ActionScript, type ActionSource, hashOf } from '../bridge/action-source.js';
import { ACTION_SCRIPTS } from '../commands/actions.generated.js';

let scripts: readonly ActionScript[] | undefined;

/** Hashed when a host asks for it: a client never does. */
export const pushedActions: ActionSource = {
  list() {
    scripts ??= ACTION_SCRIPTS.map((script) => ({ ...script, hash: hashOf(script.source) }));
    return scripts;
  },
};
