// The published session: one Studio context, with a method for each thing that can be asked of it.
import type { BridgeConnection as Connection } from '../bridge/bridge-connection.js';
import type { BridgeSession as Session } from '../bridge/bridge-session.js';
import { followSessionAsync } from '../command/follow-session.js';
import { lookAsync, restText } from '../command/instances/look.js';
import type { DataModelInstance } from '../command/instances/tree.js';
import { toWirePath } from '../command/instances/wire-path.js';
import { scriptResult } from '../command/scripts/script-result.js';
import { queryLogs } from '../commands/console/logs/logs.js';
import { queryState } from '../commands/process/info/info.js';
import { type Screenshot, takePictureAsync } from '../commands/viewport/screenshot/take-picture.js';
import { BridgeError } from '../protocol/bridge-error.js';
import { execute } from '../protocol/core-actions.js';
import {
  logPushPayload,
  type StateChangePayload,
  type SubscribableEvent,
  stateChangePayload,
} from '../protocol/events.js';
import type { ScriptFailure } from '../protocol/execution.js';
import type { LogEntry, OutputLevel } from '../protocol/log-entry.js';
import type { SessionInfo, StudioState } from '../protocol/session-info.js';
import type { SerializedValue } from '../protocol/values.js';
import { systemClock } from '../support/clock.js';
import type { Unsubscribe } from '../support/emitter.js';
import { pushStream } from './push-stream.js';

export type { Screenshot };

const EXEC_TIMEOUT_MS = 120_000;
const QUERY_TIMEOUT_MS = 10_000;

/** What every question takes besides what it is about. */
export interface CallOptions {
  /** Instead of the method's own time limit. */
  timeoutMs?: number;
  /** Ends the wait with CANCELLED. */
  signal?: AbortSignal;
}

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

export interface ScreenshotQuery extends CallOptions {
  width?: number;
  height?: number;
  /** With the interface; default true. */
  ui?: boolean;
}

export interface LogQuery extends CallOptions {
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

export interface DataModelQuery extends CallOptions {
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

export interface LogStreamOptions {
  /** Of these levels; all by default. */
  levels?: readonly OutputLevel[];
  /** Begin with so many lines that were printed before. Default 0. */
  tail?: number;
  /** Also the plugin's own lines. */
  includeInternal?: boolean;
  /** Ends the loop. */
  signal?: AbortSignal;
}

export interface StateStreamOptions {
  /** Ends the loop. */
  signal?: AbortSignal;
}

export type StateChange = StateChangePayload;

export type SessionEvents = {
  /** After `subscribeAsync(['stateChange'])`. */
  stateChange: StateChange;
  /** After `subscribeAsync(['logPush'])`. */
  logPush: { entry: LogEntry };
  /** Lines that were printed while the connection was away, by their `seq`. */
  missed: { fromSeq: number; toSeq: number };
};

/** What the plugin itself prints begins with this. */
const INTERNAL_PREFIX = '[StudioBridge]';

/** One Studio context, with a method for each thing that can be asked of it. */
export class BridgeSession {
  /** @internal Sessions come from a connection. */
  constructor(
    private readonly session: Session,
    private readonly connection: Pick<Connection, 'on'>,
  ) {}

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
    return scriptResult(done, output);
  }

  /** What the Studio is doing, and which place is open in it. */
  async queryStateAsync(options: CallOptions = {}): Promise<StateResult> {
    const result = await this.session.invokeAsync(queryState, {}, options);
    return { ...result, mode: result.state };
  }

  /**
   * What the viewport shows, as PNG. `width` and `height` are the most pixels a side.
   *
   * @throws BridgeError SCREENSHOT_FAILED: why, also for a frame that is black
   */
  async captureScreenshotAsync(query: ScreenshotQuery = {}): Promise<Screenshot> {
    const { ui = true, width, height, timeoutMs, signal = new AbortController().signal } = query;
    const options = timeoutMs === undefined ? {} : { timeoutMs };
    return await takePictureAsync({ ui, width, height }, { session: this.session, options, signal });
  }

  /** Lines that were printed, before the connection too. */
  async queryLogsAsync(query: LogQuery = {}): Promise<LogResult> {
    const { tail, head, levels, timeoutMs, signal, ...rest } = query;
    return await this.session.invokeAsync(
      queryLogs,
      {
        ...(head === undefined ? {} : { count: head, direction: 'head' }),
        ...(tail === undefined ? {} : { count: tail, direction: 'tail' }),
        ...(levels === undefined ? {} : { levels: [...levels] }),
        ...rest,
      },
      { timeoutMs, signal },
    );
  }

