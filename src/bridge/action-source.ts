// What a host pushes to the plugins that connect to it. The host is handed a source and never learns which
// commands the scripts belong to.
import { createHash } from 'node:crypto';
import type { Unsubscribe } from '../support/emitter.js';

export interface ActionScript {
  /** The message type that the script handles. */
  readonly name: string;
  /** The type of the answer. */
  readonly responseType: string;
  readonly source: string;
  /** Of the source; a plugin that has it already is not sent it again. */
  readonly hash: string;
  /** It changes nothing; a host that is read-only lets it pass. */
  readonly readOnly?: boolean | undefined;
}

export interface ActionSource {
  list(): readonly ActionScript[];
  /** Tells when `list` would answer differently, so that connected plugins get the new scripts. */
  onChanged?(listener: () => void): Unsubscribe;
}

export const NO_ACTIONS: ActionSource = { list: () => [] };

/** What names one version of an action's source. */
export function hashOf(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 32);
}
