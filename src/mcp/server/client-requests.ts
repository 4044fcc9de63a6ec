// What answers the requests of clients: plain results, or a question to the client that comes first. Of the newer revision
// a question is a result itself; for the older one the SDK asks and calls again.
import type {
  CallToolResult,
  GetPromptResult,
  InputRequiredResult,
  Prompt,
  ServerContext,
} from '@modelcontextprotocol/server';
import type { ToolDescription } from '../tools/tool-description.js';
import type { ToolCall } from './tool-caller.js';

export interface ClientCall extends ToolCall {
  readonly context: ServerContext;
}

export interface ToolAnswers {
  callAsync(
    tool: ToolDescription,
    given: Record<string, unknown>,
    call: ClientCall,
  ): Promise<CallToolResult | InputRequiredResult>;
}

export interface PromptAnswers {
  list(): Prompt[];
  /** Undefined where there is none of that name. */
  get(
    name: string,
    given: Readonly<Record<string, string | undefined>>,
    context: ServerContext,
  ): Promise<GetPromptResult | InputRequiredResult> | GetPromptResult | undefined;
  missingArgument(name: string, given: Readonly<Record<string, unknown>>): string | undefined;
}
