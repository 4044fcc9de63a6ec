// Everything a command may see of the world. The composition root provides it; commands import none of what
// stands behind it, so each of these is replaced by a few lines in a test.

import type { ActionPayload, ActionResult, AnyAction } from '../protocol/define-action.js';
import type { SubscribableEvent } from '../protocol/events.js';
import type { LogEntry, OutputLevel } from '../protocol/log-entry.js';
import type { SessionInfo, SessionContext as StudioContext } from '../protocol/session-info.js';
import type { Clock } from '../support/clock.js';
import type { Unsubscribe } from '../support/emitter.js';
import type { Logger, LogLevel } from '../support/logger.js';
import type { Pipe } from '../support/pipe.js';
import type { CloudAccess } from './world/cloud-access.js';
import type { HostControl, HostPolicy } from './world/host-control.js';
import type { MachineProbes } from './world/machine-probes.js';
import type { McpSurface } from './world/mcp-surface.js';
import type { PlaceFiles } from './world/place-files.js';
import type { PluginInstallation } from './world/plugin-installation.js';
import type { StandInAccess } from './world/stand-in.js';
import type { StudioLauncher } from './world/studio-launcher.js';
import type { StudioOpening } from './world/studio-opening.js';
import type { TerminalSurface } from './world/terminal-surface.js';
import type { TestAccess } from './world/test-access.js';

export interface InvokeOptions {
  /** Instead of the action's own time limit. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Sends the action's source first, whatever handler the plugin has by that name. */
  readonly pushFirst?: boolean | undefined;
  /** Each line that the script prints, while it runs. */
  readonly onOutput?: ((entry: LogEntry) => void) | undefined;
}

/** One plugin in one DataModel of one Studio. */
export interface StudioSession {
  readonly info: SessionInfo;
  invokeAsync<Action extends AnyAction>(
    action: Action,
    payload: ActionPayload<Action>,
    options?: InvokeOptions,
  ): Promise<ActionResult<Action>>;
  /** Asks the plugin to push these events; resolves with those that it does push. */
  subscribeAsync(
    events: readonly SubscribableEvent[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<string[]>;
  unsubscribeAsync(events: readonly SubscribableEvent[]): Promise<string[]>;
  /** What is pushed, and which log lines were missed while the connection was away. */
  follow(listener: {
    push?: (event: { readonly type: string; readonly payload: unknown }) => void;
    missed?: (lines: { readonly fromSeq: number; readonly toSeq: number }) => void;
  }): Unsubscribe;
}

export interface SessionChoice {
  /** A prefix of a session's id, or the name of its place. */
  readonly target?: string | undefined;
  readonly context?: StudioContext | undefined;
  /** How long to wait for a session that is not there yet. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called once if there is something to wait for. */
  readonly onWaiting?: (() => void) | undefined;
}

export type ConnectionEvents = {
  'session-connected': SessionInfo;
  'session-disconnected': { session: SessionInfo; reason: string };
  'client-connected': { clientId: string };
  'client-disconnected': { clientId: string; reason: string };
  /** Somebody wants the host that this process is to end. */
  'stop-requested': { clientId: string };
  /** The connection is over, by will or not. */
  closed: { reason: string };
};

/** The way to every session, through whichever process is the host. */
export interface StudioConnection {
  readonly role: 'host' | 'client';
  readonly port: number;
  /** Milliseconds until every Studio that looks for a host has had its turn to connect; 0 once it has. */
  readonly unsettledMs: number;
  listSessions(): SessionInfo[];
  resolveSessionAsync(choice: SessionChoice): Promise<StudioSession>;
  on<Event extends keyof ConnectionEvents>(
    event: Event,
    listener: (value: ConnectionEvents[Event]) => void,
  ): Unsubscribe;
  /** Of a host that has no port: takes a Studio of this process in. */
  readonly admit?: ((pipe: Pipe) => void) | undefined;
  disconnectAsync(): Promise<void>;
}

export interface ConnectionRequest {
  port?: number | undefined;
  /** Be the host, or fail because another process is. */
  mustHost?: boolean;
  /** Whom that host accepts. */
  policy?: HostPolicy;
  /** Join whoever is the host, or fail because nobody is. */
  mustJoin?: boolean;
  /** Be the host of a port of its own, which no other process is told of. */
  isPrivate?: boolean;
  /** Besides, no port of the machine: only a Studio in this process comes to it. */
  isInner?: boolean;
  /** How much is logged about this connection; by default what the surface was asked for. */
  logLevel?: LogLevel | undefined;
}

/** What the user said about the connection and the session, for all commands alike. */
export interface ConnectionOptions {
  port?: number;
  timeoutMs?: number;
  remote?: string;
  local?: boolean;
  /** Nothing that could change something is run. */
  readOnly?: boolean;
  /** Which process becomes the host where there is none. */
  host?: 'command' | 'background';
  token?: string;
  /** The folder of the user's own actions. */
  actions?: string;
  target?: string;
  context?: StudioContext;
  waitMs?: number;
}

export interface CommandFiles {
  /** The text of a file, which has to be UTF-8. */
  readTextAsync(path: string): Promise<string>;
  readBytesAsync(path: string): Promise<Uint8Array>;
  readStandardInputAsync(): Promise<string>;
  /** False also where that cannot be told. */
  isFileAsync(path: string): Promise<boolean>;
}

/** An action of the user's own: Luau that a plugin is sent before it is asked. */
export interface UserAction {
  readonly name: string;
  readonly responseType: string;
  readonly source: string;
}

export interface UserActions {
  /** Those that are in the user's folder now. */
  listAsync(): Promise<readonly UserAction[]>;
}

/** Something to show while the command runs. */
export interface Emission {
  readonly text: string;
  /** `result`: belongs to the answer. `diagnostics`: about it. */
  readonly to: 'result' | 'diagnostics';
  readonly level?: OutputLevel;
  /** In JSON it is one line of its own; left out where the result will carry it. */
  readonly data?: object;
}

export interface CommandContext {
  readonly options: ConnectionOptions;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly files: CommandFiles;
  readonly places: PlaceFiles;
  readonly studios: StudioLauncher;
  readonly openings: StudioOpening;
  readonly actions: UserActions;
  readonly machine: MachineProbes;
  readonly hosts: HostControl;
  readonly plugins: PluginInstallation;
  readonly terminal: TerminalSurface<CommandContext>;
  readonly mcp: McpSurface<CommandContext>;
  readonly cloud: CloudAccess;
  readonly tests: TestAccess<CommandContext>;
  readonly standIn: StandInAccess;
  /** Lines as the user types or pipes them in, until there are no more or the signal. */
  readonly inputLines?: (signal: AbortSignal) => AsyncIterable<string>;
  /** What the user types or pipes in, without showing it. */
  askSecretAsync(question: string): Promise<string>;
  emit(emission: Emission): void;
  /** What is under way, a line each, where a terminal shows it and draws it anew with each call; absent elsewhere. */
  readonly showProgress?: ((lines: readonly string[]) => void) | undefined;
  /** Only the text of the answer will be seen, nothing else of it. */
  readonly isTextOnly?: boolean | undefined;
  /** More may be told than what counts. */
  readonly isVerbose?: boolean | undefined;
  /** One line about what is going on, never part of the answer. */
  notify(line: string): void;
  openConnectionAsync(request: ConnectionRequest): Promise<StudioConnection>;
}

export interface ConnectionContext extends CommandContext {
  readonly connection: StudioConnection;
}

export interface SessionContext extends ConnectionContext {
  readonly session: StudioSession;
}
