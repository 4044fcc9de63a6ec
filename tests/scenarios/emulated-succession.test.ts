// Failover with the plugin that ships, on the emulated Studio: what the doubles of the other tests promise in its
// name, it keeps.
import { expect, onTestFinished } from 'vitest';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { nextEvent, useConnection, useFreePort } from '../support/bridge.js';
import { usePeerProcess } from '../support/peer-process.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const COUNT_TO_TEN = `
_G.runs = (_G.runs or 0) + 1
for i = 1, 10 do print("tick", i) task.wait(0.1) end
return _G.runs
`;
const TEN = Array.from({ length: 10 }, (_, index) => `tick ${index + 1}`);
const TARGET = { target: 'Failover', waitMs: 15_000 };

async function useEmulatedStudio(port: number): Promise<void> {
  const studio = await startEmulatedStudioAsync({ port, placeName: 'Failover', plugins: [bridgePlugin] });
  onTestFinished(() => studio.terminateAsync());
}

verifies(
  ['bridge.succession', 'bridge.resend', 'script.streams'],
  'a script that runs while its host is killed ends once, with each line once, on the next host',
  async () => {
    const [stateFolder, port] = [useTmp(), await useFreePort()];
    const host = await usePeerProcess(port, stateFolder, 'host');
    await useEmulatedStudio(port);
    const client = await useConnection({ stateFolder, port });
    const session = await client.resolveSessionAsync(TARGET);
    const lines: string[] = [];
    const changed = nextEvent(client, 'host-changed');
    const running = session.invokeAsync(
      execute,
      { script: COUNT_TO_TEN },
      {
        onOutput: ({ body }) => {
          lines.push(body);
          if (lines.length === 3) void host.killAsync();
        },
      },
    );
    expect(await changed).toMatchObject({ role: 'host' });
    expect(await running).toMatchObject({ success: true, returnValues: [1] });
    expect(lines).toEqual(TEN);
  },
);

verifies(
  ['bridge.handover', 'script.at-most-once'],
  'a script that runs while its host leaves ends once, with each line once, on the next host',
  async () => {
    const [stateFolder, port] = [useTmp(), await useFreePort()];
    const host = await useConnection({ stateFolder, port });
    await useEmulatedStudio(port);
    const client = await useConnection({ stateFolder, port });
    const session = await client.resolveSessionAsync(TARGET);
    const lines: string[] = [];
    const result = await session.invokeAsync(
      execute,
      { script: COUNT_TO_TEN },
      {
        onOutput: ({ body }) => {
          lines.push(body);
          if (lines.length === 3) void host.disconnectAsync();
        },
      },
    );
    expect([client.role, result.returnValues, lines]).toEqual(['host', [1], TEN]);
    const again = await session.invokeAsync(execute, { script: 'return _G.runs' });
    expect(again.returnValues).toEqual([1]);
  },
);
