// scratch
import { once } from 'node:events';
import { onStageAsync } from './stage.js';
process.env.NODE_OPTIONS='--import /tmp/prof/hook.mjs'; process.env.PROF_DIR='/tmp/prof/'+process.argv[2];
const bytes = Number(process.argv[3] ?? 20);
const inFlight = Number(process.argv[4] ?? 1);
const count = Number(process.argv[5] ?? 8000);
await onStageAsync(60_000, async (stage) => {
  const host = await stage.serveAsync();
  const plugins = await stage.startAsync<any>('plugins');
  await plugins.ask('connect', { port: stage.port, count: 1 });
  const relay = await stage.startAsync<any>('floor');
  const floorPort = await relay.ask('relay');
  const far = await stage.startAsync<any>('floor');
  await far.ask('echo', floorPort);
  const client = await stage.startAsync<any>('line-client');
  await client.ask('connect', { port: stage.port, home: stage.home, floorPort });
  const pairs = await client.ask('takeTurns', { rounds: 2, count, inFlight, bytes });
  console.log(JSON.stringify(pairs));
  for (const [name, a] of Object.entries({ client, plugins, relay, far, host })) { const e = once(a.child, 'exit'); console.log(name, a.child.pid); a.child.disconnect(); await e; }
});
