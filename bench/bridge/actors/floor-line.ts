// The client of the floor, the least that a client can be: it writes frames as long as the bridge's, reads the
// answers, and has a table of who waits for which.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Asks once; resolves with the answer. */
export type Line = (script: string) => Promise<unknown>;

export async function openFloorAsync(port: number): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/near`, { perMessageDeflate: false });
  await once(socket, 'open');
  const waiting = new Map<string, (payload: unknown) => void>();
  socket.on('message', (data) => {
    const { requestId, payload } = JSON.parse(data.toString());
    waiting.get(requestId)?.(payload);
    waiting.delete(requestId);
  });
  const sessionId = randomUUID();
  return (script) => {
    const requestId = randomUUID();
    return new Promise((resolve) => {
      waiting.set(requestId, resolve);
      socket.send(JSON.stringify({ type: 'execute', sessionId, requestId, payload: { script } }));
    });
  };
}
