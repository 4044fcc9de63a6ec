// `serve`: a bridge host that stays, for devcontainers, continuous integration and whoever wants one that
// outlives the commands; and the way to one that was started before.
import * as z from 'zod/mini';
import { defineCommand } from '../../command/define-command.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { LOG_LEVELS } from '../../support/logger.js';
import { detachedFlags, LIMIT_NAMES, readPolicy } from './host-flags.js';
import { type HostReport, reportText } from './host-report.js';
import { stayAsync } from './stay.js';

const MODES = ['detach', 'status', 'stop'] as const;

export const serve = defineCommand({
  name: ['serve'],
  section: 'Infrastructure',
  summary: 'Start the bridge server',
  description:
    'It stays in the foreground until it is interrupted, or in the background with --detach, which returns once it\n' +
    'listens. Every other command on this machine uses it. --status and --stop end with exit code 3 if no host runs.',
  examples: [
    { line: 'serve', about: 'Be the host on the usual port' },
    { line: 'serve --port 9000 --json', about: 'On another port, with events as JSON lines' },
    {
      line: 'serve --detach --timeout 10m',
      about: 'In the background, until nothing used it for ten minutes',
    },
    { line: 'serve --stop', about: 'End the host, wherever it was started' },
  ],
  target: 'none',
  heeds: ['port', 'token', 'actions', 'remote'],
  isLongRunning: true,
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  input: z.strictObject({
    detach: z._default(z.boolean().check(z.describe('Start it in the background and return')), false),
    status: z._default(z.boolean().check(z.describe('Tell which host runs on the port')), false),
    stop: z._default(z.boolean().check(z.describe('End the host that runs on the port')), false),
    logLevel: z._default(z.enum(LOG_LEVELS).check(z.describe('How much to tell')), 'info'),
    timeout: z.optional(
      z.int().check(z.minimum(1), z.describe('End after this time without a connection; by default never')),
    ),
    requirePairing: z._default(
      z.boolean().check(z.describe('Refuse plugins that were not installed by this user')),
      false,
    ),
    readOnly: z._default(
      z.boolean().check(z.describe('Let nobody change anything: scripts, writes and play tests are refused')),
      false,
    ),
    allowHost: z._default(
      z.array(z.string()).check(z.describe('Names besides localhost under which it may be dialled')),
      [],
    ),
    allowOrigin: z._default(
      z.array(z.string()).check(z.describe('Web pages that may connect, as in https://example.com')),
      [],
    ),
    limit: z._default(
      z.array(z.string()).check(z.describe(`What it may use up, as in connections=50: ${LIMIT_NAMES}`)),
      [],
    ),
  }),
  flags: {
    logLevel: { value: 'level' },
    timeout: { value: 'time', isDuration: true },
    allowHost: { value: 'names' },
    allowOrigin: { value: 'origins' },
    limit: { value: 'name=number' },
  },
  async prepare(input, { options }) {
    const chosen = MODES.filter((mode) => input[mode]);
    if (chosen.length > 1) {
      throw new BridgeError(
        'USAGE',
        `${chosen.map((mode) => `--${mode}`).join(' and ')} exclude each other.`,
      );
    }
    if (options.remote !== undefined && (chosen[0] === undefined || chosen[0] === 'detach')) {
      throw new BridgeError('USAGE', 'serve is a host itself, and --remote names another one.', {
        hint: 'Leave out --remote, and STUDIO_BRIDGE_REMOTE where it is set.',
      });
    }
    return { mode: chosen[0], policy: readPolicy(input) };
  },
  async run({ timeout, logLevel }, context, { mode, policy }): Promise<HostReport | undefined> {
    const { hosts } = context;
    const stay = { logLevel, idleMs: timeout, policy };
    switch (mode) {
      case undefined:
        await stayAsync(stay, context);
        return undefined;
      case 'detach':
        return { state: 'started', ...(await hosts.startDetachedAsync(detachedFlags(stay))) };
      case 'status': {
        const host = await hosts.findStatusAsync();
        return host ? { state: 'running', ...host } : { state: 'not-running', port: hosts.port };
      }
      case 'stop': {
        const stopped = await hosts.stopAsync();
        if (!stopped) return { state: 'not-running', port: hosts.port };
        const { host, successor } = stopped;
        return { state: 'stopped', ...host, ...(successor ? { successor } : {}) };
      }
    }
  },
  format: (report) => (report ? reportText(report) : ''),
  exitCode: (report) => (report?.state === 'not-running' ? 3 : 0),
});
