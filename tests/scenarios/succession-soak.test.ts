// A hundred hosts in a row, killed or leaving, under load that never stops.
import { expect, test } from 'vitest';
import { execute } from '../../src/protocol/core-actions.js';
import { useConnection, useFreePort } from '../support/bridge.js';
import { type PeerProcess, usePeerProcess } from '../support/peer-process.js';
import { usePersistentPlugin } from '../support/persistent-plugin.js';
import { useTmp } from '../support/use-tmp.js';

const SUCCESSIONS = 100;
const IN_FLIGHT = 4;

test('a hundred successions in a row lose no request, double none and leave none hanging', {
  timeout: 180_000,
}, async () => {
  const stateFolder = useTmp();
  const port = await useFreePort();
  const peers: PeerProcess[] = [await usePeerProcess(port, stateFolder)];
  const plugin = usePersistentPlugin(port);
  peers.push(await usePeerProcess(port, stateFolder));
  const observer = await useConnection({ stateFolder, remoteHost: `127.0.0.1:${port}` });
  const session = await observer.resolveSessionAsync({ target: 'TestPlace', waitMs: 10_000 });

  let asked = 0;
  let done = false;
  const askOnAsync = async () => {
    while (!done) {
      const script = `script ${asked++}`;
      const lines: string[] = [];
      const result = await session.invokeAsync(
        execute,
        { script },
        { onOutput: ({ body }) => lines.push(body) },
      );
      expect([result.returnValues, lines]).toEqual([[script], [`begin ${script}`, `end ${script}`]]);
    }
  };
  const load = Promise.all(Array.from({ length: IN_FLIGHT }, askOnAsync));

  for (let round = 0; round < SUCCESSIONS; round += 1) {
    const index = peers.findIndex((peer) => peer.role === 'host');
    const [host] = peers.splice(index, 1);
    const replacement = usePeerProcess(port, stateFolder);
    const succeeded = Promise.all(peers.map((peer) => peer.nextRoleAsync()));
    await (round % 2 === 0 ? host?.killAsync() : host?.disconnectAsync());
    const newcomer = await replacement;
    peers.push(newcomer);
    if (newcomer.role !== 'host') await succeeded;
    const answered = session.invokeAsync(execute, { script: `round ${round}` });
    await answered;
  }
  done = true;
  await load;
  expect(Math.max(...plugin.runs.values())).toBe(1);
  expect(plugin.runs.size).toBe(asked + SUCCESSIONS);
});
