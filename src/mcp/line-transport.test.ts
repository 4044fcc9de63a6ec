// The end of the input is not the end of the work: what was read is answered first.
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { LineTransport } from './line-transport.js';

const request = (id: number, method = 'tools/call') => ({ jsonrpc: '2.0', id, method });

/** A client that says all of it and ends; `act` is the server's side once that has been read. */
async function useEndedClientAsync(said: readonly object[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const read: JSONRPCMessage[] = [];
  let [isClosed, tellGone]: [boolean, () => void] = [false, () => {}];
  const wire = new LineTransport(input, output, (onGone) => {
    tellGone = onGone;
  });
  wire.onMessage = (message) => read.push(message);
  wire.onClose = () => {
    isClosed = true;
  };
  wire.start();
  input.end(said.map((one) => JSON.stringify(one)).join('\n'));
  await once(input, 'close');
  return {
    wire,
    read,
    isClosed: () => isClosed,
    written: () => String(output.read() ?? ''),
    tellGone: () => tellGone(),
  };
}

verifies('mcp.end-of-input', 'every request that was read is answered before the end', async () => {
  const { wire, read, isClosed, written } = await useEndedClientAsync([request(1), request(2)]);
  expect(read).toMatchObject([{ id: 1 }, { id: 2 }]);
  wire.write({ jsonrpc: '2.0', id: 2, result: {} });
  expect(isClosed()).toBe(false);
  wire.write({ jsonrpc: '2.0', id: 1, error: { code: 1, message: '' } });
  expect(isClosed()).toBe(true);
  expect(written().trim().split('\n')).toHaveLength(2);
});

test('what is never answered is not waited for', async () => {
  const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
  const listening = request(2, 'subscriptions/listen');
  expect((await useEndedClientAsync([request(1), listening, cancelled])).isClosed()).toBe(true);
});

test('a question to the client fails, for it has said all it had to say', async () => {
  const { wire, read, isClosed } = await useEndedClientAsync([request(1)]);
  wire.write(request(7, 'elicitation/create'));
  await new Promise(process.nextTick);
  expect(read.at(-1)).toMatchObject({
    id: 7,
    error: { message: 'The client cannot be asked: its messages have ended.' },
  });
  expect(isClosed()).toBe(false);
});

test('a client that is gone is not answered', async () => {
  const { isClosed, tellGone } = await useEndedClientAsync([request(1)]);
  expect(isClosed()).toBe(false);
  tellGone();
  expect(isClosed()).toBe(true);
});
