import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findPortHolderAsync } from './port-holder.js';

test('this process is found by the port that it listens on', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const holder = await findPortHolderAsync(port, process.platform);
  expect(holder?.pid).toBe(process.pid);
  expect(holder?.command).toMatch(/^\S+/);
});

test('a system that does not tell gives no answer', async () => {
  expect(await findPortHolderAsync(1, 'aix')).toBeUndefined();
});
