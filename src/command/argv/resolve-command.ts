// Which command an argv names, and nothing more: no definition is loaded for it.
import type { CommandEntry, CommandGroup, CommandIndex } from '../command-index.js';
import { GLOBAL_OPTIONS } from './global-options.js';

export type Invocation =
  | { kind: 'version' | 'overview' }
  /** A shell asks what could come next; the last word is the one that is typed. */
  | { kind: 'completion'; words: string[] }
  | { kind: 'group'; group: CommandGroup; helpWanted: boolean }
  | { kind: 'command'; entry: CommandEntry; args: string[]; helpWanted: boolean }
  /** A word, or an option where no command is named; `group` is there if the first word was right. */
  | { kind: 'unknown'; word: string; group?: CommandGroup };

/** What the scripts of `completion` call. */
export const COMPLETE_WORD = '__complete';

export function resolveCommand(index: CommandIndex, argv: readonly string[]): Invocation {
  if (argv[0] === COMPLETE_WORD) return { kind: 'completion', words: wordsToComplete(argv) };
  const words = commandWords(argv);
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  const helpWanted = options.some((arg) => arg === '--help' || arg === '-h') || words[0]?.text === 'help';
  const [first, second] = words[0]?.text === 'help' ? words.slice(1) : words;
  if (!first) return withoutCommand(options);

  const exact = index.commands.find(
    ({ path }) => path.length === 2 && path[0] === first.text && path[1] === second?.text,
  );
  if (exact && second)
    return { kind: 'command', entry: exact, args: without(argv, [first, second]), helpWanted };
  const single = index.commands.find(
    ({ path, aliases }) => (path.length === 1 && path[0] === first.text) || aliases.includes(first.text),
  );
  if (single) return { kind: 'command', entry: single, args: without(argv, [first]), helpWanted };
  const group = index.groups.find(({ name }) => name === first.text);
  if (!group) return { kind: 'unknown', word: first.text };
  if (!second) return { kind: 'group', group, helpWanted };
  return { kind: 'unknown', word: second.text, group };
}

/** `__complete [--new-word] -- words`: not every shell can hand over the empty word that is about to be typed. */
function wordsToComplete(argv: readonly string[]): string[] {
  const start = argv.indexOf('--') + 1;
  const words = argv.slice(start === 0 ? 1 : start);
  return argv[1] === '--new-word' ? [...words, ''] : words;
}

function withoutCommand(options: readonly string[]): Invocation {
  if (options.includes('--version')) return { kind: 'version' };
  const known = GLOBAL_OPTIONS.flatMap((option) => [`--${option.name}`, `-${option.short}`]);
  const unknown = options.find((arg) => arg.startsWith('-') && !known.includes(arg.split('=')[0] ?? arg));
  return unknown === undefined ? { kind: 'overview' } : { kind: 'unknown', word: unknown };
}

interface Word {
  readonly text: string;
  readonly at: number;
}

/** The first words that are neither options nor the values of options. */
function commandWords(argv: readonly string[]): Word[] {
  const words: Word[] = [];
  for (let at = 0; at < argv.length && words.length < 3; at++) {
    const text = argv[at] ?? '';
    if (text === '--') break;
    if (!text.startsWith('-') || text === '-') words.push({ text, at });
    else if (takesNextWord(text)) at++;
  }
  return words;
}

function takesNextWord(arg: string): boolean {
  return GLOBAL_OPTIONS.some(
    (option) => option.kind !== 'boolean' && (arg === `--${option.name}` || arg === `-${option.short}`),
  );
}

function without(argv: readonly string[], words: readonly Word[]): string[] {
  const help = words[0] && argv.slice(0, words[0].at).indexOf('help');
  return argv.filter((_, at) => at !== help && !words.some((word) => word.at === at));
}
