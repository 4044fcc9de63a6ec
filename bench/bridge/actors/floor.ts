// The floor: what three processes cost that speak JSON over a bare `ws` relay. The relay reads nothing, it passes
// bytes on; the ends do the least that request and answer are: write a frame, read a frame. One program for both of
// its own processes, the relay and the end that answers.
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { obey } from './obey.js';

const commands = {
  async relay(): Promise<number> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    await once(server, 'listening');
    let [near, far]: (WebSocket | undefined)[] = [];
    server.on('connection', (socket, { url }) => {
      const isNear = url === '/near';
      if (isNear) near = socket;
      else far = socket;
      socket.on('message', (data, isBinary) => (isNear ? far : near)?.send(data, { binary: isBinary }));
    });
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  },

  /** As the plugin of the bridge does: the frame is read, and its answer written. */
  async answer(port: number): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/far`, { perMessageDeflate: false });
    socket.on('message', (data) => {
      const { sessionId, requestId, payload } = JSON.parse(data.toString());
      const result = { success: true, returnValues: [payload.script] };
      socket.send(JSON.stringify({ type: 'scriptComplete', sessionId, requestId, payload: result }));
    });
    await once(socket, 'open');
  },
};
export type Floor = typeof commands;

obey(commands);
