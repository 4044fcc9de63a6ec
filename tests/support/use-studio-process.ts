// A host and an emulated Studio that is connected to it, each a process of its own, and commands that use them.
import { freePortAsync } from './free-port.js';
import { type Cli, type RunningCli, useCli } from './use-cli.js';

export interface StudioProcess extends Cli {
  readonly port: number;
  readonly host: RunningCli;
  readonly studio: RunningCli;
}

/** `flags` are for `emulator`. Commands get the port by the environment. */
export async function useStudioProcessAsync(...flags: string[]): Promise<StudioProcess> {
  const cli = useCli();
  const port = await freePortAsync();
  const env = { STUDIO_BRIDGE_PORT: String(port) };
  const start: Cli['start'] = (args, options) =>
    cli.start(args, { ...options, env: { ...env, ...options?.env } });
  const host = start(['serve', '--json']);
  const studio = start(['emulator', ...flags]);
  await host.seesAsync(/session-connected/);
  return { ...cli, port, host, studio, start, runAsync: (args, options) => start(args, options).ended };
}
