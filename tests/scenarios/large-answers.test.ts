// Answers that fill the memory of Studio: each is given, or refused in words, the next one is given, and the session
// stays. With little memory, so that a few thousand instances are many.
import { expect, onTestFinished } from 'vitest';
import type { BridgeSession } from '../../src/bridge/bridge-session.js';
import { explorerQuery } from '../../src/commands/explorer/query/query.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { useConnection } from '../support/bridge.js';
import { useCable } from '../support/cable.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const memoryLimitBytes = 32 * 1024 * 1024;
const COUNT = 1000;
const ALL = { path: 'Workspace.Big', depth: 1, properties: ['*'] };
/** All that there is, but for what little work needs. */
const HOARD = `
  shared.hoard = {}
  pcall(function() while true do table.insert(shared.hoard, buffer.create(65536)) end end)
  for _ = 1, 16 do table.remove(shared.hoard) end
`;

const { luauAsync, runAsync, failAsync } = await useStudioOfFileAsync('Large', {}, { memoryLimitBytes });
await luauAsync(`
  local big = Instance.new("Model")
  big.Name = "Big"
  for number = 1, ${COUNT} do
    local part = Instance.new("Part")
    part.Name = "Part" .. number
    part.Parent = big
  end
  big.Parent = workspace
`);

verifies('studio.large-answers', 'large answers follow one another', async () => {
  for (let round = 0; round < 4; round++) {
    const view = await runAsync(explorerQuery, ALL);
    expect(view.instance.children).toHaveLength(COUNT);
  }
  const together = await Promise.all([1, 2, 3, 4, 5].map(() => runAsync(explorerQuery, ALL)));
  for (const view of together) expect(view).toMatchObject({ truncated: false, total: COUNT + 1 });
});

verifies('studio.large-answers', 'what there is no memory for is refused in words', async () => {
  await luauAsync(HOARD);
  const error = await failAsync(explorerQuery, ALL);
  expect(error).toMatchObject({
    code: 'OUT_OF_MEMORY',
    message: 'There was not enough memory in Studio for queryDataModel, which ended before it was done.',
    delivery: 'ran',
    hint: expect.stringMatching(/^Ask for less at a time/),
  });
  expect(await luauAsync('return #shared.hoard > 30')).toBe(true);
  await luauAsync('shared.hoard = nil');
  expect(await runAsync(explorerQuery, ALL)).toMatchObject({ truncated: false, total: COUNT + 1 });
});

verifies(
  'studio.large-answers',
  'a plugin whose memory is full comes back when its cable is cut',
  async () => {
    const host = await useConnection();
    const cable = await useCable(host.port);
    const studio = await startEmulatedStudioAsync({
      port: cable.port,
      placeName: 'Full',
      plugins: [bridgePlugin],
      memoryLimitBytes,
    });
    onTestFinished(() => studio.terminateAsync());
    const full = await host.resolveSessionAsync({ target: 'Full', waitMs: 15_000 });
    await runLuauAsync(full, HOARD);
    for (let index = 0; index < 3; index++) {
      cable.cutOnce(index, 'within');
      expect(await runLuauAsync(full, 'return #shared.hoard > 30')).toEqual([true]);
    }
  },
);

async function runLuauAsync(target: BridgeSession, script: string) {
  const done = await target.invokeAsync(execute, { script }, { timeoutMs: 20_000 });
  expect(done.error).toBeUndefined();
  return done.returnValues;
}
