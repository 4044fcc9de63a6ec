// A session as its users see it: one Studio context that actions can be invoked on. It stays the same object
// when the plugin reconnects, to this host or to the next one.
import { randomUUID } from 'node:crypto';
import { BridgeError } from '../protocol/bridge-error.js';
import {
  type ActionPayload,
  type ActionResult,
  ANY_RESPONSE,
  type AnyAction,
} from '../protocol/define-action.js';
import type { Envelope } from '../protocol/envelope.js';
import { errorPayload } from '../protocol/error-payload.js';
import { outputPayload } from '../protocol/execution.js';
import type { LogEntry } from '../protocol/log-entry.js';
import { problemOf } from '../protocol/schema-demand.js';
import type { SessionInfo } from '../protocol/session-info.js';
import type { Clock } from '../support/clock.js';
import type { Unsubscribe } from '../support/emitter.js';
import { registerAction } from './internal/action-push.js';
import type { BridgeClient } from './internal/bridge-client.js';
import { cancelOnAbort } from './internal/cancellation.js';
import type { AskOptions, MissedLines, PushEvent } from './internal/followings.js';
import { titleRequest } from './internal/request-names.js';
import type { PendingRequest } from './internal/request-table.js';
import { toldError } from './internal/told-error.js';

export interface InvokeOptions {
  /** Instead of the action's own. */
  readonly timeoutMs?: number | undefined;
  /** Stops the work in the plugin and ends with `CANCELLED`. */
  readonly signal?: AbortSignal | undefined;
  /** Each line that the script prints, once and in order, while it runs. */
  readonly onOutput?: ((entry: LogEntry) => void) | undefined;
  /** Pushes the action's source first, whatever handler the plugin has by that name. */
  readonly pushFirst?: boolean | undefined;
  /** To join or repeat a request: the plugin never runs the same one twice. */
  readonly requestId?: string | undefined;
}

export class BridgeSession {
  private lastInfo: SessionInfo;

  constructor(
    private readonly client: BridgeClient,
    private readonly clock: Clock,
    info: SessionInfo,
    private readonly looksOnly = false,
  ) {
    this.lastInfo = info;
  }

  /** As the host last told it. */
  get info(): SessionInfo {
    this.lastInfo = this.client.directory.follow(this.lastInfo) ?? this.lastInfo;
    return this.lastInfo;
  }

  async invokeAsync<Action extends AnyAction>(
    action: Action,
    payload: ActionPayload<Action>,
    options: InvokeOptions = {},
  ): Promise<ActionResult<Action>> {
    if (this.looksOnly && !action.readOnly) {
      const what = titleRequest(action.request);
      throw new BridgeError('READ_ONLY', `${what} could change something, and this is --read-only.`, {
        delivery: 'not-sent',
      });
    }
    const parsed = action.payload.safeParse(payload);
    if (!parsed.success) {
      throw new BridgeError(
        'INVALID_PAYLOAD',
        `${action.request} cannot be asked like that: ${problemOf(parsed.error.issues[0])}.`,
        {
          delivery: 'not-sent',
          details: parsed.error.issues,
        },
      );
    }
    this.requireCapability(action);
    const canPush = action.source !== undefined && this.info.capabilities.includes('registerAction');
    if (canPush && options.pushFirst) await this.pushAsync(action, options);
    let answer = await this.askAsync(action, parsed.data, options);
    if (canPush && isUnknownRequest(answer)) {
      // The host pushed other actions than ours: it is older, or does not have this user's folder.
      await this.pushAsync(action, options);
      answer = await this.askAsync(action, parsed.data, { ...options, requestId: undefined });
    }
    return readResult(action, answer);
  }

  /** Asks the plugin to push these events; resolves with those that it does push. */
  subscribeAsync(events: readonly string[], options?: AskOptions): Promise<string[]> {
    return this.client.followings.subscribeAsync(this.info, events, options);
  }

  /** Resolves with the events that nobody in this process follows any more. */
  unsubscribeAsync(events: readonly string[], options?: AskOptions): Promise<string[]> {
    return this.client.followings.unsubscribeAsync(this.info, events, options);
  }

  /** What is pushed, and which log lines were missed while the connection was away. */
  follow(listener: {
    push?: (event: PushEvent) => void;
    missed?: (lines: MissedLines) => void;
  }): Unsubscribe {
    return this.client.followings.on(this.info, listener);
  }

