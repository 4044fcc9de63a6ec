// What a run of tests in Open Cloud costs besides the task itself: the emulated service without the seconds that servers
// take to start, and a place that is there already. The floor is the task's own time, as the service tells it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROGRAM } from '../scripts/program.js';
import { type Figure, median } from './harness.js';
import { endAsync, readEvents, startNode } from './processes.js';

const ROUNDS = 5;
const LIMIT_MS = 200;
const POLL_MS = 25;
const IDS = { universeId: 1, placeId: 2 };
const PLACE =
  '<roblox version="4"><Item class="Workspace"><Properties><string name="Name">Workspace</string></Properties></Item></roblox>';

export async function cloudFigureAsync(): Promise<Figure> {
  const home = mkdtempSync(join(tmpdir(), 'studio-bridge-bench-cloud-'));
  const env = { STUDIO_BRIDGE_HOME: home, STUDIO_BRIDGE_API_KEY: 'any' };
  const place = join(home, 'place.rbxlx');
  writeFileSync(place, PLACE);
  const service = startNode([PROGRAM, 'cloud', 'emulator', '--no-boot', '--json'], env);
  try {
    const { url } = await readEvents(service)('started');
    const run = () => timePackageAsync(place, { ...env, STUDIO_BRIDGE_CLOUD_URL: String(url) });
    // The first one uploads the place.
    await run();
    const floors: number[] = [];
    const runs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await timeTaskAsync(String(url)));
      runs.push(await run());
    }
    const [floorMs, runMs] = [median(floors), median(runs)];
    return {
      name: 'cloud: cost of a run',
      value: runMs - floorMs,
      unit: 'ms',
      limit: LIMIT_MS,
      detail: `${runMs.toFixed(0)} ms against ${floorMs.toFixed(0)} ms of the task itself`,
    };
  } finally {
    await endAsync(service);
    rmSync(home, { recursive: true, force: true });
  }
}

/** From the place to the verdict and the output, as the report has it. */
async function timePackageAsync(place: string, env: NodeJS.ProcessEnv): Promise<number> {
  const { universeId, placeId } = IDS;
  const ids = ['--universe-id', String(universeId), '--place-id', String(placeId)];
  const args = ['test', '--cloud', ...ids, '--place', place, '--script-text', 'return 1', '--json'];
  const child = startNode([PROGRAM, ...args], env);
  let text = '';
  for await (const part of child.stdout ?? []) text += part;
  const { report }: { report: { packages: { verdict: string; durationMs: number }[] } } = JSON.parse(text);
  const [one] = report.packages;
  if (one?.verdict !== 'passed') throw new Error(`The run did not pass: ${text}`);
  return one.durationMs;
}

async function timeTaskAsync(url: string): Promise<number> {
  const headers = { 'x-api-key': 'any' };
  const { universeId, placeId } = IDS;
  const created = await fetch(
    `${url}/cloud/v2/universes/${universeId}/places/${placeId}/luau-execution-session-tasks`,
    { method: 'POST', headers, body: JSON.stringify({ script: 'return 1' }) },
  );
  const { path } = (await created.json()) as { path: string };
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const answer = await fetch(`${url}/cloud/v2/${path}`, { headers });
    const task = (await answer.json()) as { state: string; createTime: string; updateTime: string };
    if (task.state === 'COMPLETE') return Date.parse(task.updateTime) - Date.parse(task.createTime);
    if (task.state === 'FAILED') throw new Error('The task failed.');
  }
}
