import { onTestFinished, test } from 'vitest';
import { startEmulatedStudioAsync } from '../src/emulator/studio/start-emulated-studio.js';
import { bridgePlugin } from '../src/studio/plugin-files.js';
import { useScriptedHost } from './scripted-host.js';

test('bench', async () => {
  const host = await useScriptedHost();
  const t0 = performance.now();
  const studio = await startEmulatedStudioAsync({
    port: host.port,
    plugins: [bridgePlugin],
    scriptTimeLimitMs: 200,
  });

  const t1 = performance.now();
  onTestFinished(() => studio.terminateAsync());
  const plugin = await host.nextPluginAsync();
  await plugin.welcomeAsync();
  console.log('start', t1 - t0, 'connected', performance.now() - t1);
  console.log(
    JSON.stringify(
      await plugin.askAsync('execute', { script: 'local function spin() while true do end end\nspin()' }),
    ),
  );
  for (let round = 0; round < 3; round++) {
    const times: number[] = [];
    for (let i = 0; i < 2000; i++) {
      const t = performance.now();
      await plugin.askAsync('execute', { script: 'return 1' });
      times.push(performance.now() - t);
    }
    times.sort((a, b) => a - b);
    console.log('p50', times[1000], 'p99', times[1980]);
  }
  const t = performance.now();
  await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      plugin.askAsync('execute', { script: `print(${i}) return ${i}` }, `p${i}`),
    ),
  );
  console.log(
    '200 pipelined',
    performance.now() - t,
    plugin.received.filter((m) => m.type === 'output' && m.requestId?.startsWith('p')).length,
  );
  const t5 = performance.now();
  await plugin.askAsync('execute', { script: 'for i = 1, 10000 do print(i) end' });
  console.log('10000 lines', performance.now() - t5);
  const t6 = performance.now();
  await plugin.askAsync('execute', {
    script: 'local t = {} for i = 1, 20000 do t[i] = { a = i, b = "x" } end return t',
  });
  console.log('20000 objects', performance.now() - t6);
}, 60000);
