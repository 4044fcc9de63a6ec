// One command from its words to its exit code: the part of the way that is worth loading only once it is
// clear which command runs.
import type { ContextRequest } from '../app/app.js';
import { type Configuration, configuredFlags } from '../command/argv/configuration.js';
import { commandLineOf } from '../command/argv/flags.js';
import type { GlobalValues } from '../command/argv/global-options.js';
import { type ParsedArgv, parseArgv } from '../command/argv/parse-argv.js';
import type { CommandContext, ConnectionOptions } from '../command/command-context.js';
import type { AnyCommand } from '../command/define-command.js';
import { refuseIdleOptions } from '../command/idle-options.js';
import { runCommandAsync } from '../command/run-command.js';
import { validateInput } from '../command/validate-input.js';
import { toBridgeError } from '../protocol/bridge-error.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import { shownText } from '../support/shown-text.js';
import { renderError } from './render-error.js';
import { renderEmission, renderResultAsync, type Sinks } from './render-result.js';
import { refuseUnwritable } from './result-file.js';

/** What the surface has of the outer world, so that a test can stand in for it. */
export interface CliWorld extends Sinks {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  askSecretAsync?: (question: string) => Promise<string>;
  /** The configuration file, if there is one; the one that is named must be there. */
  loadConfiguration(named: string | undefined): Configuration | undefined;
  /** The rest of a command's context, once the global options are known. */
  createContext(request: Omit<ContextRequest, 'terminal' | 'mcp'>): CommandContext;
}

export async function runCliAsync(
  command: AnyCommand,
  args: readonly string[],
  world: CliWorld,
): Promise<ExitCode> {
  let parsed: ParsedArgv | undefined;
  try {
    const line = commandLineOf(command);
    parsed = parseArgv(line, args, world.env, (named) => {
      const configuration = world.loadConfiguration(named);
      return configuration ? configuredFlags(configuration, command.name.join(' '), line) : [];
    });
    return await runParsedAsync(command, parsed, world);
  } catch (error) {
    // Where the options themselves cannot be read, these two still count.
    const format = args.includes('--json') ? 'json' : 'text';
    return reportError(
      error,
      { format, verbose: args.includes('--verbose'), ...parsed?.globals, command },
      world,
    );
  }
}

async function runParsedAsync(command: AnyCommand, parsed: ParsedArgv, world: CliWorld): Promise<ExitCode> {
  const { globals } = parsed;
  const input = validateInput(command.input, parsed.input, parsed.labelOf);
  refuseIdleOptions(command, input, parsed.typed, parsed.labelOf);
  if (globals.output !== undefined) refuseUnwritable(globals.output);
  const context = world.createContext({
    options: connectionOptions(globals),
    signal: world.signal,
    verbose: globals.verbose,
    isTextOnly: globals.format === 'text',
    emit: (emission) => renderEmission(emission, globals, world),
    notify: (text) => world.err.write(`${shownText(text)}\n`),
    askSecretAsync: world.askSecretAsync,
  });
  const data = await runCommandAsync(command, input, context);
  const exitCode = command.exitCode?.(data) ?? 0;
  try {
    await renderResultAsync(command, data, globals, world);
    return exitCode;
  } catch (error) {
    const lost = reportError(error, { ...globals, command }, world);
    // What the command itself came to counts more than that nobody can read it.
    return exitCode === 0 ? lost : exitCode;
  }
}

export function reportError(
  error: unknown,
  about: { format?: GlobalValues['format']; verbose?: boolean; command?: AnyCommand },
  { out, err, errStyles }: Sinks,
): ExitCode {
  const known = toBridgeError(error);
  const hint =
    known.code === 'USAGE' && known.hint === known.entry.hint && about.command
      ? `See studio-bridge ${about.command.name.join(' ')} --help`
      : known.hint;
  err.write(renderError(known, hint, errStyles, about.verbose === true));
  if (about.format === 'json') out.write(`${JSON.stringify({ error: { ...known.toJSON(), hint } })}\n`);
  return known.exitCode;
}

export function connectionOptions(globals: GlobalValues): ConnectionOptions {
  const { timeout: timeoutMs, wait: waitMs } = globals;
  const { port, remote, local, host, token, actions, target, context } = globals;
  const readOnly = globals['read-only'];
  const all = { port, timeoutMs, readOnly, remote, local, host, token, actions, target, context, waitMs };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
