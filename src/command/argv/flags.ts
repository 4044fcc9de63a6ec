// The flags of one command: those of its own input, then the global ones that it does not replace.
import type { AnyCommand, FlagStyle, ValueKind } from '../define-command.js';
import { type InputField, inputFields } from '../input-fields.js';
import { GLOBAL_OPTIONS, type GlobalOption } from './global-options.js';

export interface Flag {
  /** As typed, without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly value?: string;
  readonly about: string;
  readonly choices?: readonly string[];
  readonly isBoolean: boolean;
  readonly isDuration?: boolean;
  /** Its value is a path on this machine. */
  readonly isPath?: boolean;
  /** What it stands for without a value. */
  readonly bare?: string;
  /** A list whose texts may have commas in them: it is given again for each. */
  readonly isRepeated?: boolean;
  /** Where its values come from, if a running Studio knows them. */
  readonly values?: ValueKind;
  /** The environment does not give it. */
  readonly hasNoVariable?: boolean;
  /** Understood, because the environment or a file may give it to every command, but of no use to this one. */
  readonly isHidden?: boolean;
  /** What it decides: of options that decide the same, the one that is said more nearly wins. */
  readonly slot: string;
  readonly source: { kind: 'input'; field: InputField } | { kind: 'global'; option: GlobalOption };
}

/** Where a flag's text came from and what to call it. */
export interface GivenFlag {
  readonly flag: Flag;
  readonly label: string;
  readonly texts: readonly (string | boolean)[];
}

export interface CommandLine {
  /** The words that the command is called by. */
  readonly command: string;
  readonly positionals: readonly InputField[];
  readonly flags: readonly Flag[];
  /** How the name of a file that the result is written to as it is has to end. */
  readonly fileType?: string | undefined;
}

export function commandLineOf(command: AnyCommand): CommandLine {
  const fields = inputFields(command.input);
  const positionals = command.positionals.flatMap((name) => fields.filter((field) => field.name === name));
  const own = fields
    .filter((field) => !positionals.includes(field))
    .map((field) => inputFlag(command, field));
  const globals = GLOBAL_OPTIONS.filter((option) => isWanted(command, option, own)).map((option) =>
    globalFlag(asItIsFor(command, option), isHeeded(command, option)),
  );
  return {
    command: command.name.join(' '),
    positionals,
    flags: [...own, ...globals],
    fileType: command.fileType,
  };
}

/** As it is typed in the terminal, which has its host already. */
export function terminalLineOf(command: AnyCommand): CommandLine {
  const line = commandLineOf(command);
  return { ...line, flags: line.flags.filter((flag) => !isOfProgram(flag)) };
}

export function isOfProgram({ source }: Flag): boolean {
  return source.kind === 'global' && source.option.isOfProgram === true;
}

/** `logLevel` → `log-level` */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isWanted(command: AnyCommand, option: GlobalOption, own: readonly Flag[]): boolean {
  if (own.some(({ name }) => name === option.name)) return false;
  return option.section !== 'target' || command.target === 'session' || command.hasSessionOptions === true;
}

function isHeeded(command: AnyCommand, { name, isOfConnection, section }: GlobalOption): boolean {
  const { target, heeds, isLongRunning, hasNoResult } = command;
  if (section === 'output') return !hasNoResult && (!isLongRunning || name === 'format' || name === 'json');
  return !isOfConnection || target !== 'none' || heeds === 'all' || heeds?.includes(name) === true;
}

function asItIsFor({ defaults, binary }: AnyCommand, option: GlobalOption): GlobalOption {
  const defaultText = defaults?.[option.name] ?? option.defaultText;
  const choices =
    option.name === 'format' && !binary
      ? option.choices?.filter((choice) => choice !== 'base64')
      : option.choices;
  return {
    ...option,
    ...(defaultText === undefined ? {} : { defaultText }),
    ...(choices === undefined ? {} : { choices }),
  };
}

export function styleOf(command: AnyCommand, field: string): FlagStyle | undefined {
  const flags: Partial<Record<string, FlagStyle>> = command.flags ?? {};
  return flags[field];
}

function inputFlag(command: AnyCommand, field: InputField): Flag {
  const style = styleOf(command, field.name);
  return {
    name: kebabCase(field.name),
    ...(style?.short === undefined ? {} : { short: style.short }),
    value: style?.value ?? (field.kind === 'number' || field.kind === 'integer' ? 'number' : field.name),
    about: field.description,
    ...(field.choices === undefined ? {} : { choices: field.choices }),
    isBoolean: field.kind === 'boolean',
    isDuration: style?.isDuration === true,
    isPath: style?.isPath === true,
    ...(style?.bare === undefined ? {} : { bare: style.bare }),
    ...(style?.isRepeated === true ? { isRepeated: true } : {}),
    ...(style?.values === undefined ? {} : { values: style.values }),
    ...(style?.hasNoVariable === true ? { hasNoVariable: true } : {}),
    slot: style?.slot ?? kebabCase(field.name),
    source: { kind: 'input', field },
  };
}

export function globalFlag(option: GlobalOption, isHeeded = true): Flag {
  return {
    name: option.name,
    ...(option.short === undefined ? {} : { short: option.short }),
    ...(option.value === undefined ? {} : { value: option.value }),
    about: option.about,
    ...(option.choices === undefined ? {} : { choices: option.choices }),
    isBoolean: option.kind === 'boolean',
    isPath: option.isPath === true,
    ...(option.values === undefined ? {} : { values: option.values }),
    ...(isHeeded ? {} : { isHidden: true }),
    slot: option.slot ?? option.name,
    source: { kind: 'global', option },
  };
}
