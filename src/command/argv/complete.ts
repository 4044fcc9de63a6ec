// What could come next on a command line that is being typed. Shells ask for it by a hidden command, and the terminal
// for its dot commands; values that only a running Studio knows are asked of whoever is the surface.
import type { CommandEntry, CommandIndex } from '../command-index.js';
import type { AnyCommand, ValueKind } from '../define-command.js';
import type { InputField } from '../input-fields.js';
import { type CommandLine, commandLineOf, type Flag, styleOf } from './flags.js';
import { resolveCommand } from './resolve-command.js';

export interface Candidate {
  readonly value: string;
  readonly about?: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** The value is a path: the shell knows better. */
  readonly files: boolean;
}

/** Values of one kind that begin with `prefix`; `args` is what was typed after the command so far. */
export type ValueSource = (
  kind: ValueKind,
  prefix: string,
  command: AnyCommand,
  args: readonly string[],
) => Promise<readonly Candidate[]>;

const NOTHING: Completion = { candidates: [], files: false };

/** `words` is the command line without the program, the last word being the one that is typed, perhaps empty. */
export async function completeWordsAsync(
  index: CommandIndex,
  words: readonly string[],
  loadAsync: (entry: CommandEntry) => Promise<AnyCommand>,
  values: ValueSource,
): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const invocation = resolveCommand(index, before);
  switch (invocation.kind) {
    case 'overview': {
      const options = [
        { value: '--help', about: 'Show the overview' },
        { value: '--version', about: 'Show the version' },
      ];
      return matching(current.startsWith('-') ? options : topLevel(index), current);
    }
    case 'group': {
      const { name } = invocation.group;
      const commands = index.commands.filter(({ path }) => path.length === 2 && path[0] === name);
      return matching(
        commands.map(({ path, summary }) => ({ value: path[1] ?? '', about: summary })),
        current,
      );
    }
    case 'command':
      if (before[0] === 'help') return NOTHING;
      return await completeArgumentsAsync(
        await loadAsync(invocation.entry),
        invocation.args,
        current,
        values,
      );
    default:
      return NOTHING;
  }
}

/** The same once the command is known; `args` is what stands between its name and the word that is typed. */
export async function completeArgumentsAsync(
  command: AnyCommand,
  args: readonly string[],
  current: string,
  values: ValueSource,
  line = commandLineOf(command),
): Promise<Completion> {
  const { open, positionals, given } = readTyped(line, args);
  const offerAsync = (wanted: Wanted, prefix: string) =>
    completeValueAsync(wanted, prefix, command, args, values);
  if (open) return await offerAsync(wantedOf(open), current);
  if (args.includes('--')) return await offerAsync(positionalAt(command, line, positionals), current);
  const inline = /^--([a-z][\w-]*)=(.*)$/is.exec(current);
  if (inline) {
    const [, name = '', prefix = ''] = inline;
    const flag = line.flags.find((one) => one.name === name);
    if (!flag || flag.isBoolean) return NOTHING;
    const { candidates, files } = await offerAsync(wantedOf(flag), prefix);
    return {
      files,
      candidates: candidates.map(({ value, ...rest }) => ({ value: `--${name}=${value}`, ...rest })),
    };
  }
  if (!current.startsWith('-')) return await offerAsync(positionalAt(command, line, positionals), current);
  const flags = line.flags.filter((flag) => !flag.isHidden && (!given.has(flag.name) || isList(flag)));
  return matching(
    flags.map(({ name, about }) => ({ value: `--${name}`, about })),
    current,
  );
}

interface Wanted {
  readonly choices?: readonly string[] | undefined;
  readonly isPath?: boolean | undefined;
  readonly isList?: boolean | undefined;
  readonly values?: ValueKind | undefined;
}

async function completeValueAsync(
  { choices, isPath, isList: takesMany, values: kind }: Wanted,
  current: string,
  command: AnyCommand,
  args: readonly string[],
  values: ValueSource,
): Promise<Completion> {
  if (isPath) return { candidates: [], files: true };
  if (kind) return { candidates: await values(kind, current, command, args), files: false };
  const comma = takesMany ? current.lastIndexOf(',') + 1 : 0;
  const done = current.slice(0, comma);
  return matching(
    (choices ?? []).map((choice) => ({ value: done + choice })),
    current,
  );
}

function wantedOf(flag: Flag): Wanted {
  return { choices: flag.choices, isPath: flag.isPath, values: flag.values, isList: isList(flag) };
}

function positionalAt(command: AnyCommand, { positionals }: CommandLine, at: number): Wanted {
  const last = positionals.at(-1);
  const field: InputField | undefined = positionals[at] ?? (last?.kind === 'strings' ? last : undefined);
  if (!field) return {};
  const style = styleOf(command, field.name);
  return { choices: field.choices, isPath: style?.isPath, values: style?.values };
}

function isList({ source }: Flag): boolean {
  return source.kind === 'input' && source.field.kind === 'strings';
}

/** How far the words got: the flag that still needs its value, and how many words went to no flag. */
function readTyped({ flags }: CommandLine, args: readonly string[]) {
  const given = new Set<string>();
  let open: Flag | undefined;
  let positionals = 0;
  let isFlag = true;
  for (const arg of args) {
    const flag = isFlag ? flags.find(({ name, short }) => isNamed(arg, name, short)) : undefined;
    if (open) open = undefined;
    else if (arg === '--' && isFlag) isFlag = false;
    else if (flag) {
      given.add(flag.name);
      if (!flag.isBoolean && !arg.includes('=')) open = flag;
    } else if (!isFlag || !arg.startsWith('-')) positionals++;
  }
  return { open, positionals, given };
}

function isNamed(arg: string, name: string, short: string | undefined): boolean {
  return arg === `--${name}` || arg.startsWith(`--${name}=`) || (short !== undefined && arg === `-${short}`);
}

function topLevel({ groups, commands }: CommandIndex): Candidate[] {
  return [
    ...groups.map(({ name, summary }) => ({ value: name, about: summary })),
    ...commands.flatMap(({ path, summary }) =>
      path.length === 1 ? [{ value: path[0] ?? '', about: summary }] : [],
    ),
    { value: 'help', about: 'Show the help of a command' },
  ];
}

function matching(candidates: readonly Candidate[], current: string): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), files: false };
}
