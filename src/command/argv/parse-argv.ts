// The words after a command's name to its raw input and the global values; the environment, then the configuration file
// fill in what is not there. Every refusal is a sentence that names the flag, the variable or the key.
import { parseArgs } from 'node:util';
import { BridgeError } from '../../protocol/bridge-error.js';
import { keyOf } from './configuration.js';
import { readFlagValue, readGlobals } from './flag-values.js';
import type { CommandLine, Flag, GivenFlag } from './flags.js';
import { environmentName, type GlobalValues } from './global-options.js';
import { unknownOption } from './unknown-command.js';

export interface ParsedArgv {
  /** Not validated yet. */
  readonly input: Record<string, unknown>;
  /** What the words themselves say, by fields and by names of global options. */
  readonly typed: readonly string[];
  readonly globals: GlobalValues;
  /** What the user called an input field: `--depth`, `<path>`, or an environment variable. */
  labelOf(field: string): string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `readConfigured` gets the file that was named; what it returns counts in its order, after everything else. */
export function parseArgv(
  line: CommandLine,
  args: readonly string[],
  env: Environment,
  readConfigured: (file: string | undefined) => GivenFlag[][] = () => [],
): ParsedArgv {
  const { given, words } = readTokens(line, args);
  const flags = [...given.values()].map(({ flag }) => flag);
  const idle = flags.find(isIdle);
  if (idle) throw new BridgeError('USAGE', `--${idle.name} has no effect on ${line.command}.`);
  addLayer(given, environmentFlags(line, env));
  const file = given.get('config')?.texts[0];
  for (const layer of readConfigured(file === undefined ? undefined : String(file))) addLayer(given, layer);
  const input = readPositionals(line, words);
  const typed = [...Object.keys(input), ...flags.map(keyOf)];
  const labels = new Map<string, string>();
  for (const one of given.values()) {
    if (one.flag.source.kind !== 'input') continue;
    const { field } = one.flag.source;
    labels.set(field.name, one.label);
    input[field.name] = readFlagValue(one, field);
  }
  const globals = readGlobals(given.values());
  refuseWrongFile(line, globals);
  return {
    input,
    typed,
    globals,
    labelOf: (field) => labels.get(field) ?? defaultLabel(line, field),
  };
}

/** A picture in a file that is named as another kind opens nowhere. A name without an ending, as /dev/null has, is fine. */
function refuseWrongFile({ fileType }: CommandLine, { format, output }: GlobalValues): void {
  const ending = /[^\\/]\.[^.\\/]*$/.exec(output ?? '')?.[0].slice(1);
  if (fileType === undefined || format !== 'text' || ending === undefined) return;
  if (ending.toLowerCase() === fileType) return;
  throw new BridgeError(
    'USAGE',
    `What is written is a ${fileType} file, and ${output} would be taken for another.`,
    {
      hint: `Let its name end in ${fileType}.`,
    },
  );
}

/** What would be ignored is refused; the environment and files speak to every command. */
function isIdle({ isHidden, source }: Flag): boolean {
  return isHidden === true && !(source.kind === 'global' && source.option.isRestriction);
}

/** What one place says; nothing of it counts against what was said before. */
function addLayer(given: Map<string, GivenFlag>, layer: readonly GivenFlag[]): void {
  const settled = new Set([...given.values()].map(({ flag }) => flag.slot));
  for (const one of layer) if (!settled.has(one.flag.slot)) given.set(one.flag.name, one);
}

function environmentFlags(line: CommandLine, env: Environment): GivenFlag[] {
  return line.flags.flatMap((flag) => {
    const label = environmentName(flag.name);
    const text = env[label];
    return flag.hasNoVariable || text === undefined || text === '' ? [] : [{ flag, label, texts: [text] }];
  });
}

function defaultLabel(line: CommandLine, field: string): string {
  if (line.positionals.some(({ name }) => name === field)) return `<${field}>`;
  const flag = line.flags.find(({ source }) => source.kind === 'input' && source.field.name === field);
  return `--${flag?.name ?? field}`;
}

function readTokens(line: CommandLine, args: readonly string[]) {
  const byName = new Map(line.flags.flatMap((flag) => spellings(flag).map((name) => [name, flag])));
  const { masked, unmask } = maskScripts(completeBareFlags(line, args));
  const options = Object.fromEntries(
    [...byName].map(([name, { isBoolean, short }]) => [
      name,
      {
        type: isBoolean ? ('boolean' as const) : ('string' as const),
        ...(short === undefined || name.length === 1 ? {} : { short }),
      },
    ]),
  );
  const { tokens } = parseArgs({ args: masked, options, strict: false, tokens: true });
  const given = new Map<string, GivenFlag>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(unmask(token.value));
    if (token.kind !== 'option') continue;
    const flag = byName.get(token.name);
    if (!flag)
      throw unknownOption(
        token.rawName,
        line.flags.map(({ name }) => name),
      );
    const text = readToken(flag, token, unmask);
    const before = given.get(flag.name)?.texts ?? [];
    const isList = flag.source.kind === 'input' && flag.source.field.kind === 'strings';
    if (before.length > 0 && !isList && !flag.isBoolean) {
      throw new BridgeError('USAGE', `--${flag.name} is given twice.`);
    }
    given.set(flag.name, { flag, label: `--${flag.name}`, texts: isList ? [...before, text] : [text] });
  }
  return { given, words };
}

