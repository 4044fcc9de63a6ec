// Programs that use the package as its guide shows: they run, and they compile, as they stand.

export const PERSISTENT = `
import { BridgeConnection } from '@quenty/studio-bridge';

const connection = await BridgeConnection.connectAsync();
const session = await connection.resolveSessionAsync();

const result = await session.execAsync('return game.PlaceId');
console.log(result.success, result.returnValue);

const state = await session.queryStateAsync();
console.log(state.mode, state.placeName);

const screenshot = await session.captureScreenshotAsync();
// screenshot.base64, screenshot.width, screenshot.height

const logs = await session.queryLogsAsync({ tail: 50 });
// logs.entries: { level, body, timestamp }[]

const tree = await session.queryDataModelAsync({ path: 'Workspace' });
// tree.name, tree.className, tree.children

await connection.disconnectAsync();
`;

export const ONE_SHOT = `
import { StudioBridge } from '@quenty/studio-bridge';

const bridge = new StudioBridge({ placePath: './build/test.rbxl' });
await bridge.startAsync();

const result = await bridge.executeAsync({
  scriptContent: 'print("Hello from studio-bridge!")',
  timeoutMs: 90_000,
  onOutput: (level, body) => console.log(\`[\${level}] \${body}\`),
});

console.log(result.success); // boolean
console.log(result.logs);    // all captured output, newline-separated

await bridge.stopAsync();
`;

/** What an agent says first. */
export const MCP_MESSAGES = `${[
  {
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/list' },
]
  .map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }))
  .join('\n')}\n`;

/** What only the compiler is to judge: each assignment fails where a published type is not what it says. */
export const TYPES = `
import {
  BridgeConnection,
  BridgeError,
  BridgeSession,
  StudioBridge,
  type BridgeConnectionOptions,
  type ErrorCode,
  type LogEntry,
  type SerializedValue,
  type StateChange,
} from '@quenty/studio-bridge';
import { startEmulatedStudioAsync } from '@quenty/studio-bridge/emulator';
import * as protocol from '@quenty/studio-bridge/protocol';

const options: BridgeConnectionOptions = {
  port: 38741,
  timeoutMs: 30_000,
  keepAlive: false,
  remoteHost: 'box:38741',
  local: false,
  signal: AbortSignal.timeout(1000),
};
await using connection = await BridgeConnection.connectAsync(options);
const stop: () => void = connection.on('session-connected', ({ sessionId }) => void sessionId.length);
const session: BridgeSession = await connection.waitForSessionAsync({ context: 'server', waitMs: 1 });
const values: SerializedValue[] = (await session.execAsync('return 1', 120_000)).returnValues;
const events: string[] = await session.subscribeAsync(['stateChange', 'logPush'], { signal: AbortSignal.timeout(1) });
for await (const entry of session.logs({ levels: ['Error'] })) {
  const one: LogEntry = entry;
  void one;
}
for await (const change of session.states()) {
  const one: StateChange = change;
  void one;
}
try {
  await using bridge = new StudioBridge();
  await bridge.startAsync();
} catch (error) {
  if (error instanceof BridgeError) {
    const code: ErrorCode | (string & {}) = error.code;
    const delivery: 'not-sent' | 'unknown' | 'ran' | undefined = error.delivery;
    void code;
    void delivery;
  }
}
void [stop, values, events, startEmulatedStudioAsync, protocol];
`;
