import { createServer, request } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import {
  nextEvent,
  untilSessions,
  useBridge,
  useConnection,
  useFreePort,
  useTcpServer,
} from '../../tests/support/bridge.js';
import { useRegisteredPlugin } from '../../tests/support/scripted-plugin.js';
import { useTmp } from '../../tests/support/use-tmp.js';
import { verifies } from '../../tests/support/verifies.js';
import { execute } from '../protocol/core-actions.js';
import { type AnyAction, defineAction } from '../protocol/define-action.js';
import { wireObject } from '../protocol/wire-object.js';
import { type Clock, systemClock } from '../support/clock.js';
import { createLogger } from '../support/logger.js';

test('a request goes from a client through the host to the plugin and back', async () => {
  const { host, clients } = await useBridge();
  const [client] = clients;
  expect([host.role, client?.role]).toEqual(['host', 'client']);
  const plugin = await useRegisteredPlugin(host.port);
  const session = await client?.resolveSessionAsync({ target: plugin.sessionId });
  await expect(session?.invokeAsync(execute, { script: 'return 1' })).resolves.toEqual({
    success: true,
    returnValues: ['return 1'],
  });
});

test('the process that is the host takes the same path', async () => {
  const host = await useConnection();
  const plugin = await useRegisteredPlugin(host.port);
  const session = await host.resolveSessionAsync({ target: plugin.sessionId });
  plugin.on('execute', (message) => {
    plugin.reply(message, 'output', { messages: [{ level: 'Print', body: 'one', seq: 1 }] });
    plugin.reply(message, 'output', { messages: [{ level: 'Print', body: 'two', seq: 2 }] });
    plugin.reply(message, 'scriptComplete', { success: true });
  });
  const lines: string[] = [];
  await session.invokeAsync(execute, { script: '' }, { onOutput: ({ body }) => lines.push(body) });
  expect(lines).toEqual(['one', 'two']);
});

test('sessions come and go in the lists of host and clients alike', async () => {
  const { host, clients } = await useBridge({ clients: 2 });
  const plugin = await useRegisteredPlugin(host.port);
  await Promise.all([host, ...clients].map((connection) => untilSessions(connection, 1)));
  const gone = nextEvent(host, 'session-disconnected');
  await plugin.closeAsync();
  await Promise.all([host, ...clients].map((connection) => untilSessions(connection, 0)));
  expect((await gone).session.sessionId).toBe(plugin.sessionId);
});

verifies('bridge.instances', 'a Studio comes with its first session and leaves with its last', async () => {
  const { host, clients } = await useBridge();
  const [client = host] = clients;
  const seen: string[] = [];
  client.on('instance-connected', ({ instanceId }) => seen.push(`+${instanceId}`));
  client.on('instance-disconnected', ({ instanceId }) => seen.push(`-${instanceId}`));
  const open = (instanceId: string, context: string) =>
    useRegisteredPlugin(host.port, { payload: { instanceId, context } });
  const server = await open('one', 'server');
  const edit = await open('one', 'edit');
  const other = await open('two', 'edit');
  await untilSessions(client, 3);
  expect(client.listInstances()).toMatchObject([
    { instanceId: 'one', placeName: 'TestPlace', sessions: [{ context: 'edit' }, { context: 'server' }] },
    { instanceId: 'two', sessions: [{ sessionId: other.sessionId }] },
  ]);
  await server.closeAsync();
  await untilSessions(client, 2);
  expect(seen).toEqual(['+one', '+two']);
  await edit.closeAsync();
  await untilSessions(client, 1);
  expect(seen).toEqual(['+one', '+two', '-one']);
});

verifies('bridge.port-in-use', 'a port that something else holds is named as such', async () => {
  const port = await useFreePort();
  const other = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  await expect(useConnection({ port })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringContaining(`Port ${port} is held by a program that is not a studio-bridge host`),
  });
  await expect(useConnection({ port, role: 'host' })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    hint: 'Choose another with --port, or end the program that holds it.',
  });
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
});

test('serve does not join a host that is there already', async () => {
  const { port } = await useConnection();
  await expect(useConnection({ port, role: 'host' })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: `Port ${port} is already in use.`,
    hint: 'A bridge host is already running. Connect as a client with any studio-bridge command, or use --port to start on a different port.',
  });
});

test('a client with another token is refused, and told what to do', async () => {
  const { port } = await useConnection({ token: 'the-token-of-the-host' });
  await expect(useConnection({ port, token: 'another-token-entirely' })).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    message: 'The host did not accept the token of this client.',
    hint: expect.stringContaining('STUDIO_BRIDGE_TOKEN'),
  });
});

test('a remote host that is not there is unreachable at once', async () => {
  const port = await useFreePort();
  await expect(useConnection({ remoteHost: `127.0.0.1:${port}` })).rejects.toMatchObject({
    code: 'HOST_UNREACHABLE',
    message: expect.stringContaining(`No host could be reached at 127.0.0.1:${port}`),
  });
});

