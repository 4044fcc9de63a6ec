// One call of a tool: its arguments to a command's input, the command's run, and what comes of it to a result. Whatever
// goes wrong is told in the result, where the agent reads it.
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { CommandFiles } from '../../command/command-context.js';
import { runCommandAsync } from '../../command/run-command.js';
import { BridgeError, toBridgeError } from '../../protocol/bridge-error.js';
import type { OutputLevel } from '../../protocol/log-entry.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import type { McpWorld } from '../mcp-world.js';
import type { ToolDescription } from '../tools/tool-description.js';
import type { SharedConnection } from './shared-connection.js';
import { readArguments } from './tool-arguments.js';
import { toolFailure } from './tool-failure.js';
import type { CallFacts, ToolResults } from './tool-result.js';

/** What of the program a call needs. */
export type ToolWorld = Pick<McpWorld, 'clock' | 'loadCommandAsync' | 'createContext'>;

export interface ToolCall {
  readonly signal: AbortSignal;
  /** A line that was printed, or what is waited for. */
  onProgress(message: string): void;
  /** A line that was printed. */
  onLine?(text: string, level: OutputLevel): void;
}

export class ToolCaller {
  constructor(
    private readonly world: ToolWorld,
    private readonly connection: SharedConnection,
    private readonly results: ToolResults,
    private readonly tools: readonly ToolDescription[],
  ) {}

  async callAsync(
    tool: ToolDescription,
    given: Record<string, unknown>,
    call: ToolCall,
  ): Promise<CallToolResult> {
    const { clock } = this.world;
    const startedAt = clock.now();
    const notes: string[] = [];
    let session: SessionInfo | undefined;
    const facts = () => ({ session, durationMs: clock.now() - startedAt, notes });
    try {
      const command = await this.world.loadCommandAsync(tool.command);
      const { input, options } = readArguments(command, tool, given);
      const context = this.world.createContext({
        options,
        signal: call.signal,
        emit({ text, to, level }) {
          if (to === 'diagnostics' && level !== 'Error') notes.push(text);
          call.onProgress(text);
          call.onLine?.(text, level ?? 'Print');
        },
        notify: (line) => call.onProgress(line),
      });
      const data = await runCommandAsync(command, input, {
        ...context,
        showProgress: ([first = '']) => call.onProgress(first.trim()),
        files: withoutStandardInput(context.files),
        openConnectionAsync: (request) =>
          // A Studio of a command's own is not for other calls to see.
          request.isPrivate === true
            ? context.openConnectionAsync(request)
            : this.connection.borrowAsync((used) => {
                session = used.info;
              }),
      });
      return this.results.ofData(command, data, facts());
    } catch (error) {
      return this.failure(error, facts());
    }
  }

  /** The result of a call that does not take place. */
  refuse(error: BridgeError): CallToolResult {
    return this.failure(error, { session: undefined, durationMs: 0, notes: [] });
  }

  private failure(error: unknown, facts: CallFacts): CallToolResult {
    const failure = toolFailure(error, this.tools);
    return this.results.ofFailure(failure, toBridgeError(error).delivery, facts);
  }
}

/** The standard input of this process is the protocol's. */
function withoutStandardInput(files: CommandFiles): CommandFiles {
  return {
    readTextAsync: (path) => files.readTextAsync(path),
    readBytesAsync: (path) => files.readBytesAsync(path),
    isFileAsync: (path) => files.isFileAsync(path),
    async readStandardInputAsync() {
      throw new BridgeError('USAGE', 'An agent has no standard input.', {
        hint: 'Give the text itself, or a file.',
      });
    },
  };
}
