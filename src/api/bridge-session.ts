// The published session: one Studio context, with a method for each thing that can be asked of it.
import type { BridgeSession as Session } from '../bridge/bridge-session.js';
import { queryState } from '../commands/process/info/info.js';
import { execute } from '../protocol/core-actions.js';
import type { SubscribableEvent } from '../protocol/events.js';
import type { ScriptFailure } from '../protocol/execution.js';
import type { LogEntry } from '../protocol/log-entry.js';
import type { SessionInfo, StudioState } from '../protocol/session-info.js';
import type { SerializedValue } from '../protocol/values.js';

const EXEC_TIMEOUT_MS = 120_000;

export interface ExecOptions {
  /** Default 120,000. */
  timeoutMs?: number;
  /** What errors and tracebacks call the script. Default `exec`. */
  chunkName?: string;
  signal?: AbortSignal;
  /** Each line, once and in order, while the script runs. */
  onOutput?: (entry: LogEntry) => void;
}

export interface ExecResult {
  success: boolean;
  /** The first return value, or null. */
  returnValue: SerializedValue;
  returnValues: SerializedValue[];
  output: LogEntry[];
  /** The output as one text, a line each. */
  logs: string;
  /** Why it did not succeed, as Studio would say it. */
  error?: string;
  failure?: ScriptFailure;
}

export interface StateResult {
  state: StudioState;
  /** The same as `state`. */
  mode: StudioState;
  placeName: string;
  placeId: number;
  gameId: number;
}

export class BridgeSession {
  constructor(private readonly session: Session) {}

  /** As the host last told it. */
  get info(): SessionInfo {
    return this.session.info;
  }

  /**
   * Runs Luau. A script that fails is a result with `success: false`, not an exception.
   *
   * @param options A number is a time limit in milliseconds.
   * @throws BridgeError TIMEOUT, SESSION_DISCONNECTED, CANCELLED; its `delivery` tells whether the script ran
   */
  async execAsync(code: string, options: number | ExecOptions = {}): Promise<ExecResult> {
    const {
      timeoutMs = EXEC_TIMEOUT_MS,
      chunkName,
      signal,
      onOutput,
    } = typeof options === 'number' ? { timeoutMs: options } : options;
    const output: LogEntry[] = [];
    const done = await this.session.invokeAsync(
      execute,
      { script: code, ...(chunkName === undefined ? {} : { chunkName }) },
      {
        timeoutMs,
        signal,
        onOutput(entry) {
          output.push(entry);
          onOutput?.(entry);
        },
      },
    );
    const returnValues = done.returnValues ?? [];
    return {
      success: done.success,
      returnValue: returnValues[0] ?? null,
      returnValues,
      output,
      logs: output.map(({ body }) => body).join('\n'),
      ...(done.error === undefined ? {} : { error: done.error }),
      ...(done.failure === undefined ? {} : { failure: done.failure }),
    };
  }

  /** What the Studio is doing, and which place is open in it. */
  async queryStateAsync(): Promise<StateResult> {
    const result = await this.session.invokeAsync(queryState, {});
    return { ...result, mode: result.state };
  }

  /** Asks for events; resolves with those that will come. */
  async subscribeAsync(events: readonly SubscribableEvent[]): Promise<string[]> {
    return this.session.subscribeAsync(events);
  }

  async unsubscribeAsync(events: readonly SubscribableEvent[]): Promise<string[]> {
    return this.session.unsubscribeAsync(events);
  }
}
