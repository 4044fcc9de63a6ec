// Clients of the older revision over HTTP, which have a session each, and what a client is told or asked while it calls.
import { once } from 'node:events';
import type { Client } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import {
  callAsync,
  type Era,
  type HttpServer,
  useHttpClientAsync,
  useHttpServerAsync,
  useStdioClientAsync,
} from '../support/use-mcp.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

const ASKS = { elicitation: { form: {} } };

const ERAS: readonly Era[] = ['legacy', 'modern'];

interface Asked {
  readonly method?: string;
  readonly session?: string | undefined;
  readonly lastEventId?: string;
  readonly message?: object;
  readonly signal?: AbortSignal;
}

async function askAsync({ url, token }: HttpServer, asked: Asked): Promise<Response> {
  const { method = 'POST', session, lastEventId, message, signal } = asked;
  return await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': '2025-11-25',
      ...(message === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(session === undefined ? {} : { 'Mcp-Session-Id': session }),
      ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
    },
    ...(message === undefined ? {} : { body: JSON.stringify({ jsonrpc: '2.0', ...message }) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function openSessionAsync(server: HttpServer): Promise<string> {
  const clientInfo = { name: 'test', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  const opened = await askAsync(server, { message: { id: 0, method: 'initialize', params } });
  const session = opened.headers.get('mcp-session-id') ?? '';
  await opened.text();
  await askAsync(server, { session, message: { method: 'notifications/initialized' } });
  return session;
}

verifies('mcp.http-sessions', 'a session is opened, used, ended by its client, and then gone', async () => {
  const server = await useHttpServerAsync(await useStudioProcessAsync());
  const session = await openSessionAsync(server);
  const list = { id: 1, method: 'tools/list' };
  expect(await (await askAsync(server, { session, message: list })).text()).toContain('studio_console_exec');
  expect((await askAsync(server, { method: 'DELETE', session })).status).toBe(200);
  for (const gone of [session, 'never-there']) {
    const answer = await askAsync(server, { session: gone, message: list });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      error: { message: 'There is no such session, or no longer. Begin again with initialize.' },
    });
  }
  expect((await askAsync(server, { method: 'GET' })).status).toBe(405);
});

verifies('mcp.http-sessions', 'a result is waiting for a client whose connection broke', async () => {
  const server = await useHttpServerAsync(await useStudioProcessAsync());
  const session = await openSessionAsync(server);
  const breaking = new AbortController();
  const params = { name: 'studio_console_exec', arguments: { code: "task.wait(0.5) return 'kept'" } };
  const call = { session, signal: breaking.signal, message: { id: 1, method: 'tools/call', params } };
  const stream = (await askAsync(server, call)).body?.pipeThrough(new TextDecoderStream()).getReader();
  const { value = '' } = (await stream?.read()) ?? {};
  const [, lastEventId = ''] = /^id: (.+)$/m.exec(value) ?? [];
  breaking.abort();
  // Until the server knows that the connection broke, it is told that it is still there.
  let again: Response;
  do again = await askAsync(server, { method: 'GET', session, lastEventId });
  while (again.status === 409);
  expect(again.status).toBe(200);
  const reader = again.body?.pipeThrough(new TextDecoderStream()).getReader();
  let read = '';
  while (!read.includes('"kept"')) read += (await reader?.read())?.value ?? '';
  await reader?.cancel();
});

verifies(['mcp.http-sessions', 'mcp.resources'], 'several clients over HTTP hear of sessions', async () => {
  const studio = await useStudioProcessAsync();
  const server = await useHttpServerAsync(studio);
  const clients = [await useHttpClientAsync(server, 'legacy'), await useHttpClientAsync(server, 'legacy')];
  const heard = clients.map((client) => {
    const told = new EventTarget();
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      told.dispatchEvent(new CustomEvent('updated', { detail: params.uri }));
    });
    return once(told, 'updated');
  });
  for (const client of clients) await client.subscribeResource({ uri: 'studio://sessions' });
  for (const client of clients) await callAsync(client, 'studio_process_list');
  studio.start(['emulator']);
  for (const [event] of await Promise.all(heard)) expect(event.detail).toBe('studio://sessions');
});

async function logOfAsync(client: Client, era: Era): Promise<string[]> {
  const said: string[] = [];
  client.setNotificationHandler('notifications/message', ({ params }) => {
    said.push(`${params.level}: ${params.data}`);
  });
  const code = "print('a line') warn('a warning') return 1";
  const perCall = { _meta: { 'io.modelcontextprotocol/logLevel': 'warning' } };
  const call = { name: 'studio_console_exec', arguments: { code } };
  await client.callTool(call);
  expect(said).toEqual([]);
  if (era === 'legacy') await client.setLoggingLevel('warning');
  await client.callTool(era === 'legacy' ? call : { ...call, ...perCall });
  return said;
}

for (const era of ERAS) {
  verifies(
    'mcp.logging',
    `a ${era} client gets what is printed from the level on that it names`,
    async () => {
      const studio = await useStudioProcessAsync();
      const { client: overStreams } = await useStdioClientAsync(studio, era);
      const overHttp = await useHttpClientAsync(await useHttpServerAsync(studio), era);
      for (const client of [overStreams, overHttp])
        expect(await logOfAsync(client, era)).toEqual(['warning: a warning']);
    },
  );

  verifies('mcp.confirm', `a ${era} client asks its user before something may be destroyed`, async () => {
    const studio = await useStudioProcessAsync();
    const { client: overStreams } = await useStdioClientAsync(studio, era, ['--confirm'], ASKS);
    const overHttp = await useHttpClientAsync(await useHttpServerAsync(studio, ['--confirm']), era, ASKS);
    for (const client of [overStreams, overHttp]) {
      const asked: string[] = [];
      let action: 'accept' | 'decline' = 'accept';
      client.setRequestHandler('elicitation/create', ({ params }) => {
        asked.push(params.message);
        return { action, ...(action === 'accept' ? { content: {} } : {}) };
      });
      const exec = async () => await callAsync(client, 'studio_console_exec', { code: 'return 7' });
      expect((await exec()).envelope).toMatchObject({ ok: true, data: { returnValue: 7 } });
      action = 'decline';
      expect((await exec()).envelope).toMatchObject({
        ok: false,
        error: { code: 'CANCELLED', message: 'The user did not allow studio_console_exec.' },
      });
      expect(asked).toHaveLength(2);
      expect(asked[0]).toContain('Allow studio_console_exec in Roblox Studio?');
      expect(asked[0]).toContain('return 7');
      expect((await callAsync(client, 'studio_process_list')).envelope.ok).toBe(true);
      expect(asked).toHaveLength(2);
    }
  });
}

test('a client that cannot ask its user is refused, and nothing runs', async () => {
  const { client } = await useStdioClientAsync(await useStudioProcessAsync(), 'legacy', ['--confirm']);
  const refused = await client.callTool({ name: 'studio_console_exec', arguments: { code: 'return 7' } });
  expect(refused.isError).toBe(true);
});
