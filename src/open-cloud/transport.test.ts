import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { httpTransport } from './transport.js';

async function useServerAsync(
  listener: RequestListener,
  onSocket?: (socket: Socket) => void,
): Promise<string> {
  const server = createServer(listener);
  if (onSocket) server.on('connection', onSocket);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a body is sent with its length, and how far it is gets told', async () => {
  const body = Buffer.alloc(200_000, 'x');
  const url = await useServerAsync(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    response.setHeader('X-Length', request.headers['content-length'] ?? 'none');
    response.end(String(Buffer.concat(parts).length));
  });
  const sent: number[] = [];
  const answer = await httpTransport({ method: 'POST', url, body, onSent: (bytes) => sent.push(bytes) });
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'x-length': '200000' },
    body: Buffer.from('200000'),
  });
  expect(sent).toEqual([65_536, 131_072, 196_608, 200_000]);
});

test('an answer that is cut off is a failure after which the request may have been done', async () => {
  const url = await useServerAsync((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  await expect(httpTransport({ method: 'GET', url })).rejects.toMatchObject({ wasNotSent: false });
});

test('where nobody listens, the request was surely not sent', async () => {
  const url = await useServerAsync(() => {});
  const { port } = new URL(url);
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const free = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
  expect(free).not.toBe(Number(port));
  await expect(httpTransport({ method: 'GET', url: `http://127.0.0.1:${free}` })).rejects.toMatchObject({
    wasNotSent: true,
  });
});

test('an aborted request ends with the reason', async () => {
  const controller = new AbortController();
  const url = await useServerAsync(() => controller.abort(new Error('enough')));
  await expect(httpTransport({ method: 'GET', url, signal: controller.signal })).rejects.toThrow('enough');
});

test('a download goes where it is sent, but not for ever', async () => {
  const url = await useServerAsync((request, response) => {
    if (request.url === '/there') return void response.end('here');
    response.writeHead(302, { location: request.url === '/once' ? '/there' : '/again' });
    response.end();
  });
  expect((await httpTransport({ method: 'GET', url: `${url}/once` })).body.toString()).toBe('here');
  expect((await httpTransport({ method: 'GET', url: `${url}/again` })).status).toBe(302);
});
