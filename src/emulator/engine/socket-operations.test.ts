import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { useEngine } from '../../../tests/support/use-engine.js';

interface SocketServer {
  readonly url: string;
  readonly server: WebSocketServer;
  nextSocketAsync(): Promise<WebSocket>;
}

async function useSocketServer(): Promise<SocketServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    async nextSocketAsync() {
      const [socket] = await once(server, 'connection');
      return socket;
    },
  };
}

/** The next messages. */
async function takeAsync(socket: WebSocket, count: number): Promise<string[]> {
  const received: string[] = [];
  await new Promise<void>((resolve) =>
    socket.on('message', (data: Buffer) => {
      if (received.push(String(data)) === count) resolve();
    }),
  );
  return received;
}

const open = (url: string, options = '') => `
  local HttpService = game:GetService("HttpService")
  local client = HttpService:CreateWebStreamClient(Enum.WebStreamClientType.WebSocket, { Url = "${url}" ${options} })
  print("created", client.ClassName, typeof(client), client.ConnectionState.Name)
  client.Opened:Connect(function(status, headers)
    print("opened", status, client.ConnectionState.Name, string.find(headers, "Upgrade: websocket", 1, true) ~= nil)
  end)
  client.Closed:Connect(function(...) print("closed", select("#", ...), client.ConnectionState.Name) end)
  client.Error:Connect(function(status, message) print("error", status, message, client.ConnectionState.Name) end)
`;

test('from opening to closing', async () => {
  const { url, nextSocketAsync } = await useSocketServer();
  const { run, lineAsync, output } = useEngine();
  run(`${open(url)}
    client.MessageReceived:Connect(function(message)
      print("message", message)
      client:Send(message .. " back")
    end)`);
  const socket = await nextSocketAsync();
  expect(output[0]?.body).toBe('created WebStreamClient Object Connecting');
  socket.send('hello');
  const [answer, isBinary] = await once(socket, 'message');
  expect([String(answer), isBinary]).toEqual(['hello back', false]);
  expect(await lineAsync('opened')).toBe('opened 200 Open true');
  socket.close();
  expect(await lineAsync('closed')).toBe('closed 0 Closed');
});

test('headers are sent, and messages before it is open wait for it', async () => {
  const { url, server } = await useSocketServer();
  const { run } = useEngine();
  const connection = once(server, 'connection');
  run(`${open(url, ', Headers = { Authorization = "token" }')} client:Send("early") client:Send("second")`);
  const [socket, request] = await connection;
  expect(request.headers.authorization).toBe('token');
  const received = await takeAsync(socket, 2);
  expect(received).toEqual(['early', 'second']);
});

test('messages of any size, in order', async () => {
  const { url, nextSocketAsync } = await useSocketServer();
  const { run } = useEngine();
  run(`${open(url)} client.MessageReceived:Connect(function(message) client:Send(message) end)`);
  const socket = await nextSocketAsync();
  const messages = ['', 'x', 'ü'.repeat(70_000), 'y'.repeat(4_000_000), 'last'];
  for (const message of messages) socket.send(message);
  expect(await takeAsync(socket, messages.length)).toEqual(messages);
});

test('closing from inside', async () => {
  const { url, nextSocketAsync } = await useSocketServer();
  const { run, lineAsync, engine } = useEngine();
  run(`${open(url)} client.Opened:Connect(function() client:Close() client:Send("too late") end)`);
  const socket = await nextSocketAsync();
  await once(socket, 'close');
  expect(await lineAsync('closed')).toBe('closed 0 Closed');
  expect(engine.openSockets).toBe(0);
});

test('a host that is not there is an error, then the end', async () => {
  const { run, lineAsync } = useEngine();
  run(open('ws://127.0.0.1:1025'));
  expect(await lineAsync('error')).toMatch(/^error 0 connect ECONNREFUSED 127\.0\.0\.1:1025 Error$/);
  expect(await lineAsync('closed')).toBe('closed 0 Error');
});

test('a host that refuses the upgrade is an error with its status', async () => {
  const server = createServer((_request, response) => response.writeHead(403).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { run, lineAsync } = useEngine();
  run(open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
  expect(await lineAsync('error')).toBe('error 403 Unexpected server response: 403 Error');
});

test('at most six at once; a closed one makes room', async () => {
  const { url } = await useSocketServer();
  const { run, lineAsync } = useEngine();
  run(`
    local HttpService = game:GetService("HttpService")
    local function create()
      return HttpService:CreateWebStreamClient(Enum.WebStreamClientType.WebSocket, { Url = "${url}" })
    end
    local clients = {}
    for index = 1, 6 do clients[index] = create() end
    print("seventh", pcall(create))
    clients[1].Opened:Wait()
    clients[1]:Close()
    clients[1].Closed:Wait()
    print("after closing", pcall(create))`);
  expect(await lineAsync('seventh')).toBe(
    'seventh false Test:4: Cannot create more than 6 WebStreamClients at once',
  );
  expect(await lineAsync('after closing')).toBe('after closing true WebStreamClient');
});

test.each([
  ['Enum.WebStreamClientType.WebSocket, {}', 'Url must be a non-empty string'],
  [
    'Enum.WebStreamClientType.WebSocket, { Url = "http://localhost" }',
    'The Url of a WebSocket must begin with ws:// or wss://, got "http://localhost"',
  ],
  [
    'Enum.WebStreamClientType.SSE, { Url = "x" }',
    'The Url of a stream must begin with http:// or https://, got "x"',
  ],
  ['nil, {}', 'Argument 1 missing or nil'],
])('CreateWebStreamClient(%s) is refused', (options, message) => {
  const { run, output } = useEngine();
  run(`
    local HttpService = game:GetService("HttpService")
    print(pcall(function() HttpService:CreateWebStreamClient(${options}) end))`);
  expect(output[0]?.body).toBe(`false Test:3: ${message}`);
});

test('closing all in good order', async () => {
  const { url, nextSocketAsync } = await useSocketServer();
  const { run, engine, lineAsync } = useEngine();
  run(open(url));
  const socket = await nextSocketAsync();
  await lineAsync('opened');
  const closed = once(socket, 'close');
  await engine.closeSocketsAsync();
  const [code] = await closed;
  expect(code).toBe(1005);
  expect(engine.openSockets).toBe(0);
});

test('a handler that never ends does not keep later messages away', async () => {
  const { url, nextSocketAsync } = await useSocketServer();
  const { run } = useEngine({ scriptTimeLimitMs: 50 });
  run(`${open(url)}
    client.MessageReceived:Connect(function(message)
      if message == "loop" then while true do end end
      client:Send(message)
    end)`);
  const socket = await nextSocketAsync();
  socket.send('loop');
  socket.send('after');
  const [answer] = await once(socket, 'message');
  expect(String(answer)).toBe('after');
});
