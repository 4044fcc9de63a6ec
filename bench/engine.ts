// What the engine's own work costs inside the VM: properties, signals and new instances, each against the same work on
// plain tables, which scripts under engine/ do in turns with it in one emulated Studio.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../scripts/bundling.js';
import { type Figure, median } from './harness.js';

const LIMIT = 3;
const SCRIPTS = join(ROOT, 'bench', 'engine');

interface Emulator {
  startEmulatedStudioAsync(options: {
    plugins: readonly { name: string; files: Readonly<Record<string, string>> }[];
    scriptTimeLimitMs: number;
    startup: 'throughput';
  }): Promise<{
    onOutput(listener: (entry: { level: string; body: string }) => void): void;
    terminateAsync(): Promise<void>;
  }>;
}

/** The seconds of one round: of the engine, of a class of plain tables, and of bare table access. */
interface Round {
  readonly name: string;
  readonly subject: number;
  readonly floor: number;
  readonly raw: number;
}

export async function engineFiguresAsync(): Promise<Figure[]> {
  const rounds = await measureRoundsAsync();
  return [...new Set(rounds.map(({ name }) => name))].map((name) => {
    // The first round warms up.
    const counted = rounds.filter((round) => round.name === name).slice(1);
    const [subject, floor, raw] = (['subject', 'floor', 'raw'] as const).map((key) =>
      median(counted.map((round) => round[key])),
    ) as [number, number, number];
    return {
      name: `engine: ${name}`,
      value: subject / floor,
      unit: 'x',
      limit: LIMIT,
      detail: `${(subject * 1000).toFixed(0)} ms against ${(floor * 1000).toFixed(0)} ms on a class of plain tables; ${(subject / raw).toFixed(0)} times bare tables without checks`,
    };
  });
}

async function measureRoundsAsync(): Promise<Round[]> {
  const files = Object.fromEntries(
    readdirSync(SCRIPTS).map((file) => [file, readFileSync(join(SCRIPTS, file), 'utf8')]),
  );
  const { startEmulatedStudioAsync }: Emulator = await import(
    pathToFileURL(join(ROOT, 'dist', 'emulator.js')).href
  );
  const studio = await startEmulatedStudioAsync({
    plugins: [{ name: 'Bench', files }],
    scriptTimeLimitMs: 600_000,
    startup: 'throughput',
  });
  try {
    return await new Promise((resolve, reject) => {
      const rounds: Round[] = [];
      studio.onOutput(({ level, body }) => {
        if (level === 'Error') reject(new Error(`The measurement failed: ${body}`));
        else if (body === 'done') resolve(rounds);
        else rounds.push(JSON.parse(body));
      });
    });
  } finally {
    await studio.terminateAsync();
  }
}
