// What is left once it is known which command is meant: its help, its run, or the sentence that there is none.
import { createContext } from '../app/app.js';
import { commandText } from '../command/argv/help-command.js';
import type { Invocation } from '../command/argv/resolve-command.js';
import { unknownCommand } from '../command/argv/unknown-command.js';
import type { CommandContext } from '../command/command-context.js';
import type { CommandEntry, CommandIndex } from '../command/command-index.js';
import type { AnyCommand } from '../command/define-command.js';
import type { TerminalSurface } from '../command/world/terminal-surface.js';
import { commandLoaders } from '../commands/loaders.generated.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import { systemClock } from '../support/clock.js';
import { loadConfiguration } from './configuration-file.js';
import { mcpSurface } from './mcp-surface.js';
import { type CliWorld, reportError, runCliAsync } from './run-cli.js';
import { isLiveTerminal, isTerminal, stylesOf } from './styles.js';
import type { TextSink } from './text-sink.js';

/** What of the process belongs to a command. */
export interface Process {
  readonly index: CommandIndex;
  readonly out: TextSink;
  readonly err: TextSink;
  readonly signal: AbortSignal;
}

export type ProgramInvocation = Extract<Invocation, { kind: 'command' | 'unknown' | 'completion' }>;

export async function runInvocationAsync(
  invocation: ProgramInvocation,
  { index, out, err, signal }: Process,
): Promise<ExitCode> {
  const { env } = process;
  const errStyles = stylesOf(2, env);
  const world: CliWorld = {
    out,
    err,
    env,
    signal,
    errStyles,
    isScreen: isTerminal(1),
    askSecretAsync: async (question) => (await import('./ask-secret.js')).askSecretAsync(question, signal),
    loadConfiguration: (named) => loadConfiguration(named, commandNames(index)),
    createContext: (request) => createContext({ ...request, terminal, mcp: mcpSurface }),
  };
  const terminal: TerminalSurface<CommandContext> = {
    async runAsync(asked, context) {
      const { startTerminalAsync } = await import('./start-terminal.js');
      return await startTerminalAsync(asked, context, { index, out, err, env, loadCommandAsync });
    },
  };
  if (invocation.kind === 'completion') {
    const { printCompletionsAsync } = await import('./print-completions.js');
    return await printCompletionsAsync(index, invocation.words, loadCommandAsync, world);
  }
  if (invocation.kind === 'unknown') return reportError(unknownCommand(index, invocation), {}, world);
  const { entry } = invocation;
  try {
    const command = await loadCommandAsync(entry);
    if (invocation.helpWanted) {
      out.write(commandText(command, { general: invocation.args.includes('--all') ? 'described' : 'named' }));
      return 0;
    }
    if (entry.isLongRunning || !isLiveTerminal(2, env))
      return await runCliAsync(command, invocation.args, world);
    const { showProgress } = await import('./progress.js');
    const progress = showProgress(entry.path.join(' '), world, systemClock, errStyles);
    try {
      return await runCliAsync(command, invocation.args, {
        ...world,
        isWatched: true,
        out: progress.out,
        err: progress.err,
        createContext: (request) => world.createContext({ ...request, showProgress: progress.show }),
      });
    } finally {
      progress.end();
    }
  } catch (error) {
    return reportError(error, {}, world);
  }
}

function commandNames({ commands }: CommandIndex): string[] {
  return commands.map(({ path }) => path.join(' '));
}

async function loadCommandAsync({ path }: CommandEntry): Promise<AnyCommand> {
  const load = commandLoaders[path.join(' ')];
  if (!load) throw new TypeError(`No command is generated for ${path.join(' ')}.`);
  return await load();
}
