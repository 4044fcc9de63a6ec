// Commands that launch Studios: the built program, and a Studio in whose place the stand-in is.
import { join } from 'node:path';
import type { StandInSettings } from '../../src/emulator/as-studio/stand-in-settings.js';
import { type LaunchRecord, readLaunchRecords } from '../../src/studio/launch/launch-records.js';
import { freePortAsync } from './free-port.js';
import { type Cli, type CliResult, type CliRunOptions, useCli } from './use-cli.js';
import { type StandIn, useStandIn } from './use-stand-in.js';
import { useTmp } from './use-tmp.js';

export interface Launches extends Cli {
  readonly port: number;
  /** With `--json`, and what it says read. */
  launchAsync(args?: readonly string[], options?: CliRunOptions): Promise<Launched>;
  records(): LaunchRecord[];
}

export interface Launched extends CliResult {
  readonly data: {
    readonly pid: number;
    readonly placeName: string;
    readonly sessionId: string;
    place?: string;
  };
}

/** Without a Studio of Roblox, unless the environment names one. */
export async function useLaunchesAsync(env: Readonly<Record<string, string>> = {}): Promise<Launches> {
  const cli = useCli();
  const port = await freePortAsync();
  const own = { STUDIO_BRIDGE_PORT: String(port), HOME: cli.home, ...env };
  const start: Cli['start'] = (args, options) =>
    cli.start(args, { ...options, env: { ...own, ...options?.env } });
  const records = () => readLaunchRecords(cli.home);
  return {
    ...cli,
    port,
    records,
    start,
    runAsync: (args, options) => start(args, options).ended,
    async launchAsync(args = [], options) {
      const result = await start(['process', 'launch', '--json', ...args], options).ended;
      return { ...result, data: result.stdout === '' ? undefined : JSON.parse(result.stdout) };
    },
  };
}

export interface LaunchesOfStudio extends Launches {
  readonly studio: StandIn;
  readonly roblox: string;
}

/** A Studio below Roblox's folder, where `plugin install` and the search for logs look too. */
export async function useLaunchesOfStudioAsync({
  settings = {},
  env = {},
}: {
  settings?: StandInSettings;
  env?: Record<string, string>;
} = {}): Promise<LaunchesOfStudio> {
  const folder = useTmp();
  const roblox = join(folder, 'Roblox');
  const studio = useStandIn({
    folder,
    program: join('Roblox', 'Versions', 'version-1', 'RobloxStudioBeta'),
    settings: { plugins: join(roblox, 'Plugins'), logs: join(roblox, 'logs'), ...settings },
  });
  const launches = await useLaunchesAsync({ ROBLOX_STUDIO_PATH: studio.program, ...env });
  return { ...launches, studio, roblox };
}
