// What the terminal has of the program and the process around it, so that a test can stand in for each.
import type { GlobalValues } from '../command/argv/global-options.js';
import type { CommandContext, ConnectionOptions, Emission } from '../command/command-context.js';
import type { CommandEntry, CommandIndex } from '../command/command-index.js';
import type { AnyCommand } from '../command/define-command.js';
import type { Clock } from '../support/clock.js';
import type { Screen } from './painter.js';

/** Keys one by one, where standard input is a terminal. */
export interface Keyboard {
  /** `listener` gets what was typed or pasted as it comes; the result gives the keyboard back to the shell. */
  listen(listener: (chunk: string) => void): () => void;
}

export type ResultForm = Pick<GlobalValues, 'format' | 'output' | 'open'>;

export interface TerminalWorld {
  readonly clock: Clock;
  readonly index: CommandIndex;
  readonly historyFile: string;
  /** Absent where standard input is a file or a pipe. */
  readonly keyboard?: Keyboard | undefined;
  readonly screen: Screen & { onResize(listener: () => void): () => void };
  readonly hasColours: boolean;
  /** What the user's environment says, for the options of dot commands. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readInputAsync(): Promise<string>;
  writeResult(text: string): void;
  writeDiagnostics(text: string): void;
  /** A result in a form that is not for a screen: in a file, opened, or as base64; resolves with what is left to show. */
  renderAsync(command: AnyCommand, data: unknown, form: ResultForm): Promise<string>;
  loadCommandAsync(entry: CommandEntry): Promise<AnyCommand>;
  createContext(request: {
    readonly options: ConnectionOptions;
    readonly signal: AbortSignal;
    emit(emission: Emission): void;
    notify(line: string): void;
  }): CommandContext;
}
