// The help of one command, from its definition.
import type { AnyCommand } from '../define-command.js';
import type { InputField } from '../input-fields.js';
import { type CommandLine, commandLineOf, type Flag, globalFlag } from './flags.js';
import { environmentName, GLOBAL_OPTIONS, type GlobalOption } from './global-options.js';

export interface HelpScope {
  /** What is the same for every command: only its names, described as well, or left out altogether. */
  readonly general: 'named' | 'described' | 'none';
}

export function commandText(
  command: AnyCommand,
  { general }: HelpScope = { general: 'named' },
  all = commandLineOf(command),
): string {
  const line = { ...all, flags: all.flags.filter(({ isHidden }) => !isHidden) };
  const own = line.flags.filter(({ source }) => source.kind === 'input');
  const ofSection = (section: GlobalOption['section']) =>
    line.flags.filter(({ source }) => source.kind === 'global' && source.option.section === section);
  const more = ofSection('general');
  const described = general === 'described' ? line.flags : line.flags.filter((flag) => !more.includes(flag));
  const width = Math.max(
    ...line.positionals.map(({ name }) => name.length),
    ...described.map((flag) => spelling(flag).length),
  );
  const table = (title: string, rows: readonly Row[]) =>
    rows.length === 0 ? [] : [`${title}:`, ...columns(rows, width), ''];
  const flagRow = (flag: Flag) =>
    [spelling(flag), about(flag) + (general === 'described' ? variableOf(flag) : '')] as const;
  return [
    usage(command, line),
    '',
    `${command.summary}.`,
    ...(command.description === undefined ? [] : ['', command.description]),
    '',
    ...table(
      'Arguments',
      line.positionals.map((field) => [field.name, field.description] as const),
    ),
    ...table('Options', own.map(flagRow)),
    'Examples:',
    ...command.examples.flatMap((example) => [`  # ${example.about}`, `  studio-bridge ${example.line}`]),
    '',
    ...table('Session', ofSection('target').map(flagRow)),
    ...table('Output', ofSection('output').map(flagRow)),
    ...(general === 'described' ? table('General', more.map(flagRow)) : []),
    ...(general === 'named' ? moreText(command, more) : []),
  ].join('\n');
}

/** The options that every command takes, whatever it is. */
export function generalText(): string {
  const flags = GLOBAL_OPTIONS.filter(({ section }) => section !== 'target').map((option) =>
    globalFlag(option),
  );
  const rows = flags.map((flag) => [spelling(flag), about(flag)] as const);
  return columns(rows, Math.max(...rows.map(([left]) => left.length))).join('\n');
}

type Row = readonly [left: string, right: string];

function columns(rows: readonly Row[], width: number): string[] {
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function moreText({ name }: AnyCommand, more: readonly Flag[]): string[] {
  const names = more.map((flag) => `--${flag.name}`);
  const half = names.length > 8 ? Math.ceil(names.length / 2) : names.length;
  const rows = [names.slice(0, half), names.slice(half)].filter((row) => row.length > 0);
  return [
    'General:',
    ...rows.map((row) => `  ${row.join(' ')}`),
    `  Described, with the variable behind each option, by: studio-bridge ${name.join(' ')} --help --all`,
    '',
  ];
}

function variableOf({ name, hasNoVariable }: Flag): string {
  return hasNoVariable || name === 'help' ? '' : ` [${environmentName(name)}]`;
}

export function usage(command: AnyCommand, { positionals }: CommandLine): string {
  return ['studio-bridge', ...command.name, ...positionals.map(placeholder), '[options]'].join(' ');
}

function placeholder({ name, required, kind }: InputField): string {
  const text = kind === 'strings' ? `${name}...` : name;
  return required ? `<${text}>` : `[${text}]`;
}

function spelling({ name, short, value, isBoolean }: Flag): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${isBoolean ? '' : ` <${value ?? 'value'}>`}`;
}

function about({ about: text, choices, source }: Flag): string {
  const notes: string[] = [];
  if (choices) notes.push(choices.join(', '));
  if (source.kind === 'input' && source.field.defaultValue !== undefined) {
    const { defaultValue } = source.field;
    if (defaultValue !== false && String(defaultValue) !== '') notes.push(`default: ${String(defaultValue)}`);
  }
  if (source.kind === 'global' && source.option.defaultText)
    notes.push(`default: ${source.option.defaultText}`);
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}