  /**
   * An instance and what is below it.
   *
   * @throws BridgeError INSTANCE_NOT_FOUND, PROPERTY_NOT_FOUND; INVALID_RESULT if it is too much for one answer
   */
  async queryDataModelAsync(query: DataModelQuery = {}): Promise<DataModelInstance> {
    const { path = 'game', depth, properties, attributes = false, find, listServices } = query;
    const { timeoutMs = QUERY_TIMEOUT_MS, signal = new AbortController().signal } = query;
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
      { session: this.session, options: { timeoutMs }, signal },
    );
    if (!view.truncated) return view.instance;
    const message = `There is more below ${path} than one answer can hold (${restText(view)}).`;
    throw new BridgeError('INVALID_RESULT', message, {
      hint: 'Ask with less depth or for fewer properties.',
    });
  }

  /**
   * Each line as it is printed, through reconnects and changes of the host.
   *
   * @throws BridgeError SESSION_DISCONNECTED once the session has left for good
   */
  logs(options: LogStreamOptions = {}): AsyncGenerator<LogEntry, void, undefined> {
    const { levels, tail = 0, includeInternal = false, signal } = options;
    const isWanted = ({ level, body }: LogEntry) =>
      (levels === undefined || levels.includes(level)) &&
      (includeInternal || !body.startsWith(INTERNAL_PREFIX));
    return pushStream<LogEntry>((push, ending) => {
      const told = new Set<string>();
      const tell = (entry: LogEntry) => {
        // A line that is printed while the first ones are asked for comes twice.
        const key = `${entry.seq} ${entry.time}`;
        if (told.delete(key) || !isWanted(entry)) return;
        push(entry);
      };
      return this.followAsync('logPush', ending, {
        push: ({ payload }) => {
          const log = logPushPayload.safeParse(payload);
          if (log.success) tell(log.data.entry);
        },
        begin: async () => {
          if (tail === 0) return;
          const first = await this.queryLogsAsync({ tail, includeInternal, ...(levels ? { levels } : {}) });
          for (const entry of first.entries) {
            tell(entry);
            told.add(`${entry.seq} ${entry.time}`);
          }
        },
      });
    }, signal);
  }

  /**
   * Each change of what the Studio is doing.
   *
   * @throws BridgeError SESSION_DISCONNECTED once the session has left for good
   */
  states({ signal }: StateStreamOptions = {}): AsyncGenerator<StateChange, void, undefined> {
    return pushStream<StateChange>(
      (push, ending) =>
        this.followAsync('stateChange', ending, {
          push: ({ payload }) => {
            const change = stateChangePayload.safeParse(payload);
            if (change.success) push(change.data);
          },
          begin: async () => {},
        }),
      signal,
    );
  }

  /** Calls the listener at each event that was subscribed to; the result ends that. */
  on<Event extends keyof SessionEvents>(
    event: Event,
    listener: (value: SessionEvents[Event]) => void,
  ): Unsubscribe {
    const tell = (value: SessionEvents[keyof SessionEvents]) => listener(value as SessionEvents[Event]);
    if (event === 'missed') return this.session.follow({ missed: tell });
    return this.session.follow({
      push({ type, payload }) {
        if (type !== event) return;
        const schema = event === 'logPush' ? logPushPayload : stateChangePayload;
        const read = schema.safeParse(payload);
        if (read.success) tell(read.data);
      },
    });
  }

  /** Asks for events; resolves with those that will come. */
  async subscribeAsync(events: readonly SubscribableEvent[], options: CallOptions = {}): Promise<string[]> {
    return this.session.subscribeAsync(events, options);
  }

  /** Resolves with the events that nobody in this program follows any more. */
  async unsubscribeAsync(events: readonly SubscribableEvent[], options: CallOptions = {}): Promise<string[]> {
    return this.session.unsubscribeAsync(events, options);
  }

  private followAsync(
    event: SubscribableEvent,
    signal: AbortSignal,
    { push, begin }: { push(pushed: { payload: unknown }): void; begin(): Promise<void> },
  ): Promise<void> {
    const { session, connection } = this;
    return followSessionAsync(
      { session, connection, clock: systemClock, signal },
      event,
      { push, missed() {} },
      begin,
    );
  }
}
