// The floor: what three processes cost that do nothing but pass a frame on with `ws` and send it back. Nothing is
// read, checked or remembered. One program for both of its own processes: the relay, and the end that echoes.
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

  async echo(port: number): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/far`, { perMessageDeflate: false });
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
    await once(socket, 'open');
  },
};
export type Floor = typeof commands;

obey(commands);
