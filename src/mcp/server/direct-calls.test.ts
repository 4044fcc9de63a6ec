// What is done past the SDK has to be what it would do: the same conversation is held with and without it.
import { PassThrough } from 'node:stream';
import type { CallToolResult, Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import { LineTransport } from '../line-transport.js';
import { chooseTools } from '../tools/tool-catalog.js';
import { TOOLS } from '../tools/tools.generated.js';
import { PromptCatalog } from './content/prompts.js';
import { DirectCalls } from './direct-calls.js';
import { createServerFactory, type McpParts } from './mcp-server.js';
import type { ToolCall } from './tool-caller.js';

const RESULT: CallToolResult = {
  content: [{ type: 'text', text: 'two' }],
  structuredContent: { ok: true, data: 2 },
};

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: object;
}

type Act = (call: ToolCall, given: Record<string, unknown>) => Promise<CallToolResult>;

/** An agent at the other end of a server that may or may not do calls by itself; `act` is what a tool does. */
function useServer({ isDirect, act }: { isDirect: boolean; act: Act }) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const wire = new LineTransport(input, output);
  const clock = createManualClock();
  const tools = chooseTools(TOOLS, { names: [], readOnly: false });
  const caller = {
    callAsync: (_tool: object, given: Record<string, unknown>, call: ToolCall) => act(call, given),
  };
  const parts = {
    clock,
    tools,
    allTools: TOOLS,
    answers: caller,
    connection: { onSessionsChanged: () => () => {} },
    resources: { list: () => [] },
    prompts: new PromptCatalog([]),
  } as object as McpParts;
  const transport: Transport = {
    start: async () => {},
    close: async () => wire.close(),
    send: async (message) => wire.write(message),
  };
  wire.onMessage = (message) => transport.onmessage?.(message);
  wire.onClose = () => transport.onclose?.();
  const handle = serveStdio(createServerFactory(parts), {
    transport: isDirect ? new DirectCalls(transport, { ...parts, caller }) : transport,
  });
  onTestFinished(() => handle.close());
  wire.start();
  const said: Message[] = [];
  let isHere = () => {};
  output.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().trim().split('\n')) said.push(JSON.parse(line));
    isHere();
  });
  return {
    clock,
    said,
    send: (message: object) => void input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    async answerAsync(id: number): Promise<void> {
      while (!said.some((message) => message.id === id)) {
        await new Promise<void>((resolve) => {
          isHere = resolve;
        });
      }
    },
  };
}

const OPENING = [
  {
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  },
  { method: 'notifications/initialized' },
];
const MODERN = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
};
const call = (id: number, params: object) => ({ id, method: 'tools/call', params });
const NAME = 'studio_console_exec';

/** Everything that either server says; `seen` are the calls that reached a tool. */
async function compareAsync(messages: readonly Message[], act: Act = async () => RESULT) {
  const heard: { said: Message[]; given: unknown[] }[] = [];
  for (const isDirect of [true, false]) {
    const given: unknown[] = [];
    const server = useServer({
      isDirect,
      act: (toolCall, input) => {
        given.push(input);
        return act(toolCall, input);
      },
    });
    for (const message of messages) {
      server.send(message);
      if (message.id !== undefined) await server.answerAsync(message.id);
    }
    heard.push({ said: server.said, given });
  }
  expect(heard[0]).toEqual(heard[1]);
  return heard[0]?.said ?? [];
}

test.each([
  ['older', OPENING, undefined],
  ['newer', [], MODERN],
])('calls of the %s era are answered as the SDK answers them', async (_era, opening, meta) => {
  const params = (given: object) => (meta === undefined ? given : { ...given, _meta: meta });
  const said = await compareAsync(
    [
      ...opening,
      call(1, params({ name: NAME, arguments: { code: 'return 2' } })),
      call(2, params({ name: NAME })),
      call(3, params({ name: 'studio_nothing', arguments: {} })),
      call(4, params({ name: NAME, arguments: { code: 'fails' } })),
    ],
    async (_call, { code }) => (code === 'fails' ? { ...RESULT, isError: true } : RESULT),
  );
  expect(said.at(-1)).toMatchObject({ id: 4, result: { isError: true } });
});

test.each([
  ['a call before the opening', [call(1, { name: NAME, arguments: {} })]],
  ['an odd envelope', [...OPENING, call(1, { name: NAME, _meta: { ...MODERN, other: 1 } })]],
  [
    'an envelope of another revision',
    [call(1, { name: NAME, _meta: { ...MODERN, 'io.modelcontextprotocol/protocolVersion': '2031-01-01' } })],
  ],
  ['arguments that are none', [...OPENING, call(1, { name: NAME, arguments: [] })]],
  ['a name that is none', [...OPENING, call(1, { name: 7 })]],
  ['nothing at all', [...OPENING, { id: 1, method: 'tools/call' }]],
])('%s: as the SDK has it', async (_what, messages) => {
  await compareAsync(messages);
});

test('what a tool throws is told, and the next call is answered', async () => {
  const server = useServer({ isDirect: true, act: () => Promise.reject(new Error('no way')) });
  for (const message of OPENING) server.send(message);
  await server.answerAsync(0);
  server.send(call(1, { name: NAME }));
  await server.answerAsync(1);
  expect(server.said.at(-1)).toMatchObject({ error: { code: -32_603, message: 'no way' } });
});

test.each([true, false])(
  'progress is told, and a cancelled call has no answer (direct: %s)',
  async (isDirect) => {
    const aborted = createDeferred<void>();
    const server = useServer({
      isDirect,
      async act({ signal, onProgress }, { code }) {
        if (code !== 'long') return RESULT;
        server.clock.advance(200);
        onProgress('half way');
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        aborted.resolve();
        return RESULT;
      },
    });
    for (const message of OPENING) server.send(message);
    await server.answerAsync(0);
    server.send(call(1, { name: NAME, arguments: { code: 'long' }, _meta: { progressToken: 'P' } }));
    server.send({ method: 'notifications/cancelled', params: { requestId: 1 } });
    await aborted.promise;
    server.send(call(2, { name: NAME, arguments: {} }));
    await server.answerAsync(2);
    expect(server.said.filter(({ id }) => id !== 0)).toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/progress',
        params: { progressToken: 'P', progress: 0.2, message: 'half way' },
      },
      { jsonrpc: '2.0', id: 2, result: RESULT },
    ]);
  },
);
