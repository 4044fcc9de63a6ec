import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { PipeSocket } from '../../emulator/engine/pipe-socket.js';
import { createManualClock } from '../../support/clock.js';
import { createPipeLink } from './pipe-link.js';

function usePipe({ maxFrameBytes = 100 } = {}) {
  const { port1: far, port2: near } = new MessageChannel();
  onTestFinished(() => {
    far.close();
    near.close();
  });
  const clock = createManualClock();
  const link = createPipeLink(near, { clock, maxFrameBytes, health: () => '{"status":"ok"}' });
  const closed = new Promise<string>((resolve) => link.onClose(resolve));
  return { far, link, clock, closed };
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('frames go both ways in order, and wait for a reader', async () => {
  const { far, link } = usePipe();
  far.postMessage(bytes('one'));
  far.postMessage(bytes('zwölf'));
  const read: string[] = [];
  await new Promise<void>((resolve) => {
    link.read((frame) => {
      if (read.push(frame) === 2) resolve();
    });
  });
  expect(read).toEqual(['one', 'zwölf']);
  link.send('drei');
  const [message] = await once(far, 'message');
  expect(Buffer.from(message).toString()).toBe('drei');
});

test('both ends hear that one has closed, after what was sent', async () => {
  const { far, link, closed } = usePipe();
  const heard: string[] = [];
  far.on('message', (message: Uint8Array) => heard.push(Buffer.from(message).toString()));
  link.send('last');
  link.close('done');
  expect(link.isOpen).toBe(false);
  await once(far, 'close');
  expect(heard).toEqual(['last']);
  expect(await closed).toBe('done');
});

test('a thread that ends closes the link', async () => {
  const { far, link, closed } = usePipe();
  far.close();
  expect(await closed).toBe('the connection was lost');
  expect(link.isOpen).toBe(false);
  expect(await link.pingAsync(1000)).toBe(false);
});

test.each([
  ['is too large', bytes('x'.repeat(101)), 'Max payload size exceeded'],
  ['is no text', Uint8Array.of(0xff, 0xfe), 'Invalid WebSocket frame: invalid UTF-8 sequence'],
])('a frame that %s ends it, as on a WebSocket', async (_what, frame, reason) => {
  const { far, closed } = usePipe();
  far.postMessage(frame);
  expect(await closed).toBe(reason);
});

test('a socket of the VM answers pings, as long as its thread is not busy', async () => {
  const { far, link, clock } = usePipe();
  const posted: string[] = [];
  const socket = new PipeSocket(
    7,
    far,
    (event, id) => posted.push(`${event} ${id}`),
    () => {},
    () => {},
  );
  expect(await link.pingAsync(1000)).toBe(true);
  far.removeAllListeners('message');
  const unanswered = link.pingAsync(1000);
  clock.advance(1000);
  expect(await unanswered).toBe(false);
  link.close('enough');
  await socket.ended;
  expect(posted).toEqual(['socket.closed 7']);
});

test('who asks first whether a host is there is told, and a late answer to a ping is no such question', async () => {
  const { far, link, clock } = usePipe();
  far.postMessage(null);
  const [health] = await once(far, 'message');
  expect(Buffer.from(health).toString()).toBe('{"status":"ok"}');
  const unanswered = link.pingAsync(1000);
  clock.advance(1000);
  expect(await unanswered).toBe(false);
  const heard: unknown[] = [];
  far.on('message', (message) => heard.push(message));
  far.postMessage(null);
  far.postMessage(bytes('frame'));
  await new Promise<void>((resolve) => link.read(() => resolve()));
  link.close('enough');
  await once(far, 'close');
  expect(heard).toEqual([null]);
});