const container = { variables: { REMOTE_CONTAINERS: 'true' }, fileExists: () => false };

test('in a container the forwarded host is joined; with --local nobody looks for it first', async () => {
  const { port, stateFolder } = await useBridge({ clients: 0 });
  const inside = await useConnection({ port, stateFolder, local: false, environment: container });
  expect(inside.role).toBe('client');
});

verifies(
  'bridge.container',
  'in a container with nothing forwarded into it, this process becomes the host and raises no alarm',
  async () => {
    const port = await useFreePort();
    const warnings: string[] = [];
    const logger = createLogger('warn', (_level, message) => warnings.push(message));
    const inside = await useConnection({ port, local: false, environment: container, logger });
    expect([inside.role, warnings]).toEqual(['host', []]);
  },
);

test('in a container where another program answers, nothing is said of the world outside', async () => {
  const { port } = await useTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0\r\n'));
  const warnings: string[] = [];
  const logger = createLogger('warn', (_level, message) => warnings.push(message));
  const attempt = useConnection({ port, local: false, environment: container, logger });
  await expect(attempt).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  expect(warnings).toEqual([]);
});

verifies(
  'bridge.container',
  'a port that never answers keeps a container waiting for three seconds',
  async () => {
    const { port } = await useTcpServer((socket) => socket.on('error', () => {}));
    const waits: number[] = [];
    const clock: Clock = {
      ...systemClock,
      setTimer(delayMs, callback, options) {
        waits.push(delayMs);
        return systemClock.setTimer(delayMs / 30, callback, options);
      },
    };
    let toldAfter: readonly number[] = [];
    const logger = createLogger('warn', () => {
      toldAfter = [...waits];
    });
    const attempt = useConnection({ port, local: false, environment: container, logger, clock });
    await expect(attempt).rejects.toMatchObject({ code: 'PORT_IN_USE' });
    expect(toldAfter).toEqual([3_000]);
  },
);

test.each([[-1], [65_536], [1.5], [Number.NaN]])('%d is not a port', async (port) => {
  await expect(useConnection({ port })).rejects.toMatchObject({
    code: 'USAGE',
    message: `${port} is not a port.`,
  });
});

test.each(['', 'host:port', 'a:b:c', 'host:0', 'host:70000', 'http://host'])(
  '%j is not the address of a host',
  async (remoteHost) => {
    await expect(useConnection({ remoteHost })).rejects.toMatchObject({
      code: 'USAGE',
      hint: 'Give it as host:port, for example localhost:38741.',
    });
  },
);

test('a script that takes too long ends with a time-out and is stopped in the plugin', async () => {
  const host = await useConnection();
  const plugin = await useRegisteredPlugin(host.port);
  const session = await host.resolveSessionAsync({ target: plugin.sessionId });
  plugin.on('execute', () => {});
  await expect(session.invokeAsync(execute, { script: '' }, { timeoutMs: 20 })).rejects.toMatchObject({
    code: 'TIMEOUT',
    message: 'The script did not end within 0.02 seconds.',
    delivery: 'unknown',
  });
  expect((await plugin.nextAsync('cancel')).requestId).toBeDefined();
});

test('an aborted script is cancelled in the plugin, and ends when the plugin says so', async () => {
  const host = await useConnection();
  const plugin = await useRegisteredPlugin(host.port);
  const session = await host.resolveSessionAsync({ target: plugin.sessionId });
  const abort = new AbortController();
  plugin.on('execute', () => abort.abort());
  plugin.on('cancel', (message) =>
    plugin.reply(message, 'scriptComplete', { success: false, error: 'cancelled' }),
  );
  await expect(session.invokeAsync(execute, { script: '' }, { signal: abort.signal })).rejects.toMatchObject({
    code: 'CANCELLED',
    delivery: 'ran',
  });
  await expect(session.invokeAsync(execute, { script: '' }, { signal: abort.signal })).rejects.toMatchObject({
    delivery: 'not-sent',
  });
});

verifies('path.result-checked', 'what cannot be asked, and what is answered wrongly, is named', async () => {
  const host = await useConnection();
  const plugin = await useRegisteredPlugin(host.port);
  const session = await host.resolveSessionAsync({ target: plugin.sessionId });
  const untyped: AnyAction = execute;
  await expect(session.invokeAsync(untyped, { script: 7 })).rejects.toMatchObject({
    code: 'INVALID_PAYLOAD',
    message: 'execute cannot be asked like that: script has to be text.',
  });
  plugin.on('execute', (message) => plugin.reply(message, 'scriptComplete', { success: 'yes' }));
  await expect(session.invokeAsync(execute, { script: '' })).rejects.toMatchObject({
    code: 'INVALID_RESULT',
    message: expect.stringContaining('The answer to execute has not the expected shape: success'),
    delivery: 'ran',
  });
  plugin.on('execute', (message) => plugin.reply(message, 'stateResult', {}));
  await expect(session.invokeAsync(execute, { script: '' })).rejects.toMatchObject({
    message: expect.stringContaining('it was answered with stateResult instead of scriptComplete'),
  });
});

