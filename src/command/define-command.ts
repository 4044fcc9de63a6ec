// One definition of a command gives its types, its validation, its flags, its tool and its documentation.
import type * as z from 'zod/mini';
import type { BridgeError } from '../protocol/bridge-error.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import type { CommandContext, ConnectionContext, SessionContext } from './command-context.js';

/** Flat: strings, numbers, booleans, enums and string arrays, so that each field can be a flag. */
export type InputSchema = z.ZodMiniObject<z.core.$ZodShape, z.core.$strict>;

/** What a command needs before it can run: nothing, a connection to a host, or one session. */
export type CommandTarget = 'none' | 'connection' | 'session';
export type Surface = 'cli' | 'mcp' | 'repl';

export type ContextFor<Target extends CommandTarget> = Target extends 'session'
  ? SessionContext
  : Target extends 'connection'
    ? ConnectionContext
    : CommandContext;

export interface CommandExample {
  /** What to type after `studio-bridge`. */
  readonly line: string;
  readonly about: string;
}

export type ValueKind = 'sessions' | 'instances' | 'actions';

/** How a field looks as a flag, where its name and type do not say enough. */
export interface FlagStyle {
  /** A single letter. */
  readonly short?: string;
  /** What its value is called in the help. */
  readonly value?: string;
  /** A number of milliseconds that may be written as 30s or 2m. */
  readonly isDuration?: boolean;
  /** A path on this machine: shells complete it, and in a configuration file it is relative to that file. */
  readonly isPath?: boolean;
  /** What it stands for where it is given without a value. */
  readonly bare?: string;
  /** A list whose texts may have commas in them: it is given again for each, instead of split. */
  readonly isRepeated?: boolean;
  /** A global option of this name means something else: the environment speaks of that one. */
  readonly hasNoVariable?: boolean;
  /** What it decides, where other options decide it too: whoever says more nearly decides it alone. */
  readonly slot?: string;
  /** What a completion offers: ids of sessions, paths of instances, names of the user's own actions. */
  readonly values?: ValueKind;
}

/** When an option means nothing, so that it is refused instead of ignored. */
export interface OptionBounds<Field extends string> {
  /** It means something with one of these only. */
  readonly needs?: readonly Field[];
  /** It means nothing beside any of these. */
  readonly excludedBy?: readonly Field[];
}

/** A command as a tool for agents, where that is not what people get. */
export interface ToolStyle<Field extends string> {
  /** Offered unless the user chooses the tools; any other has to be chosen. */
  readonly isDefault?: boolean;
  /** For agents, in place of the summary. */
  readonly description?: string;
  /** What fields are for, where agents need other words. */
  readonly fields?: Partial<Record<Field, string>>;
  /** Fields that only make sense at a terminal. */
  readonly without?: readonly Field[];
  /** The result is for another tool to read: it is kept in a file, and little of it is sent. */
  readonly isForFile?: boolean;
  /** Whether it may destroy what was there; by default any command that changes something may. */
  readonly destructive?: boolean;
  /** Whether doing it twice is the same as once; by default only what changes nothing is. */
  readonly idempotent?: boolean;
  /** Whether it reaches beyond Studio and this machine; by default it does not. */
  readonly openWorld?: boolean;
}

/** What the reader of a text has seen already. */
export interface TextView {
  /** True if everything that was emitted has been shown. */
  readonly streamed: boolean;
}

export interface CommandDefinition<Input extends InputSchema, Target extends CommandTarget, Data, Prepared> {
  /** Group and command, or one word. */
  readonly name: readonly [string] | readonly [string, string];
  /** Where the overview lists a command that is in no group. */
  readonly section?: string;
  readonly summary: string;
  readonly description?: string;
  readonly examples: readonly CommandExample[];
  readonly target: Target;
  readonly surfaces: readonly Surface[];
  /** True if it changes nothing. */
  readonly readOnly: boolean;
  readonly startsStudio?: boolean;
  /** True if it takes --target and --context although it finds its session itself. */
  readonly hasSessionOptions?: boolean;
  /** Which options of a connection it heeds, if it has no target: all of them, or those. None unless it says so. */
  readonly heeds?: 'all' | readonly string[];
  /** What such an option is by default, where that is something else than for other commands. */
  readonly defaults?: Readonly<Partial<Record<string, string>>>;
  /** True if it stays until it is interrupted. */
  readonly isLongRunning?: boolean;
  /** True if standard output is a conversation of its own: then no option is about a result. */
  readonly hasNoResult?: boolean;
  /** Fields that may be given by position, in order. */
  readonly positionals: readonly (keyof z.output<Input> & string)[];
  readonly flags?: Partial<Record<keyof z.output<Input> & string, FlagStyle>>;
  /** Of its own options by their fields, and of global ones by their names. */
  readonly bounds?: Partial<Record<string, OptionBounds<keyof z.output<Input> & string>>>;
  readonly tool?: ToolStyle<keyof z.output<Input> & string>;
  /** One-word names that are understood but not shown. */
  readonly aliases?: readonly string[];
  readonly input: Input;
  /** Reads and refuses what it can before anything is connected; `run` gets what it returns. */
  prepare?(input: z.output<Input>, context: CommandContext): Promise<Prepared>;
  run(input: z.output<Input>, context: ContextFor<Target>, prepared: Prepared): Promise<Data>;
  /** Instead of `run`, where no session fits; throws `error` if there is nothing that it can do without one. */
  runWithoutSession?(input: z.output<Input>, context: ConnectionContext, error: BridgeError): Promise<Data>;
  /** The result as text for people and agents; empty if there is nothing to say. */
  format(data: Data, view: TextView): string;
  /** What to tell besides, where the operation itself failed: it goes to standard error. */
  formatFailure?(data: Data): string | undefined;
  exitCode?(data: Data): ExitCode;
  /** The bytes of a result that is one binary thing, for `--format base64` and `--output`. */
  binary?(data: Data): Uint8Array | undefined;
  /** How the names of files with these bytes end, where they are of one kind. */
  readonly fileType?: string;
}

/** Any command's input once it has been validated. */
export type CommandInput = z.output<InputSchema>;
export type AnyCommand = CommandDefinition<InputSchema, CommandTarget, unknown, unknown>;

export function defineCommand<
  Input extends InputSchema,
  Target extends CommandTarget,
  Data,
  Prepared = undefined,
>(
  definition: CommandDefinition<Input, Target, Data, Prepared>,
): CommandDefinition<Input, Target, Data, Prepared> {
  return definition;
}
