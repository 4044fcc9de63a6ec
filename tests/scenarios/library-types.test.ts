// What the library promises in types and defaults: the guide's tables of options, methods and events, one line for each.
import { describe, expectTypeOf, test } from 'vitest';
import type {
  BridgeConnection,
  BridgeConnectionOptions,
  BridgeError,
  BridgeSession,
  CallOptions,
  DataModelInstance,
  ExecResult,
  InstanceInfo,
  LogEntry,
  LogResult,
  Screenshot,
  SerializedValue,
  SessionEvents,
  SessionInfo,
  StateChange,
  StateResult,
  StudioBridge,
  StudioBridgeOptions,
} from '../../src/index.js';
import { verifies } from '../support/verifies.js';

type Method<Of, Name extends keyof Of> = Of[Name] extends (...args: infer Args) => infer Result
  ? { args: Args; result: Result }
  : never;

describe('a connection', () => {
  verifies('library.types', 'has the options of the guide, and a signal', () => {
    expectTypeOf<BridgeConnectionOptions['port']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<BridgeConnectionOptions['timeoutMs']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<BridgeConnectionOptions['keepAlive']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<BridgeConnectionOptions['remoteHost']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<BridgeConnectionOptions['local']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<BridgeConnectionOptions['signal']>().toEqualTypeOf<AbortSignal | undefined>();
  });

  test('gives sessions and instances, and can be disposed of', () => {
    expectTypeOf<typeof BridgeConnection.connectAsync>().returns.resolves.toEqualTypeOf<BridgeConnection>();
    expectTypeOf<BridgeConnection['resolveSessionAsync']>().returns.resolves.toEqualTypeOf<BridgeSession>();
    expectTypeOf<BridgeConnection['waitForSessionAsync']>().returns.resolves.toEqualTypeOf<BridgeSession>();
    expectTypeOf<BridgeConnection['listSessionsAsync']>().returns.resolves.toEqualTypeOf<SessionInfo[]>();
    expectTypeOf<BridgeConnection['listInstancesAsync']>().returns.resolves.toEqualTypeOf<InstanceInfo[]>();
    expectTypeOf<BridgeConnection['role']>().toEqualTypeOf<'host' | 'client'>();
    expectTypeOf<BridgeConnection>().toExtend<AsyncDisposable>();
  });
});

describe('a session', () => {
  verifies('library.types', 'has the methods of the guide', () => {
    expectTypeOf<BridgeSession['execAsync']>().toBeCallableWith('return 1');
    expectTypeOf<BridgeSession['execAsync']>().toBeCallableWith('return 1', 5_000);
    expectTypeOf<BridgeSession['execAsync']>().returns.resolves.toEqualTypeOf<ExecResult>();
    expectTypeOf<BridgeSession['queryStateAsync']>().toBeCallableWith();
    expectTypeOf<BridgeSession['queryStateAsync']>().returns.resolves.toEqualTypeOf<StateResult>();
    expectTypeOf<BridgeSession['captureScreenshotAsync']>().toBeCallableWith();
    expectTypeOf<BridgeSession['captureScreenshotAsync']>().returns.resolves.toEqualTypeOf<Screenshot>();
    expectTypeOf<BridgeSession['queryLogsAsync']>().toBeCallableWith({ tail: 50 });
    expectTypeOf<BridgeSession['queryLogsAsync']>().returns.resolves.toEqualTypeOf<LogResult>();
    expectTypeOf<BridgeSession['queryDataModelAsync']>().toBeCallableWith({ path: 'Workspace' });
    expectTypeOf<BridgeSession['queryDataModelAsync']>().returns.resolves.toEqualTypeOf<DataModelInstance>();
    expectTypeOf<BridgeSession['subscribeAsync']>().toBeCallableWith(['stateChange', 'logPush']);
    expectTypeOf<BridgeSession['unsubscribeAsync']>().toBeCallableWith(['stateChange']);
    expectTypeOf<BridgeSession['subscribeAsync']>().returns.resolves.toEqualTypeOf<string[]>();
  });

  test('answers with what the guide names', () => {
    expectTypeOf<ExecResult>().toExtend<{ success: boolean; returnValue: SerializedValue; logs: string }>();
    expectTypeOf<ExecResult['returnValues']>().toEqualTypeOf<SerializedValue[]>();
    expectTypeOf<ExecResult['output']>().toEqualTypeOf<LogEntry[]>();
    expectTypeOf<StateResult>().toExtend<{
      mode: string;
      state: string;
      placeName: string;
      placeId: number;
    }>();
    expectTypeOf<Screenshot>().toExtend<{ base64: string; width: number; height: number }>();
    expectTypeOf<LogEntry>().toExtend<{ level: string; body: string; timestamp?: number | undefined }>();
    expectTypeOf<DataModelInstance>().toExtend<{ name: string; className: string }>();
  });

  test('tells of events, and streams lines and states', () => {
    expectTypeOf<keyof SessionEvents>().toEqualTypeOf<'stateChange' | 'logPush' | 'missed'>();
    expectTypeOf<ReturnType<BridgeSession['logs']>>().toExtend<AsyncIterable<LogEntry>>();
    expectTypeOf<ReturnType<BridgeSession['states']>>().toExtend<AsyncIterable<StateChange>>();
    expectTypeOf<StateChange>().toExtend<{ previousState: string; newState: string; timestamp: number }>();
  });

  verifies('library.signals', 'takes a signal in every method that waits', () => {
    type Waiting = 'queryStateAsync' | 'captureScreenshotAsync' | 'queryLogsAsync' | 'queryDataModelAsync';
    expectTypeOf<{ [Name in Waiting]: Parameters<BridgeSession[Name]>[0] }[Waiting]>().toExtend<
      CallOptions | undefined
    >();
    expectTypeOf<Method<BridgeSession, 'subscribeAsync'>['args'][1]>().toEqualTypeOf<
      CallOptions | undefined
    >();
    expectTypeOf<Method<BridgeConnection, 'disconnectAsync'>['args'][0]>().toEqualTypeOf<
      { signal?: AbortSignal } | undefined
    >();
    expectTypeOf<Method<StudioBridge, 'stopAsync'>['args'][0]>().toEqualTypeOf<
      { signal?: AbortSignal } | undefined
    >();
  });
});

test('a Studio for a few scripts takes a place, and gives what a session gives', () => {
  expectTypeOf<StudioBridgeOptions['placePath']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<StudioBridge['executeAsync']>().toBeCallableWith({
    scriptContent: 'print(1)',
    timeoutMs: 90_000,
    onOutput: (level, body) => `${level}${body}`,
  });
  expectTypeOf<StudioBridge['executeAsync']>().returns.resolves.toEqualTypeOf<ExecResult>();
  expectTypeOf<StudioBridge>().toExtend<AsyncDisposable>();
});

test('errors are typed by their codes', () => {
  expectTypeOf<BridgeError>().toExtend<Error>();
  expectTypeOf<BridgeError['code']>().toExtend<string>();
  expectTypeOf<BridgeError['delivery']>().toEqualTypeOf<'not-sent' | 'unknown' | 'ran' | undefined>();
});
