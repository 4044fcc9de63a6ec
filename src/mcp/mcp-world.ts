// What this surface gets from the one that starts it, and what its two parts tell each other: the one that answers first
// and the one that takes long to load.
import type { Readable, Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/server';
import type { CommandContext, ConnectionOptions, Emission } from '../command/command-context.js';
import type { AnyCommand } from '../command/define-command.js';
import type { McpServing } from '../command/world/mcp-surface.js';
import type { Clock } from '../support/clock.js';
import type { ToolDescription } from './tools/tool-description.js';

/** What of the program and the process belongs to the server. */
export interface McpWorld {
  readonly clock: Clock;
  readonly input: Readable;
  readonly output: Writable;
  /** For results that are too long to send. */
  readonly resultsFolder: string;
  /** In place of the program's own. */
  readonly tools?: readonly ToolDescription[];
  loadServerAsync(): Promise<SlowPart>;
  loadCommandAsync(name: string): Promise<AnyCommand>;
  createContext(request: {
    readonly options: ConnectionOptions;
    readonly signal: AbortSignal;
    emit(emission: Emission): void;
    notify(line: string): void;
  }): CommandContext;
  /** The token of this user's HTTP clients, made on first use. */
  ensureHttpTokenAsync(): Promise<{ readonly token: string; readonly file: string }>;
}

/** What is decided once for the whole server. */
export interface ServerPlan {
  readonly serving: McpServing;
  readonly context: CommandContext;
  readonly world: McpWorld;
  /** Those that are offered, and all there are. */
  readonly tools: readonly ToolDescription[];
  readonly allTools: readonly ToolDescription[];
}

export interface SlowPart {
  /** Returns what ends it. */
  serveTransport(plan: ServerPlan, transport: Transport): () => Promise<void>;
  serveHttpAsync(plan: ServerPlan, port: number): Promise<void>;
}
