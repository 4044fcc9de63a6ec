// What Tab offers: for Luau what the running Studio has at that place, for dot commands what the shell completion offers.
import { completeArgumentsAsync, type ValueSource } from '../command/argv/complete.js';
import { terminalLineOf } from '../command/argv/flags.js';
import { sessionChoices } from '../command/argv/session-choices.js';
import { childPathsAsync } from '../command/completions/child-paths.js';
import { queryCompletions } from '../command/completions/completions.js';
import { SESSION_CONTEXTS } from '../protocol/session-contexts.js';
import type { Attachment } from './attachment.js';
import { findCommand, OWN_WORDS, replCommands } from './dot-commands.js';
import { chainAt } from './luau-input.js';
import { tokenize } from './luau-tokens.js';
import { splitWords } from './split-words.js';
import type { TerminalWorld } from './terminal-world.js';

export interface Offer {
  /** How much before the place they stand for. */
  readonly length: number;
  readonly candidates: readonly { readonly value: string; readonly about?: string }[];
}

const NOTHING: Offer = { length: 0, candidates: [] };
const KEYWORDS =
  'and break continue do else elseif end false for function if in local nil not or repeat return then true until while';

export async function completeAsync(
  before: string,
  world: TerminalWorld,
  attachment: Attachment,
  signal: AbortSignal,
): Promise<Offer> {
  if (before.startsWith('.') && !before.includes('\n'))
    return await completeDotAsync(before, world, attachment, signal);
  return await completeLuauAsync(before, attachment, signal);
}

async function completeLuauAsync(
  before: string,
  attachment: Attachment,
  signal: AbortSignal,
): Promise<Offer> {
  const chain = chainAt(before);
  if (!chain) return NOTHING;
  const { steps, prefix, separator } = chain;
  const isGlobal = steps.length === 0;
  if (isGlobal && prefix === '') return NOTHING;
  const session = await attachment.sessionAsync(signal);
  const { candidates } = await session.invokeAsync(
    queryCompletions,
    { steps: steps.map((step) => ({ ...step })), prefix, separator },
    { signal },
  );
  const own = isGlobal ? namesIn(before, prefix) : [];
  const found = candidates.map(({ name, about }) => ({ value: name, about }));
  const known = new Set(found.map(({ value }) => value));
  return { length: prefix.length, candidates: [...own.filter(({ value }) => !known.has(value)), ...found] };
}

/** Keywords, and what the text itself names. */
function namesIn(before: string, prefix: string): { value: string; about: string }[] {
  const words = tokenize(before.slice(0, before.length - prefix.length));
  const locals = words.flatMap(({ kind, text }, at) =>
    kind === 'name' && words[at + 1]?.text !== '(' ? [text] : [],
  );
  return [
    ...[...new Set(locals)].map((value) => ({ value, about: 'in this text' })),
    ...KEYWORDS.split(' ').map((value) => ({ value, about: 'keyword' })),
  ].filter(({ value }) => value.startsWith(prefix) && value !== prefix);
}

async function completeDotAsync(
  before: string,
  world: TerminalWorld,
  attachment: Attachment,
  signal: AbortSignal,
): Promise<Offer> {
  const text = before.slice(1);
  const current = /\S*$/.exec(text)?.[0] ?? '';
  const words = splitWords(text.slice(0, text.length - current.length));
  const offer = (candidates: Offer['candidates']): Offer => ({
    length: current.length,
    candidates: candidates.filter(({ value }) => value.startsWith(current)),
  });
  const [first] = words;
  if (first === undefined) {
    return offer([...OWN_WORDS.map(({ name, about }) => ({ value: name, about })), ...topWords(world)]);
  }
  if (first === 'connect') return offer(sessionChoices(attachment.connection.listSessions()));
  if (first === 'context') return offer(SESSION_CONTEXTS.map((value) => ({ value })));
  const isHelp = first === 'help';
  const path = isHelp ? words.slice(1) : words;
  if (isHelp && path.length === 0) return offer(topWords(world));
  const found = findCommand(world, path);
  if (!found) {
    const inGroup = replCommands(world).filter(
      (entry) => entry.path.length === 2 && entry.path[0] === path[0],
    );
    return offer(
      path.length === 1
        ? inGroup.map(({ path: [, name = ''], summary }) => ({ value: name, about: summary }))
        : [],
    );
  }
  if (isHelp) return NOTHING;
  const command = await world.loadCommandAsync(found.entry);
  const values: ValueSource = async (kind, prefix) => {
    if (kind === 'sessions') return sessionChoices(attachment.connection.listSessions());
    return kind === 'instances'
      ? await childPathsAsync(prefix, await attachment.sessionAsync(signal), signal)
      : [];
  };
  const args = path.slice(found.length);
  const line = terminalLineOf(command);
  const { candidates } = await completeArgumentsAsync(command, args, current, values, line);
  return { length: current.length, candidates: candidates.filter(({ value }) => value.startsWith(current)) };
}

function topWords(world: TerminalWorld): { value: string; about: string }[] {
  const entries = replCommands(world);
  const groups = world.index.groups.filter(({ name }) =>
    entries.some(({ path }) => path.length === 2 && path[0] === name),
  );
  return [
    ...groups.map(({ name, summary }) => ({ value: name, about: summary })),
    ...entries.flatMap(({ path, summary }) =>
      path.length === 1 ? [{ value: path[0] ?? '', about: summary }] : [],
    ),
  ];
}

/** What they all begin with. */
export function commonStart(values: readonly string[]): string {
  const [first = '', ...rest] = values;
  let length = first.length;
  for (const value of rest) while (!value.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
