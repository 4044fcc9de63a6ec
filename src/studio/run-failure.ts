// Why a Studio did not get ready, for whoever ran a command and never saw it: that Studio is gone by now, and its place was
// a copy.
import { BridgeError } from '../protocol/bridge-error.js';

const HINTS: Readonly<Record<string, string>> = {
  place:
    'Open Roblox Studio by hand, log in and answer its dialogs, then try again; --headed shows its window.',
  http: 'In Studio: File, Game Settings, Security, turn on "Allow HTTP Requests", save the place, then try again.',
};

/**
 * @param copy The place that was opened.
 * @param original What it was made from, if anything.
 */
export function explainRun(failure: BridgeError, copy: string, original: string | undefined): BridgeError {
  const { details, message, code, hint } = failure;
  const better = HINTS[textOf(details, 'step') ?? ''];
  const log = textOf(details, 'log');
  return new BridgeError(code, message.replaceAll(copy, original ?? 'its place'), {
    hint: better === undefined ? hint : `${better}${log === undefined ? '' : ` Its log: ${log}`}`,
    details,
    cause: failure,
  });
}

function textOf(details: unknown, name: string): string | undefined {
  const value = typeof details === 'object' && details !== null ? Object.entries(details) : [];
  const text = value.find(([key]) => key === name)?.[1];
  return typeof text === 'string' ? text : undefined;
}
