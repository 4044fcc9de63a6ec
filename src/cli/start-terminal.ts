// The terminal on this process's own streams: the keyboard where standard input is one, lines where it is not.
import { join } from 'node:path';
import { createContext, stateFolder } from '../app/app.js';
import type { CommandContext } from '../command/command-context.js';
import type { CommandEntry, CommandIndex } from '../command/command-index.js';
import type { AnyCommand } from '../command/define-command.js';
import type { TerminalRequest } from '../command/world/terminal-surface.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import { systemClock } from '../support/clock.js';
import type { Keyboard } from '../terminal/terminal-world.js';
import { renderResultAsync } from './render-result.js';
import { isLiveTerminal, stylesOf, wantsColour } from './styles.js';
import type { TextSink } from './text-sink.js';

export interface TerminalParts {
  readonly index: CommandIndex;
  readonly out: TextSink;
  readonly err: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  loadCommandAsync(entry: CommandEntry): Promise<AnyCommand>;
}

const COLUMNS = 80;
const ROWS = 24;

export async function startTerminalAsync(
  request: TerminalRequest,
  context: CommandContext,
  { index, out, err, env, loadCommandAsync }: TerminalParts,
): Promise<ExitCode> {
  const { runTerminalAsync } = await import('../terminal/run-terminal.js');
  const isInteractive = isLiveTerminal(0, env) && isLiveTerminal(1, env);
  const line = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  return await runTerminalAsync(request, context, {
    clock: systemClock,
    index,
    historyFile: join(stateFolder(), 'terminal-history'),
    keyboard: isInteractive ? keyboard : undefined,
    hasColours: wantsColour(isInteractive, env),
    env,
    screen: {
      write: (text) => out.write(text),
      get columns() {
        return (isInteractive && process.stdout.columns) || COLUMNS;
      },
      get rows() {
        return (isInteractive && process.stdout.rows) || ROWS;
      },
      onResize(listener) {
        process.stdout.on('resize', listener);
        return () => process.stdout.off('resize', listener);
      },
    },
    readInputAsync: () => context.files.readStandardInputAsync(),
    writeResult: (text) => out.write(line(text)),
    writeDiagnostics: (text) => err.write(line(text)),
    renderAsync: async (command, data, form) => {
      const written: string[] = [];
      const sink = { write: (content: string | Uint8Array) => void written.push(String(content)) };
      await renderResultAsync(command, data, form, { out: sink, err: sink, errStyles: stylesOf(2, env) });
      return written.join('').trimEnd();
    },
    loadCommandAsync,
    createContext: (asked) => createContext({ ...asked, verbose: false }),
  });
}

const keyboard: Keyboard = {
  listen(listener) {
    const { stdin } = process;
    stdin.setRawMode(true);
    stdin.setEncoding('utf8');
    stdin.on('data', listener);
    stdin.resume();
    return () => {
      stdin.off('data', listener);
      stdin.pause();
      stdin.setRawMode(false);
    };
  },
};
