// Lines that begin with a dot are for the terminal and not for Studio: its own few words, and every command that the
// other surfaces have, with the same options, help and completion.
import { commandLineOf, isOfProgram, terminalLineOf } from '../command/argv/flags.js';
import { commandText } from '../command/argv/help-command.js';
import { parseArgv } from '../command/argv/parse-argv.js';
import { sessionChoices } from '../command/argv/session-choices.js';
import type { StudioConnection } from '../command/command-context.js';
import type { CommandEntry } from '../command/command-index.js';
import type { AnyCommand } from '../command/define-command.js';
import { refuseIdleOptions } from '../command/idle-options.js';
import { runCommandAsync } from '../command/run-command.js';
import { suggest } from '../command/suggest.js';
import { validateInput } from '../command/validate-input.js';
import { BridgeError } from '../protocol/bridge-error.js';
import { SESSION_CONTEXTS } from '../protocol/session-contexts.js';
import type { SessionInfo } from '../protocol/session-info.js';
import { type Attachment, nameOf } from './attachment.js';
import { splitWords } from './split-words.js';
import type { ResultForm, TerminalWorld } from './terminal-world.js';
import type { Transcript } from './transcript.js';

export const OWN_WORDS: readonly { readonly name: string; readonly usage: string; readonly about: string }[] =
  [
    { name: 'help', usage: '.help [command]', about: 'Show this, or the help of a command' },
    { name: 'connect', usage: '.connect [session]', about: 'Show the sessions, or use another one' },
    {
      name: 'context',
      usage: '.context [edit|client|server]',
      about: 'Show the context, or use another one of this Studio',
    },
    { name: 'unfold', usage: '.unfold', about: 'Show the last values with all that is in them' },
    { name: 'clear', usage: '.clear', about: 'Clear the screen' },
    { name: 'exit', usage: '.exit', about: 'Leave the terminal' },
  ];

export interface DotParts {
  readonly world: TerminalWorld;
  readonly attachment: Attachment;
  readonly transcript: Transcript;
  readonly keyHelp: string;
  clearScreen(): void;
}

/** Resolves with false if the terminal is to end. Failures are thrown. */
export async function runDotLineAsync(line: string, parts: DotParts, signal: AbortSignal): Promise<boolean> {
  const [word = '', ...args] = splitWords(line.slice(1));
  const { attachment, transcript } = parts;
  switch (word) {
    case 'exit':
      return false;
    case 'clear':
      parts.clearScreen();
      return true;
    case 'unfold':
      transcript.unfold();
      return true;
    case 'connect':
      await connectAsync(args[0], attachment, transcript);
      return true;
    case 'context':
      await changeContextAsync(args[0], attachment, transcript);
      return true;
    case 'help':
      transcript.text(args.length === 0 ? overview(parts) : await helpAsync(args, parts.world));
      return true;
    default:
      await runCommandLineAsync([word, ...args], parts, signal);
      return true;
  }
}

/** Which command the first words name, and how many of them. */
export function findCommand(
  world: TerminalWorld,
  words: readonly string[],
): { entry: CommandEntry; length: number } | undefined {
  for (const entry of replCommands(world)) {
    if (entry.path.every((part, at) => words[at] === part)) return { entry, length: entry.path.length };
    if (words[0] !== undefined && entry.aliases.includes(words[0])) return { entry, length: 1 };
  }
  return undefined;
}

export function replCommands({ index }: TerminalWorld): CommandEntry[] {
  return index.commands.filter(({ isInTerminal }) => isInTerminal);
}

async function runCommandLineAsync(
  words: readonly string[],
  parts: DotParts,
  signal: AbortSignal,
): Promise<void> {
  const { world, attachment, transcript } = parts;
  const found = findCommand(world, words);
  if (!found) throw unknown(words, world);
  const command = await world.loadCommandAsync(found.entry);
  const args = words.slice(found.length);
  if (args.includes('--help') || args.includes('-h')) return transcript.text(helpOf(command));
  const { globals, input } = read(command, args, world);
  const { target = attachment.info?.sessionId, context, timeout, wait, actions } = globals;
  const request = world.createContext({
    options: {
      ...(target === undefined ? {} : { target }),
      ...(context === undefined ? {} : { context }),
      ...(timeout === undefined ? {} : { timeoutMs: timeout }),
      ...(wait === undefined ? {} : { waitMs: wait }),
      ...(actions === undefined ? {} : { actions }),
      port: attachment.connection.port,
      readOnly: attachment.isReadOnly,
    },
    signal,
    emit: (emission) => transcript.emission(emission),
    notify: (text) => transcript.notice(text),
  });
  const data = await runCommandAsync(command, input, {
    ...request,
    openConnectionAsync: async (wanted) =>
      wanted.isPrivate || wanted.mustHost
        ? await request.openConnectionAsync(wanted)
        : shared(attachment.connection),
  });
  await showAsync(command, data, globals, parts);
}

/** What the words ask for; what is wrong with them sends to the help of the terminal. */
function read(command: AnyCommand, args: readonly string[], { env }: TerminalWorld) {
  refuseDecided(command, args);
  try {
    const { input: raw, typed, globals, labelOf } = parseArgv(terminalLineOf(command), args, env);
    const input = validateInput(command.input, raw, labelOf);
    refuseIdleOptions(command, input, typed, labelOf);
    return { globals, input };
  } catch (error) {
    if (!(error instanceof BridgeError) || error.hint !== error.entry.hint) throw error;
    throw new BridgeError('USAGE', error.message, { hint: `See .help ${command.name.join(' ')}` });
  }
}

