// `serve`: a bridge host that stays, for devcontainers, continuous integration and whoever wants one that
// outlives the commands.
import * as z from 'zod/mini';
import type { StudioConnection } from '../../command/command-context.js';
import { defineCommand } from '../../command/define-command.js';
import { untilAbortedAsync } from '../../command/waits.js';
import { LOG_LEVELS } from '../../support/logger.js';
import { untilIdleAsync } from './idle.js';

const INFO = LOG_LEVELS.indexOf('info');

export const serve = defineCommand({
  name: ['serve'],
  section: 'Infrastructure',
  summary: 'Start the bridge server',
  description:
    'It stays in the foreground until it is interrupted. Every other command on this machine uses it.',
  examples: [
    { line: 'serve', about: 'Be the host on the usual port' },
    { line: 'serve --port 9000 --json', about: 'On another port, with events as JSON lines' },
  ],
  target: 'none',
  isLongRunning: true,
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  input: z.strictObject({
    logLevel: z._default(z.enum(LOG_LEVELS).check(z.describe('How much to tell')), 'info'),
    timeout: z.optional(
      z
        .int()
        .check(z.minimum(1), z.describe('End after this many ms without a connection; by default never')),
    ),
  }),
  flags: { logLevel: { value: 'level' }, timeout: { value: 'ms' } },
  async run({ timeout, logLevel }, context) {
    const isTold = LOG_LEVELS.indexOf(logLevel) >= INFO;
    const tell: Tell = (data, text) => context.emit({ data, text: isTold ? text : '', to: 'result' });
    const connection = await context.openConnectionAsync({
      port: context.options.port,
      mustHost: true,
      logLevel,
    });
    try {
      tell({ event: 'started', port: connection.port }, `Bridge host listening on port ${connection.port}`);
      announceChanges(connection, tell);
      const isOver = new Promise((resolve) => connection.on('closed', resolve));
      const isIdle = timeout === undefined ? [] : [untilIdleAsync(connection, context.clock, timeout)];
      await Promise.race([untilAbortedAsync(context.signal), isOver, ...isIdle]);
      tell({ event: 'stopping' }, 'Stopping');
    } finally {
      await connection.disconnectAsync();
    }
    tell({ event: 'stopped' }, 'Stopped');
    return undefined;
  },
  format: () => '',
});

type Tell = (data: { event: string } & Record<string, unknown>, text: string) => void;

function announceChanges(connection: StudioConnection, tell: Tell): void {
  connection.on('session-connected', (session) => {
    const { sessionId, placeName, context, origin } = session;
    const from = origin === 'emulator' ? ', emulated' : '';
    tell(
      { event: 'session-connected', session },
      `Session ${sessionId.slice(0, 8)} connected: ${placeName} (${context}${from})`,
    );
  });
  connection.on('session-disconnected', ({ session: { sessionId }, reason }) =>
    tell(
      { event: 'session-disconnected', sessionId, reason },
      `Session ${sessionId.slice(0, 8)} disconnected: ${reason}`,
    ),
  );
  connection.on('client-connected', ({ clientId }) =>
    tell({ event: 'client-connected', clientId }, 'Client connected'),
  );
  connection.on('client-disconnected', ({ clientId }) =>
    tell({ event: 'client-disconnected', clientId }, 'Client disconnected'),
  );
}
