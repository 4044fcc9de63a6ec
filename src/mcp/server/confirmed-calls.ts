// Asks the user, in the program that the agent runs in, before a tool runs that may destroy something (`--confirm`). What
// is answered holds for the very call that was shown: its name and arguments are sealed in what goes back and forth.
import { createHash, randomBytes } from 'node:crypto';
import {
  type CallToolResult,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { ToolDescription } from '../tools/tool-description.js';
import type { ClientCall, ToolAnswers } from './client-requests.js';
import type { ToolCaller } from './tool-caller.js';

const KEY_BYTES = 32;
const QUESTION = 'confirm';
const MAX_SHOWN = 2_000;

export function needsConfirmation({ annotations }: ToolDescription): boolean {
  return annotations.destructiveHint;
}

export class ConfirmedCalls implements ToolAnswers {
  private readonly codec = createRequestStateCodec<string>({ key: randomBytes(KEY_BYTES) });
  /** For the server that the calls come to. */
  readonly requestState: NonNullable<ServerOptions['requestState']> = { verify: this.codec.verify };

  constructor(private readonly caller: Pick<ToolCaller, 'callAsync' | 'refuse'>) {}

  async callAsync(
    tool: ToolDescription,
    given: Record<string, unknown>,
    call: ClientCall,
  ): Promise<CallToolResult | InputRequiredResult> {
    if (!needsConfirmation(tool)) return await this.caller.callAsync(tool, given, call);
    const { mcpReq } = call.context;
    const sealed = sealOf(tool, given);
    const answer = inputResponse(mcpReq.inputResponses, QUESTION);
    if (answer.kind !== 'elicit' || mcpReq.requestState<string>() !== sealed) {
      return inputRequired({
        inputRequests: { [QUESTION]: inputRequired.elicit(questionOf(tool, given)) },
        requestState: await this.codec.mint(sealed),
      });
    }
    if (answer.action === 'accept') return await this.caller.callAsync(tool, given, call);
    return this.caller.refuse(
      new BridgeError('CANCELLED', `The user did not allow ${tool.name}.`, {
        hint: 'Ask the user what to do instead.',
      }),
    );
  }
}

function sealOf({ name }: ToolDescription, given: Record<string, unknown>): string {
  return createHash('sha256')
    .update(JSON.stringify([name, given]))
    .digest('base64url');
}

function questionOf({ name, description }: ToolDescription, given: Record<string, unknown>) {
  const text = JSON.stringify(given, undefined, 1);
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return {
    message: `Allow ${name} in Roblox Studio? ${description}\n\n${shown}`,
    requestedSchema: { type: 'object' as const, properties: {} },
  };
}