/** `--include-internal` is also understood as `--includeInternal`, and a switch can be turned off by `--no-`. */
function spellings({ name, isBoolean, source }: Flag): string[] {
  const names = [name, ...(source.kind === 'input' && source.field.name !== name ? [source.field.name] : [])];
  return isBoolean ? [...names, `no-${name}`] : names;
}

function readToken(
  flag: Flag,
  token: { rawName: string; value?: string | undefined; inlineValue?: boolean | undefined },
  unmask: (text: string) => string,
): string | boolean {
  const { rawName, value, inlineValue } = token;
  if (flag.isBoolean) return value ?? rawName !== `--no-${flag.name}`;
  if (value === undefined || (!inlineValue && /^--?[a-z]/i.test(value))) {
    throw new BridgeError('USAGE', `--${flag.name} needs a value: --${flag.name} <${flag.value ?? 'value'}>`);
  }
  return unmask(value);
}

/** A flag that means something by itself takes the next word only if that is no option. */
function completeBareFlags({ flags }: CommandLine, args: readonly string[]): string[] {
  const bare = new Map(flags.flatMap(({ name, bare: value }) => (value ? [[`--${name}`, value]] : [])));
  return args.map((arg, at) => {
    const value = bare.get(arg);
    const next = args[at + 1];
    return value !== undefined && (next === undefined || /^--?[a-z]/i.test(next)) ? `${arg}=${value}` : arg;
  });
}

/**
 * A script may begin with a Luau comment, as in `--!strict`. Whatever begins with dashes and cannot be an
 * option is hidden from the parser behind a word that is none.
 */
function maskScripts(args: readonly string[]) {
  const hidden = new Map<string, string>();
  const masked = args.map((arg, at) => {
    if (!arg.startsWith('-') || arg === '-' || arg === '--' || /^(-[a-z]|--[a-z][\w-]*(=|$))/i.test(arg))
      return arg;
    const mask = `\0${at}`;
    hidden.set(mask, arg);
    return mask;
  });
  return { masked, unmask: (text: string) => hidden.get(text) ?? text };
}

function readPositionals(line: CommandLine, words: readonly string[]): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  line.positionals.forEach((field, at) => {
    if (field.kind === 'strings') {
      if (words.length > at) input[field.name] = words.slice(at);
    } else if (words[at] !== undefined) input[field.name] = words[at];
  });
  const takesAll = line.positionals.at(-1)?.kind === 'strings';
  const extra = words[line.positionals.length];
  if (extra !== undefined && !takesAll) {
    throw new BridgeError('USAGE', `There is one argument too many: ${JSON.stringify(extra)}.`, {
      hint: 'Put an argument with spaces in it into quotes.',
    });
  }
  return input;
}
