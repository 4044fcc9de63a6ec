// The published session: one Studio context, with a method for each thing that can be asked of it.
import type { BridgeSession as Session } from '../bridge/bridge-session.js';
import { lookAsync, restText } from '../command/instances/look.js';
import type { DataModelInstance } from '../command/instances/tree.js';
import { toWirePath } from '../command/instances/wire-path.js';
import { queryLogs } from '../commands/console/logs/logs.js';
import { queryState } from '../commands/process/info/info.js';
import { BridgeError } from '../protocol/bridge-error.js';
import { execute } from '../protocol/core-actions.js';
import type { SubscribableEvent } from '../protocol/events.js';
import type { ScriptFailure } from '../protocol/execution.js';
import type { LogEntry, OutputLevel } from '../protocol/log-entry.js';
import type { SessionInfo, StudioState } from '../protocol/session-info.js';
import type { SerializedValue } from '../protocol/values.js';

const EXEC_TIMEOUT_MS = 120_000;
const QUERY_TIMEOUT_MS = 10_000;
const NEVER = new AbortController().signal;

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

export interface LogQuery {
  /** The newest so many; default 50. */
  tail?: number;
  /** The oldest so many that are kept. */
  head?: number;
  count?: number;
  direction?: 'head' | 'tail';
  levels?: readonly OutputLevel[];
  /** Also the plugin's own lines. */
  includeInternal?: boolean;
  /** Only lines after the one with this `seq`. */
  since?: number;
}

export interface LogResult {
  /** In order of time. */
  entries: LogEntry[];
  /** How many lines are kept. */
  total: number;
  bufferCapacity: number;
}

export interface DataModelQuery {
  /** Names with dots between them, with or without `game`. Default `game`. */
  path?: string;
  /** How many levels of descendants. Default 0. */
  depth?: number;
  /** Those of these names, or all that can be read. */
  properties?: readonly string[] | true;
  attributes?: boolean;
  /** The child of this name instead, or the descendant. */
  find?: { name: string; recursive?: boolean };
  /** The services as children of `game` instead. */
  listServices?: boolean;
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

  /** Lines that were printed, before the connection too. */
  async queryLogsAsync(query: LogQuery = {}): Promise<LogResult> {
    const { tail, head, levels, ...rest } = query;
    return await this.session.invokeAsync(queryLogs, {
      ...(head === undefined ? {} : { count: head, direction: 'head' }),
      ...(tail === undefined ? {} : { count: tail, direction: 'tail' }),
      ...(levels === undefined ? {} : { levels: [...levels] }),
      ...rest,
    });
  }

  /**
   * An instance and what is below it.
   *
   * @throws BridgeError INSTANCE_NOT_FOUND, PROPERTY_NOT_FOUND; INVALID_RESULT if it is too much for one answer
   */
  async queryDataModelAsync(query: DataModelQuery = {}): Promise<DataModelInstance> {
    const { path = 'game', depth, properties, attributes = false, find, listServices } = query;
    const view = await lookAsync(
      {
        path: toWirePath(path),
        depth,
        includeAttributes: attributes,
        find,
        listServices,
        ...(properties === true ? { propertySet: 'readable' as const } : {}),
        ...(properties === true || properties === undefined ? {} : { properties: [...properties] }),
      },
      { session: this.session, options: { timeoutMs: QUERY_TIMEOUT_MS }, signal: NEVER },
    );
    if (!view.truncated) return view.instance;
    const message = `There is more below ${path} than one answer can hold (${restText(view)}).`;
    throw new BridgeError('INVALID_RESULT', message, {
      hint: 'Ask with less depth or for fewer properties.',
    });
  }

  /** Asks for events; resolves with those that will come. */
  async subscribeAsync(events: readonly SubscribableEvent[]): Promise<string[]> {
    return this.session.subscribeAsync(events);
  }

  async unsubscribeAsync(events: readonly SubscribableEvent[]): Promise<string[]> {
    return this.session.unsubscribeAsync(events);
  }
}
