// An error as people read it: one sentence, the next step, and a stack trace only when it was asked for.
import { BridgeError } from '../protocol/bridge-error.js';
import { shownText } from '../support/shown-text.js';
import type { Styles } from './styles.js';

export function renderError(error: BridgeError, hint: string, styles: Styles, verbose: boolean): string {
  const lines = [`${styles.red('Error:')} ${shownText(error.message)}`, shownText(hint)];
  if (error.delivery === 'unknown') lines.push('Whether the request took effect in Studio is not known.');
  if (verbose) lines.push(styles.dim(shownText(stackOf(error))));
  return `${lines.join('\n')}\n`;
}

function stackOf(error: BridgeError): string {
  const stacks: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    stacks.push(current.stack ?? String(current));
    if (current instanceof BridgeError && current.details !== undefined) {
      stacks.push(`details: ${JSON.stringify(current.details)}`);
    }
  }
  return stacks.join('\ncaused by ');
}
