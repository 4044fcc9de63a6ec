// `npm run bench`: every figure that the project claims, each against its limit. `--strict` fails on a broken one,
// `--long` adds the figures that take minutes, `--only TEXT` picks by name, `--json` is for other programs. Each bench
// has a process of its own: what one leaves in memory would make every process that a later one starts slower.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { childEnv, runToolAsync } from '../scripts/checks/tool.js';
import { batchFigure } from './batch/packages.js';
import { scheduleFiguresAsync } from './batch/schedule.js';
import { crowdFiguresAsync } from './bridge/crowd.js';
import { logFloodFiguresAsync } from './bridge/log-flood.js';
import { relayCostFiguresAsync } from './bridge/relay-cost.js';
import { successionFiguresAsync } from './bridge/succession.js';
import { cloudFigureAsync } from './cloud.js';
import { engineFiguresAsync } from './engine.js';
import { type Figure, figureLine, isBroken, measurePairsAsync, ratioFigure } from './harness.js';
import { instanceFiguresAsync } from './instances.js';
import { quickstartFigureAsync, verifyFigureAsync } from './long.js';
import { callFiguresAsync } from './mcp/calls.js';
import { toolsListFigureAsync } from './mcp/start-up.js';
import { placeFigures } from './places/place-figures.js';
import { playFiguresAsync } from './play.js';
import { pluginFiguresAsync } from './plugin/plugin-figures.js';
import { type Staying, startHostAndStudioAsync, timeBareNode, timeCli } from './processes.js';
import { roundTripFigureAsync } from './round-trip.js';
import { studioRunFiguresAsync } from './studio-run.js';
import { testFiguresAsync } from './test-figures.js';

interface Bench {
  readonly name: string;
  readonly isLong?: true;
  /** `staying` is a host with an emulated Studio, started for the first bench that asks for it. */
  readonly measureAsync: (
    stayingAsync: () => Promise<Staying>,
    pairs: number,
  ) => Promise<Figure | readonly Figure[]>;
}

/** A whole run of the program against a bare `node -e 0`. */
function wholeProcess(name: string, limit: number, args: readonly string[]): Bench {
  return {
    name,
    measureAsync: async (_, count) =>
      ratioFigure(
        name,
        limit,
        await measurePairsAsync({ floor: timeBareNode, subject: () => timeCli(args), count }),
      ),
  };
}

/** The same, with a host and an emulated Studio already there. */
function connectedProcess(name: string, limit: number, args: readonly string[]): Bench {
  return {
    name,
    async measureAsync(stayingAsync, count) {
      const { port, home } = await stayingAsync();
      const subject = () => timeCli([...args, '--port', String(port)], { STUDIO_BRIDGE_HOME: home });
      return ratioFigure(name, limit, await measurePairsAsync({ floor: timeBareNode, subject, count }));
    },
  };
}

const BENCHES: readonly Bench[] = [
  wholeProcess('--help', 1.35, ['--help']),
  wholeProcess('process run, emulated', 5, ['process', 'run', '--emulator', 'return 1']),
  connectedProcess('process list', 2.4, ['process', 'list']),
  connectedProcess('console exec', 2.7, ['console', 'exec', 'return 1']),
  {
    name: 'exec round trip, p50',
    measureAsync: async (stayingAsync) => await roundTripFigureAsync(await stayingAsync()),
  },
  {
    name: 'instances',
    measureAsync: async (stayingAsync) => await instanceFiguresAsync(await stayingAsync()),
  },
  {
    name: 'plugin',
    measureAsync: async (stayingAsync) => await pluginFiguresAsync(await stayingAsync()),
  },
  { name: 'places', measureAsync: async () => placeFigures() },
  { name: 'bridge: relay', measureAsync: relayCostFiguresAsync },
  { name: 'bridge: crowd', measureAsync: crowdFiguresAsync },
  { name: 'bridge: log flood', measureAsync: logFloodFiguresAsync },
  { name: 'bridge: succession', measureAsync: successionFiguresAsync },
  { name: 'mcp: first tools/list', measureAsync: (_, count) => toolsListFigureAsync(count) },
  { name: 'mcp: calls', measureAsync: callFiguresAsync },
  { name: 'test', measureAsync: testFiguresAsync },
  {
    name: 'play test',
    measureAsync: async (stayingAsync) => await playFiguresAsync(await stayingAsync()),
  },
  { name: 'studio run', measureAsync: studioRunFiguresAsync },
  { name: 'cloud', measureAsync: cloudFigureAsync },
  { name: 'engine', measureAsync: engineFiguresAsync },
  { name: 'batch of 100 packages', measureAsync: async () => batchFigure() },
  { name: 'batch: schedule', measureAsync: scheduleFiguresAsync },
  { name: 'quickstart, warm cache', isLong: true, measureAsync: quickstartFigureAsync },
  { name: 'verify', isLong: true, measureAsync: verifyFigureAsync },
];

async function mainAsync(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      pairs: { type: 'string', default: '21' },
      /** The one bench that this process is for, and whose figures it tells its parent. */
      alone: { type: 'string' },
    },
  });
  const pairs = Number(values.pairs);
  if (values.alone !== undefined) {
    process.send?.(await measureAsync(values.alone, pairs));
    process.disconnect?.();
    return 0;
  }
  const chosen = BENCHES.filter(({ name, isLong }) => name.includes(values.only) && (values.long || !isLong));
  const { exitCode, output } = await runToolAsync('tsx', ['scripts/build.ts', '--no-types']);
  if (exitCode !== 0) throw new Error(`The build failed:\n${output}`);
  const figures: Figure[] = [];
  for (const { name } of chosen) {
    for (const figure of await measureAloneAsync(name, pairs)) {
      figures.push(figure);
      if (!values.json) console.log(figureLine(figure));
    }
  }
  const broken = figures.filter(isBroken);
  if (values.json) {
    const machine = { node: process.version, platform: process.platform, cores: availableParallelism() };
    console.log(JSON.stringify({ machine, figures }, undefined, 2));
  } else if (broken.length > 0) {
    console.log(`${broken.length} of ${figures.length} figures are over their limit.`);
  }
  return values.strict && broken.length > 0 ? 1 : 0;
}

async function measureAsync(name: string, pairs: number): Promise<readonly Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'studio-bridge-bench-'));
  let staying: Promise<Staying> | undefined;
  const stayingAsync = () => {
    staying ??= startHostAndStudioAsync(home);
    return staying;
  };
  try {
    const bench = BENCHES.find((each) => each.name === name);
    if (!bench) throw new Error(`There is no bench ${JSON.stringify(name)}.`);
    return [await bench.measureAsync(stayingAsync, pairs)].flat();
  } finally {
    await (await staying)?.stopAsync();
    rmSync(home, { recursive: true, force: true });
  }
}

async function measureAloneAsync(name: string, pairs: number): Promise<readonly Figure[]> {
  const child = fork(fileURLToPath(import.meta.url), [`--alone=${name}`, '--pairs', String(pairs)], {
    env: childEnv(),
    // JSON would make a figure that could not be measured (NaN) one that is null.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let figures: readonly Figure[] | undefined;
  child.once('message', (message) => {
    figures = message as Figure[];
  });
  const [exitCode] = await once(child, 'exit');
  if (exitCode !== 0 || !figures)
    throw new Error(`The bench ${JSON.stringify(name)} ended with ${exitCode}.`);
  return figures;
}

process.exitCode = await mainAsync();
