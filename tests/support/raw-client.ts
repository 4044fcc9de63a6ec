// A client that joined a host and from then on does as the test pleases: for instance, not read.
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createNonce, proofOf } from '../../src/bridge/internal/token-proof.js';
import type { WireMessage } from './scripted-plugin.js';

export async function useRawClient(port: number, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/client`);
  onTestFinished(() => socket.terminate());
  const next = () =>
    new Promise<WireMessage>((resolve, reject) => {
      socket.once('message', (data) => resolve(JSON.parse(data.toString()) as WireMessage));
      socket.once('error', reject);
    });
  const { nonce: hostNonce } = (await next()).payload as { nonce: string };
  const clientNonce = createNonce();
  const proof = proofOf('client', token, { hostNonce, clientNonce, port });
  const payload = { clientId: 'raw', clientVersion: '1', nonce: clientNonce, proof, canSucceed: false, port };
  socket.send(JSON.stringify({ type: 'clientHello', sessionId: '', payload }));
  const welcome = await next();
  if (welcome.type !== 'clientWelcome') throw new Error(JSON.stringify(welcome));
  return socket;
}
