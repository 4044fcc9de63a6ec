// Whom a host accepts: from what was typed, and back into the words that start a host in another process.
import type { HostPolicy } from '../../command/world/host-control.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { HostLimits } from '../../protocol/limits.js';
import type { Stay } from './stay.js';

/** As they are typed, and as the host names them. */
const LIMITS = {
  'frame-bytes': 'maxFrameBytes',
  'register-ms': 'handshakeTimeoutMs',
  connections: 'maxConnections',
  requests: 'maxRequestsPerSession',
  'queued-bytes': 'maxQueuedBytes',
  'ping-ms': 'pingIntervalMs',
} as const satisfies Record<string, keyof HostLimits>;

export const LIMIT_NAMES = Object.keys(LIMITS).join(', ');

export function readPolicy(input: {
  readonly requirePairing: boolean;
  readonly readOnly: boolean;
  readonly allowHost: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly limit: readonly string[];
}): HostPolicy {
  for (const name of input.allowHost) {
    if (/^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/i.test(name)) continue;
    throw new BridgeError(
      'USAGE',
      `--allow-host takes names of hosts, and ${JSON.stringify(name)} is none.`,
      {
        hint: 'Write it without scheme and port, as in --allow-host host.docker.internal',
      },
    );
  }
  for (const origin of input.allowOrigin) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw new BridgeError('USAGE', `--allow-origin takes origins, and ${JSON.stringify(origin)} is none.`, {
      hint: 'Write scheme, host and port and nothing else, as in --allow-origin https://example.com',
    });
  }
  return {
    requirePairing: input.requirePairing,
    readOnly: input.readOnly,
    allowedHosts: input.allowHost,
    allowedOrigins: input.allowOrigin,
    limits: Object.fromEntries(input.limit.map(readLimit)),
  };
}

function readLimit(text: string): [string, number] {
  const [, name = '', digits = ''] = /^([a-z-]+)=(\d{1,12})$/.exec(text.trim()) ?? [];
  const limit = Object.entries(LIMITS).find(([typed]) => typed === name)?.[1];
  if (limit !== undefined && Number(digits) > 0) return [limit, Number(digits)];
  throw new BridgeError(
    'USAGE',
    `--limit takes a name and a number, and ${JSON.stringify(text)} is not that.`,
    {
      hint: `Write it as in --limit connections=50. The names are: ${LIMIT_NAMES}`,
    },
  );
}

export function detachedFlags({ logLevel, idleMs, policy }: Stay): string[] {
  return [
    `--log-level=${logLevel}`,
    ...(idleMs === undefined ? [] : [`--timeout=${idleMs}`]),
    ...(policy.requirePairing ? ['--require-pairing'] : []),
    ...(policy.readOnly ? ['--read-only'] : []),
    ...policy.allowedHosts.map((name) => `--allow-host=${name}`),
    ...policy.allowedOrigins.map((origin) => `--allow-origin=${origin}`),
    ...Object.entries(LIMITS).flatMap(([name, limit]) => {
      const value = policy.limits[limit];
      return value === undefined ? [] : [`--limit=${name}=${value}`];
    }),
  ];
}
