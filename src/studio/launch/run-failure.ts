// Why a Studio did not get ready, for whoever ran a command and never saw it: that Studio is gone by now, and its place was
// a copy.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { StudioTask } from './studio-arguments.js';

const HINTS: Readonly<Record<string, string>> = {
  place:
    'Open Roblox Studio by hand, log in and answer its dialogs, then try again, with its window shown (headed).',
  http: 'In Studio: File, Game Settings, Security, turn on "Allow HTTP Requests", save the place, then try again.',
};

/** The plugin for one run cannot be put where this Studio looks for it. */
export function explainPluginFile(failure: unknown): unknown {
  if (!(failure instanceof BridgeError)) return failure;
  const { code, message } = failure;
  return new BridgeError(code, message, {
    exitCode: 3,
    cause: failure,
    hint: 'Make the plugins folder one that you may write to, or use another Studio: --studio-path, or --emulator.',
  });
}

/** What a Studio shows that is told to do what it does not know. */
const START_PAGE = ' If it shows its start page, it does not know the task RunScript: update Studio.';

/**
 * @param copy The place that was opened.
 * @param original What it was made from, if anything.
 * @param task What Studio was started with.
 */
export function explainRun(
  failure: BridgeError,
  copy: string,
  original: string | undefined,
  task: StudioTask['kind'],
): BridgeError {
  const { details, message, code, hint } = failure;
  const step = textOf(details, 'step') ?? '';
  const known = HINTS[step];
  const better =
    known !== undefined && step === 'place' && task === 'run-script' ? `${known}${START_PAGE}` : known;
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
