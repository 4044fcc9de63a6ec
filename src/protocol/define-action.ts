// An action: one request message, its answer, and the Luau that handles it in the plugin.
import type * as z from 'zod/mini';
import type { Capability } from './session-info.js';

/** Stands for the response of an action of which only the name is known: whatever answers it. */
export const ANY_RESPONSE = '*';

export interface ActionDefinition<Payload extends z.ZodMiniType, Result extends z.ZodMiniType> {
  /** The type of the request message. */
  readonly request: string;
  /** The type of the answering message. */
  readonly response: string;
  /** What the plugin must offer. */
  readonly capability: Capability;
  /** How long to wait for the answer, in milliseconds, unless the caller says otherwise. */
  readonly timeoutMs: number;
  /** True if it changes nothing in the place. */
  readonly readOnly: boolean;
  readonly payload: Payload;
  readonly result: Result;
  /** The text of the handler; absent where the plugin has it built in. */
  readonly source?: string;
}

export type AnyAction = ActionDefinition<z.ZodMiniType, z.ZodMiniType>;
export type ActionPayload<Action extends AnyAction> = z.input<Action['payload']>;
export type ActionResult<Action extends AnyAction> = z.output<Action['result']>;

/** Describes a request of your own, for `registerAction`; types of payload and result come from the schemas. */
export function defineAction<Payload extends z.ZodMiniType, Result extends z.ZodMiniType>(
  definition: ActionDefinition<Payload, Result>,
): ActionDefinition<Payload, Result> {
  return definition;
}
