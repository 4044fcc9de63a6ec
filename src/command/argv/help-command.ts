// The help of one command, from its definition.
import type { AnyCommand } from '../define-command.js';
import type { InputField } from '../input-fields.js';
import { type CommandLine, commandLineOf, type Flag } from './flags.js';

export function commandText(command: AnyCommand): string {
  const all = commandLineOf(command);
  const line = { ...all, flags: all.flags.filter(({ isHidden }) => !isHidden) };
  const own = line.flags.filter(({ source }) => source.kind === 'input');
  const target = line.flags.filter(
    ({ source }) => source.kind === 'global' && source.option.section === 'target',
  );
  const general = line.flags.filter((flag) => !own.includes(flag) && !target.includes(flag));
  const width = Math.max(
    ...line.positionals.map(({ name }) => name.length),
    ...line.flags.map((flag) => spelling(flag).length),
  );
  const table = (title: string, rows: readonly (readonly [string, string])[]) =>
    rows.length === 0
      ? []
      : [`${title}:`, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`), ''];
  const flagRow = (flag: Flag) => [spelling(flag), about(flag)] as const;
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
    ...table('Session', target.map(flagRow)),
    ...table('General', general.map(flagRow)),
    'Examples:',
    ...command.examples.flatMap((example) => [`  # ${example.about}`, `  studio-bridge ${example.line}`]),
    '',
  ].join('\n');
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