/** What would be ignored is refused. */
function refuseDecided(command: AnyCommand, args: readonly string[]): void {
  const end = args.indexOf('--');
  const typed = (end < 0 ? args : args.slice(0, end)).map((arg) => arg.replace(/=.*$/s, ''));
  const flag = commandLineOf(command).flags.find(
    (one) => isOfProgram(one) && (typed.includes(`--${one.name}`) || typed.includes(`--no-${one.name}`)),
  );
  if (!flag) return;
  throw new BridgeError('USAGE', `--${flag.name} is decided when the terminal starts.`, {
    hint: `Leave it out here, or start another one: studio-bridge terminal --${flag.name}`,
  });
}

/** The terminal's own connection; a command that is done leaves it open. */
function shared(connection: StudioConnection): StudioConnection {
  return {
    get role() {
      return connection.role;
    },
    get port() {
      return connection.port;
    },
    get unsettledMs() {
      return connection.unsettledMs;
    },
    listSessions: () => connection.listSessions(),
    resolveSessionAsync: (choice) => connection.resolveSessionAsync(choice),
    on: (event, listener) => connection.on(event, listener),
    disconnectAsync: async () => {},
  };
}

async function showAsync(
  command: AnyCommand,
  data: unknown,
  form: ResultForm,
  { transcript, world }: DotParts,
): Promise<void> {
  if (form.output !== undefined || form.open === true || form.format === 'base64') {
    transcript.text(await world.renderAsync(command, data, form));
    if (form.output !== undefined) transcript.notice(`Written to ${form.output}`);
    return;
  }
  if (form.format === 'json') {
    transcript.text(JSON.stringify(data ?? null, undefined, 2));
    return;
  }
  const failure = command.formatFailure?.(data);
  transcript.text(command.format(data, { streamed: true }));
  if (failure !== undefined) transcript.failure(failure);
}

async function connectAsync(
  target: string | undefined,
  attachment: Attachment,
  transcript: Transcript,
): Promise<void> {
  const sessions = attachment.connection.listSessions();
  if (target === undefined) {
    const current = attachment.info?.sessionId;
    const lines = sessionChoices(sessions).map(
      ({ value, about }, at) => `${sessions[at]?.sessionId === current ? '*' : ' '} ${value}  ${about}`,
    );
    return transcript.text(lines.length === 0 ? 'No Studio is connected.' : lines.join('\n'));
  }
  await attachment.connectAsync({ target });
  if (attachment.info) transcript.notice(`Using ${nameOf(attachment.info)}`);
}

async function changeContextAsync(
  name: string | undefined,
  attachment: Attachment,
  transcript: Transcript,
): Promise<void> {
  const context = SESSION_CONTEXTS.find((one) => one === name);
  if (name !== undefined && context === undefined) {
    throw new BridgeError('USAGE', `${name} is no context.`, {
      hint: `They are ${SESSION_CONTEXTS.join(', ')}.`,
    });
  }
  if (context) await attachment.connectAsync({ context });
  const { info } = attachment;
  if (!info) return transcript.text('No Studio is connected.');
  if (context) return transcript.notice(`Using ${nameOf(info)}`);
  const others = attachment.connection
    .listSessions()
    .filter(({ instanceId }: SessionInfo) => instanceId === info.instanceId)
    .map(
      (one) =>
        `${one.sessionId === info.sessionId ? '*' : ' '} ${one.context}${one.player ? ` (${one.player})` : ''}`,
    );
  transcript.text(others.join('\n'));
}

function overview({ world, keyHelp }: DotParts): string {
  const rows = [
    ...OWN_WORDS.map(({ usage, about }) => [usage, about] as const),
    ...replCommands(world).map(({ path, summary }) => [`.${path.join(' ')}`, summary] as const),
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [keyHelp, '', ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join('\n');
}

async function helpAsync(words: readonly string[], world: TerminalWorld): Promise<string> {
  const plain = words.map((word) => word.replace(/^\./, ''));
  const own = OWN_WORDS.find(({ name }) => name === plain[0]);
  if (own) return `${own.usage}\n${own.about}.`;
  const found = findCommand(world, plain);
  if (!found) throw unknown(plain, world);
  return helpOf(await world.loadCommandAsync(found.entry));
}

function helpOf(command: AnyCommand): string {
  return commandText(command, { general: 'named' }, terminalLineOf(command));
}

function unknown(words: readonly string[], world: TerminalWorld): BridgeError {
  const typed = words.slice(0, 2).join(' ');
  const names = [
    ...OWN_WORDS.map(({ name }) => name),
    ...replCommands(world).flatMap(({ path, aliases }) => [path.join(' '), ...aliases]),
  ];
  const near = suggest(typed, names) ?? suggest(words[0] ?? '', names);
  const group = world.index.groups.find(({ name }) => name === words[0]);
  return new BridgeError('USAGE', `There is no command .${typed}.${near ? ` Did you mean .${near}?` : ''}`, {
    hint: group ? `See .help for the commands of ${group.name}` : 'See .help',
  });
}
