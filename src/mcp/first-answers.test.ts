import { PassThrough } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { describe, expect, onTestFinished, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { FirstAnswers } from './first-answers.js';
import { LineTransport } from './line-transport.js';
import { PROMPTS, PromptCatalog } from './server/content/prompts.js';
import { createServerFactory, type McpParts } from './server/mcp-server.js';
import { chooseTools } from './tools/tool-catalog.js';
import { TOOLS } from './tools/tools.generated.js';

const tools = chooseTools(TOOLS, { names: [], readOnly: false });
const parts = {
  tools,
  allTools: TOOLS,
  connection: { onSessionsChanged: () => () => {} },
  resources: { list: () => [] },
  prompts: new PromptCatalog(PROMPTS),
} as object as McpParts;
const serve = async (transport: Transport) => {
  const handle = serveStdio(createServerFactory(parts), { transport });
  onTestFinished(() => handle.close());
};

interface Answer {
  readonly id?: string | number | null;
  readonly result?: object;
  readonly error?: { code: number; message: string };
}

/** A client at the other end of the streams; `load` is what loads the SDK. */
function useClient(load: (transport: Transport) => Promise<void> = serve) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const wire = new LineTransport(input, output);
  let loads = 0;
  new FirstAnswers(wire, tools, async (transport) => {
    loads += 1;
    await load(transport);
  });
  wire.start();
  onTestFinished(() => wire.close());
  const answers: Answer[] = [];
  let isHere: () => void = () => {};
  output.on('data', (chunk: Buffer) => {
    answers.push(
      ...chunk
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    isHere();
  });
  return {
    answers,
    loads: () => loads,
    sendText: (text: string) => void input.write(`${text}\n`),
    send: (message: object) => void input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    async answerAsync(id: string | number | null): Promise<Answer> {
      for (;;) {
        const found = answers.find((answer) => answer.id === id);
        if (found) return found;
        await new Promise<void>((resolve) => {
          isHere = resolve;
        });
      }
    },
  };
}

const initialize = (version = '2025-11-25') => ({
  id: 0,
  method: 'initialize',
  params: { protocolVersion: version, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});
const initialized = { method: 'notifications/initialized' };
const meta = (version = '2026-07-28') => ({
  _meta: {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  },
});

describe('what is answered before the SDK is loaded is what the SDK would answer', () => {
  type Question = { readonly id: number; readonly method: string; readonly params?: object };

  /** The same question to both. */
  async function compareAsync(before: readonly object[], question: Question) {
    const quick = useClient();
    for (const message of [...before, question]) quick.send(message);
    const early = await quick.answerAsync(question.id);
    expect(quick.loads()).toBe(0);

    const slow = useClient();
    // Nothing here knows it, so the SDK takes over at once.
    slow.send({ method: 'notifications/unheard-of', params: 'params' in question ? question.params : {} });
    for (const message of [...before, question]) slow.send(message);
    expect(early).toEqual(await slow.answerAsync(question.id));
    expect(slow.loads()).toBe(1);
  }

  test.each(['2025-11-25', '2025-06-18', '2025-03-26'])('initialize %s', async (version) => {
    await compareAsync([], initialize(version));
  });
  test('tools/list of the older era', async () => {
    await compareAsync([initialize(), initialized], { id: 1, method: 'tools/list' });
  });
  test('tools/list of the newer era', async () => {
    await compareAsync([], { id: 1, method: 'tools/list', params: meta() });
  });
  test('server/discover', async () => {
    await compareAsync([], { id: 1, method: 'server/discover', params: meta() });
  });
});

describe('the SDK takes over', () => {
  test('with what was said before, and answers nothing twice', async () => {
    const client = useClient();
    for (const message of [initialize(), initialized, { id: 1, method: 'tools/list' }]) client.send(message);
    client.send({ id: 2, method: 'prompts/list' });
    expect(await client.answerAsync(2)).toMatchObject({ result: { prompts: expect.any(Array) } });
    client.send({ id: 3, method: 'ping' });
    expect(await client.answerAsync(3)).toMatchObject({ result: {} });
    expect(client.answers.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    expect(client.loads()).toBe(1);
  });

  test('by itself once the tools were asked for', async () => {
    const client = useClient();
    for (const message of [initialize(), initialized, { id: 1, method: 'tools/list' }]) client.send(message);
    await client.answerAsync(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.loads()).toBe(1);
  });

  test('and where it cannot be loaded every request is told so', async () => {
    const client = useClient(() => Promise.reject(new Error('a file is missing')));
    client.send({ id: 1, method: 'prompts/list' });
    const message = 'The server could not start: a file is missing';
    expect(await client.answerAsync(1)).toMatchObject({ error: { code: -32_603, message } });
    client.send({ id: 2, method: 'prompts/list' });
    expect(await client.answerAsync(2)).toMatchObject({ error: { message } });
  });
});

describe('first messages of every kind are answered', () => {
  verifies('mcp.first-message', 'not JSON, and no message', async () => {
    const client = useClient();
    for (const text of ['hello?', '[]', '{"id": 7}', '{"jsonrpc":"2.0","id":8,"method":5}', 'GET / HTTP/1.1'])
      client.sendText(text);
    expect(await client.answerAsync(8)).toMatchObject({ error: { code: -32_600 } });
    expect(await client.answerAsync(7)).toMatchObject({ error: { code: -32_600 } });
    client.send(initialize());
    expect(await client.answerAsync(0)).toHaveProperty('result');
    const codes = client.answers.filter(({ id }) => id === null).map(({ error }) => error?.code);
    expect(codes).toEqual([-32_700, -32_600, -32_700]);
  });

  verifies(
    'mcp.first-message',
    'an unknown revision, an unknown method, a call out of the blue',
    async () => {
      const unknown = useClient();
      unknown.send({ id: 1, method: 'server/discover', params: meta('2031-01-01') });
      expect(await unknown.answerAsync(1)).toMatchObject({ error: { code: -32_022 } });
      const old = useClient();
      old.send(initialize('1999-01-01'));
      expect(await old.answerAsync(0)).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
      const blue = useClient();
      blue.send({ id: 1, method: 'studio/hello' });
      expect(await blue.answerAsync(1)).toMatchObject({ error: { code: -32_601 } });
    },
  );
});