const ping = defineAction({
  request: 'ping',
  response: 'pingResult',
  capability: 'registerAction',
  timeoutMs: 5_000,
  readOnly: true,
  payload: wireObject({}),
  result: wireObject({ pong: z.boolean() }),
  source: 'return function() return { pong = true } end',
});

test('an action that the plugin does not know is brought to it by the client that needs it', async () => {
  const { host, clients } = await useBridge();
  const plugin = await useRegisteredPlugin(host.port);
  const session = await clients[0]?.resolveSessionAsync({ target: plugin.sessionId });
  let known = false;
  plugin.on('registerAction', (message) => {
    known = true;
    plugin.reply(message, 'registerActionResult', { name: 'ping', success: true });
  });
  plugin.on('ping', (message) => {
    if (known) plugin.reply(message, 'pingResult', { pong: true });
    else plugin.reply(message, 'error', { code: 'UNKNOWN_REQUEST', message: 'no handler for ping' });
  });
  expect(await session?.invokeAsync(ping, {})).toEqual({ pong: true });
  expect(plugin.count('registerAction')).toBe(1);
});

verifies('path.capability', 'a capability that the plugin does not have is not asked for', async () => {
  const host = await useConnection();
  const plugin = await useRegisteredPlugin(host.port, { payload: { capabilities: [] } });
  const session = await host.resolveSessionAsync({ target: plugin.sessionId });
  await expect(session.invokeAsync(ping, {})).rejects.toMatchObject({
    code: 'CAPABILITY_NOT_SUPPORTED',
    message: 'The plugin of TestPlace (version 1.0.0) does not offer registerAction.',
  });
});

test('health tells a searching plugin what it needs, and a stranger nothing', async () => {
  const { port, hostId } = await useConnection();
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number | undefined; body: string; headers: NodeJS.Dict<string | string[]> }>(
      (resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
          let body = '';
          response.on('data', (chunk) => {
            body += String(chunk);
          });
          response.on('end', () => resolve({ status: response.statusCode, body, headers: response.headers }));
        });
        asked.on('error', reject).end();
      },
    );
  const health = await get('/health');
  expect([health.status, JSON.parse(health.body)]).toEqual([
    200,
    {
      status: 'ok',
      port,
      protocolVersion: 2,
      serverVersion: '0.0.0-test',
      sessions: 0,
      uptime: expect.any(Number),
      hostId,
    },
  ]);
  expect(Object.keys(health.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(await get('/health', { Host: 'evil.example' })).toMatchObject({ status: 403 });
  expect(await get('/health', { Origin: 'http://evil.example' })).toMatchObject({ status: 403 });
  expect(await get('/health', {}, 'POST')).toMatchObject({ status: 405 });
  expect(await get('/')).toMatchObject({ status: 404 });
});

test.each(['/plugin', '/client', '/0123456789abcdef'])(
  'a page cannot open a WebSocket on %s',
  async (path) => {
    const { port } = await useConnection();
    const openAs = (headers: Record<string, string>) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
        socket.on('open', () => {
          socket.terminate();
          resolve('open');
        });
        socket.on('error', (error) => resolve(error.message));
      });
    expect(await openAs({ Origin: 'http://localhost:3000' })).toBe('Unexpected server response: 403');
    expect(await openAs({ Host: 'evil.example' })).toBe('Unexpected server response: 403');
    expect(await openAs({})).toBe('open');
  },
);

verifies(
  ['host.binds-once', 'bridge.token'],
  'of many processes that start at once one is the host, and the others are its clients',
  async () => {
    const [port, stateFolder] = [await useFreePort(), useTmp()];
    const all = await Promise.all(Array.from({ length: 8 }, () => useConnection({ port, stateFolder })));
    expect(all.map(({ role }) => role).sort()).toEqual([...Array(7).fill('client'), 'host']);
    expect(new Set(all.map(({ hostId }) => hostId)).size).toBe(1);
    await useRegisteredPlugin(port);
    await Promise.all(all.map((connection) => untilSessions(connection, 1)));
  },
);

test('a request that is under way when the connection ends says so', async () => {
  const host = await useConnection();
  const plugin = await useRegisteredPlugin(host.port);
  const session = await host.resolveSessionAsync({ target: plugin.sessionId });
  plugin.on('execute', () => void host.disconnectAsync());
  await expect(session.invokeAsync(execute, { script: '' })).rejects.toMatchObject({
    code: 'HOST_UNREACHABLE',
    message: 'The script was not answered: the connection is over (disconnected).',
    delivery: 'unknown',
  });
  await expect(session.invokeAsync(execute, { script: '' })).rejects.toMatchObject({ delivery: 'not-sent' });
});
