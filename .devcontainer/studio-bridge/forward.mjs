// Passes a port on localhost on to the machine outside of the container, byte by byte, for as long as a bridge host
// answers there. Otherwise the port stays free, so that commands inside can go on alone.
import { get } from 'node:http';
import { connect, createServer } from 'node:net';

const [port, host, hostPort = port] = process.argv.slice(2);
const LOOK_MS = 1_000;

const sockets = new Set();
const server = createServer({ allowHalfOpen: true }, (inside) => {
  const outside = connect({ host, port: Number(hostPort), allowHalfOpen: true });
  inside.pipe(outside).pipe(inside);
  inside.on('error', () => outside.destroy());
  outside.on('error', () => inside.destroy());
  sockets.add(inside);
  inside.on('close', () => sockets.delete(inside));
});
// A command inside that is the host itself has the port: it hands over when the next one finds the host outside.
server.on('error', () => {});
server.on('listening', () => console.log(`localhost:${port} is ${host}:${hostPort}`));

function look() {
  const request = get({
    host,
    port: hostPort,
    path: '/health',
    headers: { host: `localhost:${hostPort}` },
    timeout: LOOK_MS,
  });
  request.on('response', (response) => {
    response.resume();
    found(response.statusCode === 200);
  });
  request.on('timeout', () => request.destroy(new Error('Nobody answered.')));
  request.on('error', () => found(false));
}

function found(isThere) {
  if (isThere && !server.listening) {
    server.listen(Number(port), '127.0.0.1');
  } else if (!isThere && server.listening) {
    server.close();
    for (const socket of sockets) socket.destroy();
    console.log(`localhost:${port} is free: nobody answers at ${host}:${hostPort}`);
  }
  setTimeout(look, LOOK_MS);
}

look();
