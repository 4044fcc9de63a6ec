// Every rung of the ladder by which output is shown while a task runs: the report names it, and however little of it could
// be shown, 5 MB of lines are all there at the end, each with its level.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { type CloudRig, useOpenCloudAsync } from '../../../tests/support/use-open-cloud.js';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import type { RunEvent, StreamRung } from '../results/run-report.js';

// Each task is a thread with an engine that is compiled first.
vi.setConfig({ testTimeout: 120_000 });

const LINES = 10_000;
/** What is printed first is there to be shown before the rest comes. */
const SCRIPT = `
  print("first")
  task.wait(2.5)
  local rest = string.rep("x", 500)
  for index = 2, ${LINES} do
    if index % 1000 == 0 then warn(index .. rest) else print(index .. rest) end
    if index % 250 == 0 then task.wait() end
  end
  task.spawn(error, "last")
  task.wait(0.1)`;

const REFUSED = { faults: [{ fault: 'refuse', on: 'memoryStore', status: 403 }] } as const;

/** The emulated service, and how many tasks there are. */
const RUNGS: Readonly<Record<Exclude<StreamRung, 'live'>, { open: () => Promise<CloudRig>; tasks: number }>> =
  {
    'live-logs': { open: () => useOpenCloudAsync({ liveLogs: true }), tasks: 1 },
    'memory-store': { open: () => useOpenCloudAsync(), tasks: 1 },
    'split-tasks': { open: () => useOpenCloudAsync({ faults: REFUSED }), tasks: 2 },
    'state-only': { open: () => useOpenCloudAsync({ faults: REFUSED }), tasks: 1 },
  };

for (const [rung, { open, tasks }] of Object.entries(RUNGS))
  verifies('cloud.streaming', `5 MB of output are whole by ${rung}, and the report names it`, async () => {
    const place = join(useTmp(), 'shop.rbxlx');
    writeFileSync(place, '<roblox version="4"></roblox>');
    const job = (await open()).createJob();
    const { signal } = new AbortController();
    const built = await job.buildPlaceAsync({ source: place, signal });
    const deployment = await job.deployBuiltPlaceAsync(built, { packageName: 'shop', signal });
    const shown: RunEvent[] = [];
    const onEvent = (event: RunEvent) => shown.push(event);
    const run = (source: string) =>
      job.runScriptAsync(deployment, { source, packageName: 'shop', signal, onEvent });
    for (let before = 1; before < tasks; before++) await run('return 1');
    await run(SCRIPT);
    const logs = await job.getLogsAsync(deployment);
    expect(logs).toMatchObject({ rung, lostLines: 0, isLossExact: true });
    expect(logs.events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: LINES + 1 }, (_, index) => index + 1),
    );
    expect(logs.events.filter(({ level }) => level === 'Warning')).toHaveLength(LINES / 1000);
    expect(logs.events.at(-1)).toMatchObject({ level: 'Error', text: expect.stringContaining('last') });
    const bytes = logs.events.reduce((sum, { text }) => sum + text.length, 0);
    expect(bytes).toBeGreaterThan(5_000_000);
    const wasShown = rung === 'live-logs' || rung === 'memory-store';
    expect(shown.some(({ seq, text }) => seq === 1 && text === 'first')).toBe(wasShown);
  });
