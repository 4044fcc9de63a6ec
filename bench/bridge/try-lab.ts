// scratch
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { onStageAsync } from './stage.js';
import { BridgeConnection } from '../../src/bridge/bridge-connection.js';
import { execute } from '../../src/protocol/core-actions.js';
import { createNonce, proofOf } from '../../src/bridge/internal/token-proof.js';
import { readFileSync } from 'node:fs';
import { ensureTokenAsync } from '../../src/bridge/internal/token-file.js';
const bytes = Number(process.argv[2] ?? 20), count = Number(process.argv[3] ?? 200), rounds = Number(process.argv[4] ?? 30), inFlight = Number(process.argv[5] ?? 1);
const fifo = (socket: WebSocket) => { const w: any[] = []; socket.on('message', (d) => w.shift()?.(d)); return w; };
await onStageAsync(120_000, async (stage) => {
  await stage.serveAsync();
  const plugins = await stage.startAsync<any>('plugins');
  await plugins.ask('connect', { port: stage.port, count: 1 });
  const mk = async (farKind: string) => {
    const relay = await stage.startAsync<any>('floor');
    const port = await relay.ask('relay');
    if (farKind === 'echo') { const far = await stage.startAsync<any>('floor'); await far.ask('echo', port); }
    const s = new WebSocket(`ws://127.0.0.1:${port}/near`, { perMessageDeflate: false }); await once(s, 'open');
    return s;
  };
  const script = 'x'.repeat(bytes);
  const lines: Record<string, () => Promise<any>> = {};
  const f1 = await mk('echo'); const w1 = fifo(f1);
  const frame = JSON.stringify({ type: 'execute', sessionId: randomUUID(), requestId: randomUUID(), payload: { script } });
  lines.floor = () => new Promise((r) => { w1.push(r); f1.send(frame); });
  lines.floorJson = () => new Promise((r) => { w1.push((d: any) => r(JSON.parse(d.toString()))); f1.send(JSON.stringify({ type: 'execute', sessionId: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', requestId: randomUUID(), payload: { script } })); });
  const connection = await BridgeConnection.connectAsync({ port: stage.port, stateFolder: stage.home, local: true, clientVersion: '0' });
  const session = await connection.resolveSessionAsync({ target: 'Place-0', waitMs: 5000 });
  const id = session.info.sessionId;
  lines.bridge = () => session.invokeAsync(execute, { script });
  // raw ws client on host
  const token = await ensureTokenAsync(undefined, stage.home);
  const raw = new WebSocket(`ws://127.0.0.1:${stage.port}/client`, { perMessageDeflate: false });
  const next = () => new Promise<any>((r) => raw.once('message', (d) => r(JSON.parse(d.toString()))));
  const { nonce: hostNonce } = (await next()).payload; const clientNonce = createNonce();
  raw.send(JSON.stringify({ type: 'clientHello', sessionId: '', payload: { clientId: 'raw', clientVersion: '1', nonce: clientNonce, proof: proofOf('client', token, { hostNonce, clientNonce, port: stage.port }), canSucceed: false, port: stage.port } }));
  await next();
  const w2 = fifo(raw);
  lines.rawClient = () => new Promise((r) => { w2.push(r); raw.send(JSON.stringify({ type: 'execute', sessionId: id, requestId: randomUUID(), payload: { script } })); });
  const names = Object.keys(lines); const per: Record<string, number[]> = Object.fromEntries(names.map((n) => [n, []]));
  for (let r = 0; r < rounds; r++) for (const n of names) {
    const times: number[] = []; const c0 = process.cpuUsage(); 
    let asked = 0; const t0 = performance.now();
    await Promise.all(Array.from({ length: inFlight }, async () => { while (asked < count) { asked++; const t = performance.now(); await lines[n]!(); times.push(performance.now() - t); } }));
    const all = performance.now() - t0; times.sort((a, b) => a - b);
    if (r > 3) per[n]!.push(inFlight > 1 ? all / count : times[times.length >> 1]!);
  }
  for (const n of names) { const a = per[n]!.map((v, i) => v / per.floor![i]!).sort((a, b) => a - b); const m = per[n]!.sort((a, b) => a - b); console.log(n.padEnd(12), m[m.length >> 1]!.toFixed(4), 'ms', a[a.length >> 1]!.toFixed(3)); }
  await connection.disconnectAsync(); raw.terminate(); f1.terminate();
});
