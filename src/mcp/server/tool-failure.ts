// An error as an agent needs it: the sentence, and a next step in the words of the tools that it has.
import { type BridgeError, toBridgeError } from '../../protocol/bridge-error.js';
import type { ToolDescription } from '../tools/tool-description.js';

export interface ToolFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
  readonly details?: unknown;
}

const LAUNCH = 'studio_process_launch';
const LIST_FIRST = 'List what is connected with studio_process_list. If nothing is, ';
const ASK_FOR_A_STUDIO = 'ask the user to open Studio, or to start an emulated one: studio-bridge emulator';

/** Where an agent has another way out than a person at a shell. */
const HINTS: Partial<Record<string, string>> = {
  AMBIGUOUS_SESSION: 'Call it again with sessionId: the beginning of one of these ids.',
  SESSION_NOT_FOUND: LIST_FIRST + ASK_FOR_A_STUDIO,
  CONTEXT_NOT_FOUND: 'Choose another context, or start a play test first.',
  SESSION_DISCONNECTED: 'See with studio_process_list whether it came back, then call it again.',
  TIMEOUT:
    'Call it again with more time (timeoutMs, or limit where the tool has it), unless delivery says that it ran.',
  INVALID_PAYLOAD: 'Look at what is in Studio, and mend the arguments.',
  USAGE: 'Mend the arguments; the input schema of the tool says what it takes.',
  CANCELLED: 'Call it again if it is still wanted.',
};

export function toolFailure(error: unknown, tools: readonly ToolDescription[]): ToolFailure {
  const known = toBridgeError(error);
  return {
    code: known.code,
    message: inToolWords(known.message, tools),
    hint: inToolWords(hintOf(known, tools), tools),
    retryable: known.entry.retryable,
    ...(known.details === undefined ? {} : { details: known.details }),
  };
}

function hintOf(error: BridgeError, tools: readonly ToolDescription[]): string {
  const own = HINTS[error.code] ?? error.hint;
  const canLaunch = error.code === 'SESSION_NOT_FOUND' && tools.some(({ name }) => name === LAUNCH);
  const usual = canLaunch ? `${LIST_FIRST}start one with ${LAUNCH}` : own;
  const hint = error.hint === error.entry.hint ? usual : error.hint;
  return [hint, ...warningOf(error)].join(' ');
}

/** Where the request may have done something although it failed. */
function warningOf({ delivery, entry, code }: BridgeError): string[] {
  if (delivery === 'unknown') return ['Whether it took effect in Studio is not known: look first.'];
  const wasCutShort = entry.retryable || code === 'CANCELLED';
  return delivery === 'ran' && wasCutShort ? ['It ran in Studio, at least in part: look first.'] : [];
}

/** `studio-bridge process list` → `studio_process_list`, `--log-level` → `logLevel` */
function inToolWords(text: string, tools: readonly ToolDescription[]): string {
  let said = text;
  for (const { command, name } of tools) said = said.replaceAll(`studio-bridge ${command}`, name);
  said = said.replace(/\bSee (studio_\w+) --help/, 'See the input schema of $1');
  // What is still a command line stays one, with its options.
  if (said.includes('studio-bridge ')) return said;
  return said
    .replace(/--target\b/g, 'sessionId')
    .replace(/--timeout\b/g, 'timeoutMs')
    .replace(/--([a-z]+(?:-[a-z]+)*)/g, (_, flag: string) =>
      flag.replace(/-([a-z])/g, (__, letter: string) => letter.toUpperCase()),
    );
}
