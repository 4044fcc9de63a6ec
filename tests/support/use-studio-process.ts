// A host and an emulated Studio that is connected to it, each a process of its own, and commands that use them.
import { freePortAsync } from './free-port.js';
import { type Cli, type RunningCli, useCli } from './use-cli.js';

export interface StudioProcess extends Cli {
  readonly port: number;
  readonly host: RunningCli;
  readonly studio: RunningCli;
}

/**
 * Commands get the port by the environment, and the session too: so they need not wait for other Studios that a fresh
 * host may still hear of.
 */
export async function useStudioProcessAsync(placeName = 'Baseplate'): Promise<StudioProcess> {
  const cli = useCli();
  const port = await freePortAsync();
  const env: Record<string, string> = { STUDIO_BRIDGE_PORT: String(port) };
  const start: Cli['start'] = (args, options) =>
    cli.start(args, { ...options, env: { ...env, ...options?.env } });
  const host = start(['serve', '--json']);
  const studio = start(['emulator', '--place-name', placeName]);
  const [, sessionId = ''] = await host.seesAsync(/"session-connected".*?"sessionId":"([^"]+)"/);
  env.STUDIO_BRIDGE_TARGET = sessionId;
  return { ...cli, port, host, studio, start, runAsync: (args, options) => start(args, options).ended };
}
