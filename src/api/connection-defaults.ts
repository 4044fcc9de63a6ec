// Where a program says nothing, the environment decides, as it does for the commands: so that a program finds its host
// in a container, or on another port, without knowing of either.
import { BridgeError } from '../protocol/bridge-error.js';

type Environment = Readonly<Record<string, string | undefined>>;
interface Defaults {
  port?: number;
  remoteHost?: string;
  local?: boolean;
  token?: string;
}

/** What was given wins; a connection that is told its port or host takes nothing but the token from outside. */
export function withDefaults<Options extends Defaults>(
  given: Options,
  env: Environment = process.env,
): Defaults & Options {
  const defaults: Defaults = {};
  const isPlaced = given.port !== undefined || given.remoteHost !== undefined;
  if (!isPlaced && env.STUDIO_BRIDGE_PORT) defaults.port = readPort(env.STUDIO_BRIDGE_PORT);
  if (!isPlaced && !given.local && env.STUDIO_BRIDGE_REMOTE) defaults.remoteHost = env.STUDIO_BRIDGE_REMOTE;
  if (env.STUDIO_BRIDGE_LOCAL && /^(1|true|yes|on)$/i.test(env.STUDIO_BRIDGE_LOCAL)) defaults.local = true;
  if (env.STUDIO_BRIDGE_TOKEN) defaults.token = env.STUDIO_BRIDGE_TOKEN;
  return { ...defaults, ...given };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port)) return port;
  throw new BridgeError(
    'USAGE',
    `STUDIO_BRIDGE_PORT has to be a whole number from 1 to 65535, not ${JSON.stringify(text)}.`,
  );
}