  private async pushAsync(action: AnyAction, { timeoutMs, signal }: InvokeOptions): Promise<void> {
    const { payload } = await this.askAsync(registerAction, registerAction.payloadFor(action), {
      timeoutMs,
      signal,
    });
    registerAction.check(action, payload);
  }

  private async askAsync(action: Askable, payload: unknown, options: InvokeOptions): Promise<Envelope> {
    const { signal } = options;
    if (signal?.aborted) throw cancelled(action, 'not-sent');
    const request = this.client.request({
      requestId: options.requestId ?? randomUUID(),
      type: action.request,
      payload,
      session: this.info,
      timeoutMs: options.timeoutMs ?? action.timeoutMs,
      onOutput: options.onOutput && createOutputReader(options.onOutput),
      onAbandoned: (abandoned) => this.abandon(abandoned),
    });
    const stop = signal && cancelOnAbort(this.client, this.clock, request, signal);
    try {
      const answer = await request.promise;
      if (signal?.aborted && !succeeded(answer)) throw cancelled(action, 'ran', answer.payload);
      return answer;
    } finally {
      stop?.();
    }
  }

  /** Nobody waits any more; a script is stopped too, anything else is soon done by itself. */
  private abandon(request: PendingRequest): void {
    if (request.type === 'execute') this.client.cancel(request);
    this.client.abandon(request.requestId);
  }

  private requireCapability(action: AnyAction): void {
    const { capabilities, placeName, pluginVersion } = this.info;
    if (capabilities.includes(action.capability)) return;
    throw new BridgeError(
      'CAPABILITY_NOT_SUPPORTED',
      `The plugin of ${placeName || 'this session'} (version ${pluginVersion || 'unknown'}) does not offer ${action.capability}.`,
      { delivery: 'not-sent', details: { capability: action.capability, offered: capabilities } },
    );
  }
}

type Askable = Pick<AnyAction, 'request' | 'timeoutMs'>;

function readResult<Action extends AnyAction>(action: Action, answer: Envelope): ActionResult<Action> {
  if (answer.type === 'error') {
    const error = errorPayload.safeParse(answer.payload);
    if (error.success) throw toldError(error.data);
    throw invalidResult(action, `its error could not be read: ${problemOf(error.error.issues[0])}`);
  }
  if (action.response !== ANY_RESPONSE && answer.type !== action.response) {
    throw invalidResult(action, `it was answered with ${answer.type} instead of ${action.response}`);
  }
  const result = action.result.safeParse(answer.payload);
  if (!result.success) throw invalidResult(action, problemOf(result.error.issues[0]));
  return result.data as ActionResult<Action>;
}

function invalidResult(action: AnyAction, why: string): BridgeError {
  return new BridgeError(
    'INVALID_RESULT',
    `The answer to ${action.request} has not the expected shape: ${why}.`,
    {
      delivery: 'ran',
    },
  );
}

function isUnknownRequest(answer: Envelope): boolean {
  if (answer.type !== 'error') return false;
  const error = errorPayload.safeParse(answer.payload);
  return error.success && error.data.code === 'UNKNOWN_REQUEST';
}

function succeeded({ type, payload }: Envelope): boolean {
  if (type === 'error') return false;
  const isFailure =
    typeof payload === 'object' && payload !== null && 'success' in payload && payload.success === false;
  return !isFailure;
}

function cancelled(action: Askable, delivery: 'not-sent' | 'ran', details?: unknown): BridgeError {
  return new BridgeError('CANCELLED', `${titleRequest(action.request)} was cancelled.`, {
    delivery,
    details,
  });
}

/** A plugin that was asked again tells its output again; `seq` says which lines are known already. */
function createOutputReader(onOutput: (entry: LogEntry) => void): (payload: unknown) => void {
  let lastSeq = Number.NEGATIVE_INFINITY;
  return (payload) => {
    const output = outputPayload.safeParse(payload);
    if (!output.success) return;
    for (const entry of output.data.messages) {
      if (entry.seq !== undefined && entry.seq <= lastSeq) continue;
      lastSeq = entry.seq ?? lastSeq;
      onOutput(entry);
    }
  };
}
