// `npm run bench`: every figure that the project claims, each against its limit. `--strict` fails on a broken one,
// `--long` adds the figures that take minutes, `--only TEXT` picks by name, `--json` is for other programs.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runToolAsync } from '../scripts/checks/tool.js';
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
    },
  });
  const chosen = BENCHES.filter(({ name, isLong }) => name.includes(values.only) && (values.long || !isLong));
  const { exitCode, output } = await runToolAsync('tsx', ['scripts/build.ts', '--no-types']);
  if (exitCode !== 0) throw new Error(`The build failed:\n${output}`);
  const figures = await measureAllAsync(chosen, Number(values.pairs), (figure) => {
    if (!values.json) console.log(figureLine(figure));
  });
  const broken = figures.filter(isBroken);
  if (values.json) {
    const machine = { node: process.version, platform: process.platform, cores: availableParallelism() };
    console.log(JSON.stringify({ machine, figures }, undefined, 2));
  } else if (broken.length > 0) {
    console.log(`${broken.length} of ${figures.length} figures are over their limit.`);
  }
  return values.strict && broken.length > 0 ? 1 : 0;
}

async function measureAllAsync(
  benches: readonly Bench[],
  pairs: number,
  report: (figure: Figure) => void,
): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'studio-bridge-bench-'));
  let staying: Promise<Staying> | undefined;
  const stayingAsync = () => {
    staying ??= startHostAndStudioAsync(home);
    return staying;
  };
  const figures: Figure[] = [];
  try {
    for (const { measureAsync } of benches) {
      for (const figure of [await measureAsync(stayingAsync, pairs)].flat()) {
        figures.push(figure);
        report(figure);
      }
    }
  } finally {
    await (await staying)?.stopAsync();
    rmSync(home, { recursive: true, force: true });
  }
  return figures;
}

process.exitCode = await mainAsync();
