// Where a bench of the bridge takes place: a folder and a port of its own, the actors bundled once, and the promise
// that nothing of it is left, whether the bench ends, fails or takes too long.
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { commonBuild, ROOT } from '../../scripts/bundling.js';
import { PROGRAM } from '../../scripts/program.js';
import { freePortAsync } from '../../tests/support/free-port.js';
import { Actor } from './actor.js';
import type { MemoryProbe } from './actors/memory-probe.js';
import type { Commands } from './actors/obey.js';

const ACTORS = ['crowd', 'floor', 'follower', 'line-client', 'memory-probe', 'peer', 'plugins'] as const;
export type ActorName = (typeof ACTORS)[number];

/** For a program to begin to listen. */
const START_MS = 10_000;
const LOOK_MS = 10;

export interface Stage {
  readonly port: number;
  /** Token and all else that the processes of one user share. */
  readonly home: string;
  startAsync<Known extends Commands>(name: ActorName): Promise<Actor<Known>>;
  /** `studio-bridge serve` as it ships. */
  serveAsync(): Promise<Actor<MemoryProbe>>;
}

export async function onStageAsync<T>(limitMs: number, act: (stage: Stage) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'studio-bridge-stage-'));
  const actors: Actor<Commands>[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${limitMs / 1000} s.`)), limitMs);
  });
  try {
    await bundleAsync(home);
    const port = await freePortAsync();
    const keep = <Known extends Commands>(actor: Actor<Known>) => {
      actors.push(actor);
      return actor;
    };
    const fileOf = (name: ActorName) => join(home, `${name}.mjs`);
    const stage: Stage = {
      port,
      home,
      startAsync: async <Known extends Commands>(name: ActorName) =>
        keep(await Actor.startAsync<Known>({ program: fileOf(name) })),
      async serveAsync() {
        const host = keep(
          await Actor.startAsync<MemoryProbe>({
            program: PROGRAM,
            // What it warns of is what the benches do to it, and they count what comes of it.
            args: ['serve', '--port', String(port), '--json', '--log-level', 'error'],
            execArgv: ['--import', pathToFileURL(fileOf('memory-probe')).href],
            env: { STUDIO_BRIDGE_HOME: home },
          }),
        );
        await untilListeningAsync(port);
        return host;
      },
    };
    return await Promise.race([act(stage), tooLong]);
  } finally {
    clearTimeout(timer);
    await Promise.all(actors.map((actor) => actor.killAsync()));
    rmSync(home, { recursive: true, force: true });
  }
}

async function bundleAsync(outdir: string): Promise<void> {
  await build({
    ...commonBuild,
    entryPoints: ACTORS.map((name) => join(ROOT, 'bench', 'bridge', 'actors', `${name}.ts`)),
    outdir,
    outExtension: { '.js': '.mjs' },
  });
}

async function untilListeningAsync(port: number): Promise<void> {
  const startedAt = performance.now();
  while (!(await isListeningAsync(port))) {
    if (performance.now() - startedAt > START_MS) throw new Error(`Nothing listens on port ${port}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function isListeningAsync(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/health', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}
