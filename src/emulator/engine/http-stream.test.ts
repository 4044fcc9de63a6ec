// WebStreamClients that are no WebSockets, against a real HTTP server.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { useEngine } from '../../../tests/support/use-engine.js';
import { systemClock } from '../../support/clock.js';
import type { StudioFault } from '../../support/studio-faults.js';
import { FaultsOfStudio } from './faults/faults-of-studio.js';

async function useServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const open = (kind: string, url: string, options = '') => `
  local client = game:GetService("HttpService"):CreateWebStreamClient(
    Enum.WebStreamClientType.${kind}, { Url = "${url}" ${options} })
  client.Opened:Connect(function(status, headers)
    print("opened", status, client.ConnectionState.Name, string.match(headers, "Content%-Type: ([^\\r]+)"))
  end)
  client.MessageReceived:Connect(function(message) print("message", message) end)
  client.Closed:Connect(function() print("closed", client.ConnectionState.Name) end)
  client.Error:Connect(function(status, message) print("error", status, message, client.ConnectionState.Name) end)
`;

test('server-sent events come one by one, as the server wrote them', async () => {
  const url = await useServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(`data: ${request.headers.accept}\n\nevent: half\nda`);
    setImmediate(() => response.end('ta: ü\r\n\r\n: comment\n\n'));
  });
  const { run, lineAsync, output } = useEngine();
  run(open('SSE', url));
  await lineAsync('closed');
  expect(output.map(({ body }) => body)).toEqual([
    'opened 200 Open text/event-stream',
    'message data: text/event-stream',
    'message event: half\ndata: ü',
    'message : comment',
    'closed Closed',
  ]);
});

test('a raw stream hands on what comes, and takes a method, headers and a body', async () => {
  const url = await useServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(201, { 'Content-Type': 'text/plain' });
      response.end(`${request.method} ${request.headers['x-a']} ${Buffer.concat(chunks).toString('hex')}`);
    });
  });
  const { run, lineAsync } = useEngine();
  run(open('RawStream', url, ', Method = "POST", Headers = { ["X-A"] = "b" }, Body = "\\255\\0"'));
  expect(await lineAsync('opened')).toBe('opened 201 Open text/plain');
  expect(await lineAsync('message')).toBe('message POST b ff00');
  await lineAsync('closed Closed');
});

test('what is no event stream is refused, and so is another status', async () => {
  const url = await useServer((request, response) => {
    response.writeHead(request.url === '/404' ? 404 : 200, { 'Content-Type': 'text/html' }).end('<p>');
  });
  const { run, lineAsync } = useEngine();
  run(open('SSE', url));
  expect(await lineAsync('error 200')).toBe(
    'error 200 The answer is no event stream: its Content-Type is "text/html" Error',
  );
  run(open('RawStream', `${url}/404`));
  expect(await lineAsync('error 404')).toBe('error 404 Unexpected server response: 404 Error');
});

test('a script can close it', async () => {
  const url = await useServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' }).write('first');
  });
  const { run, lineAsync, engine } = useEngine();
  run(`${open('RawStream', url)} client.MessageReceived:Once(function() client:Close() end)`);
  expect(await lineAsync('closed')).toBe('closed Closed');
  expect(engine.openSockets).toBe(0);
});

test('nobody there, and a wrong address', async () => {
  const { run, lineAsync } = useEngine();
  run(open('SSE', 'http://127.0.0.1:9'));
  expect(await lineAsync('error 0')).toMatch(/ECONNREFUSED/);
  run(`print(pcall(function() ${open('SSE', 'ws://127.0.0.1:9')} end))`);
  expect(await lineAsync('false')).toContain('The Url of a stream must begin with http:// or https://');
});

test.each<[StudioFault, string[]]>([
  [{ fault: 'lose', on: 'received', nth: 2 }, ['message one', 'message three', 'closed Closed']],
  [
    { fault: 'repeat', on: 'received', nth: 3 },
    ['message one', 'message two', 'message three', 'message three', 'closed Closed'],
  ],
  [
    { fault: 'garble', on: 'received', nth: 1 },
    ['message on', 'message two', 'message three', 'closed Closed'],
  ],
  [{ fault: 'cut', on: 'received', nth: 2 }, ['message one', 'error 0 socket hang up Error', 'closed Error']],
])('faults meet the events of a stream: %j', async (fault, expected) => {
  const url = await useServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end('one\n\ntwo\n\nthree\n\n');
  });
  const faults = new FaultsOfStudio({ faults: [fault] }, { clock: systemClock, onCrash: () => {} });
  const { run, lineAsync, output } = useEngine({ faults });
  run(open('SSE', url));
  await lineAsync('closed');
  expect(output.map(({ body }) => body).slice(1)).toEqual(expected);
});
