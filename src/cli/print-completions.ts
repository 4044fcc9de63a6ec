// The hidden command behind shell completion: one candidate a line, with what it means behind a tab. It never starts
// anything, says nothing when something is wrong, and does not keep a shell waiting.
import { type Candidate, completeWordsAsync, type ValueSource } from '../command/argv/complete.js';
import { configuredFlags } from '../command/argv/configuration.js';
import { commandLineOf } from '../command/argv/flags.js';
import type { GlobalValues } from '../command/argv/global-options.js';
import { parseArgv } from '../command/argv/parse-argv.js';
import type { CommandContext } from '../command/command-context.js';
import type { CommandEntry, CommandIndex } from '../command/command-index.js';
import type { AnyCommand } from '../command/define-command.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import { delayAsync } from '../support/delay.js';
import { type CliWorld, connectionOptions } from './run-cli.js';

const LIMIT_MS = 1500;
/** Instead of candidates, where the shell's own completion of paths is wanted. */
const FILES = ':files';

export async function printCompletionsAsync(
  index: CommandIndex,
  words: readonly string[],
  loadAsync: (entry: CommandEntry) => Promise<AnyCommand>,
  world: CliWorld,
): Promise<ExitCode> {
  try {
    const values: ValueSource = async (kind, prefix, command, args) => {
      const context = contextOf(readGlobals(command, args, world), world);
      const late = delayAsync(context.clock, LIMIT_MS).then(() => []);
      return await Promise.race([readValuesAsync(kind, prefix, context), late]);
    };
    const { candidates, files } = await completeWordsAsync(index, words, loadAsync, values);
    if (files) world.out.write(`${FILES}\n`);
    world.out.write(
      candidates.map(({ value, about }) => `${value}${about ? `\t${oneLine(about)}` : ''}\n`).join(''),
    );
  } catch {
    // A shell would show an error in the middle of the line that is being typed.
  }
  return 0;
}

async function readValuesAsync(
  kind: Parameters<ValueSource>[0],
  prefix: string,
  context: CommandContext,
): Promise<readonly Candidate[]> {
  const begins = ({ value }: Candidate) => value.startsWith(prefix);
  if (kind === 'actions') {
    return (await context.actions.listAsync()).map(({ name }) => ({ value: name })).filter(begins);
  }
  const connection = await context.openConnectionAsync({
    port: context.options.port,
    mustJoin: true,
    logLevel: 'silent',
  });
  try {
    if (kind === 'sessions') {
      const { sessionChoices } = await import('../command/argv/session-choices.js');
      return sessionChoices(connection.listSessions()).filter(begins);
    }
    const { target, context: studioContext } = context.options;
    const session = await connection.resolveSessionAsync({ target, context: studioContext });
    const { childPathsAsync } = await import('../command/completions/child-paths.js');
    return await childPathsAsync(prefix, session, context.signal);
  } finally {
    await connection.disconnectAsync();
  }
}

/** What the words say so far; a line that is not finished may be wrong in itself, then only what stands behind it. */
function readGlobals(command: AnyCommand, args: readonly string[], world: CliWorld): GlobalValues {
  const line = commandLineOf(command);
  const configured = (named: string | undefined) => {
    const configuration = world.loadConfiguration(named);
    return configuration ? configuredFlags(configuration, command.name.join(' '), line) : [];
  };
  try {
    return parseArgv(line, args, world.env, configured).globals;
  } catch {
    return parseArgv(line, [], world.env, configured).globals;
  }
}

function contextOf(globals: GlobalValues, world: CliWorld): CommandContext {
  return world.createContext({
    options: connectionOptions(globals),
    signal: world.signal,
    verbose: false,
    emit() {},
    notify() {},
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
