// scratch
import { BridgeClient } from '../../src/bridge/internal/bridge-client.js';
import { BridgeSession } from '../../src/bridge/bridge-session.js';
import { systemClock } from '../../src/support/clock.js';
import { silentLogger } from '../../src/support/logger.js';
import { execute } from '../../src/protocol/core-actions.js';
import { Inbox, type Link } from '../../src/bridge/internal/link.js';
import { randomUUID } from 'node:crypto';
const info: any = { sessionId: randomUUID(), placeName: 'P', placeId: 0, gameId: 0, context: 'edit', state: 'Edit', instanceId: 'i', pluginVersion: '1', protocolVersion: 2, capabilities: ['execute'], connectedAt: 0, origin: 'user' };
const client = new BridgeClient(systemClock, silentLogger);
const inbox = new Inbox(); let answer = '';
const link: Link = { isOpen: true, bufferedBytes: 0, send(frame) { const id = /"requestId":"([^"]+)"/.exec(frame)![1]; const text = `{"type":"scriptComplete","sessionId":"${info.sessionId}","requestId":"${id}","payload":{"success":true,"returnValues":["xxxxxxxxxxxxxxxxxxxx"]}}`; setImmediate(() => inbox.receive(text)); }, close() {}, terminate() {}, read: (r) => inbox.read(r), onClose: () => {}, pingAsync: async () => true };
client.attach(link, { proof: '', hostId: 'h', serverVersion: '1', sessions: [info], uptimeMs: 0 } as any);
const session = new BridgeSession(client, systemClock, client.directory.list()[0]!);
for (let r = 0; r < 6; r++) { const n = 20000; const t = performance.now(); for (let i = 0; i < n; i++) await session.invokeAsync(execute, { script: 'xxxxxxxxxxxxxxxxxxxx' }); console.log('invoke us', (performance.now() - t) / n * 1000);
 const t2 = performance.now(); for (let i = 0; i < n; i++) { const id = randomUUID(); const f = JSON.stringify({ type: 'execute', sessionId: info.sessionId, requestId: id, payload: { script: 'xxxxxxxxxxxxxxxxxxxx' } }); await new Promise<any>((res) => { const m = /"requestId":"([^"]+)"/.exec(f)![1]; const text = `{"type":"scriptComplete","sessionId":"${info.sessionId}","requestId":"${m}","payload":{"success":true,"returnValues":["xxxxxxxxxxxxxxxxxxxx"]}}`; setImmediate(() => res(JSON.parse(text))); }); } console.log('  bare us', (performance.now() - t2) / n * 1000); }
process.exit();
