// `serve` in the foreground: be the host, tell what happens, until it is interrupted, idle, or asked to end.
import type { CommandContext, StudioConnection } from '../../command/command-context.js';
import { untilAbortedAsync } from '../../command/waits.js';
import type { HostPolicy } from '../../command/world/host-control.js';
import { LOG_LEVELS, type LogLevel } from '../../support/logger.js';
import { shownName } from '../../support/shown-text.js';
import { untilIdleAsync } from './idle.js';

export interface Stay {
  readonly logLevel: LogLevel;
  /** Without a connection; absent: for ever. */
  readonly idleMs: number | undefined;
  readonly policy: HostPolicy;
}

const INFO = LOG_LEVELS.indexOf('info');

export async function stayAsync({ logLevel, idleMs, policy }: Stay, context: CommandContext): Promise<void> {
  const isTold = LOG_LEVELS.indexOf(logLevel) >= INFO;
  const tell: Tell = (data, text) => context.emit({ data, text: isTold ? text : '', to: 'result' });
  const connection = await context.openConnectionAsync({
    port: context.options.port,
    mustHost: true,
    policy,
    logLevel,
  });
  const { port } = connection;
  try {
    const lines = [`Bridge host listening on port ${port}`, containerLine(port, context.hosts.tokenFile)];
    tell({ event: 'started', port }, lines.join('\n'));
    announceChanges(connection, tell);
    const isOver = new Promise((resolve) => connection.on('closed', resolve));
    const isStopped = new Promise((resolve) => connection.on('stop-requested', resolve));
    const isIdle = idleMs === undefined ? [] : [untilIdleAsync(connection, context.clock, idleMs)];
    await Promise.race([untilAbortedAsync(context.signal), isOver, isStopped, ...isIdle]);
    tell({ event: 'stopping' }, 'Stopping');
  } finally {
    await connection.disconnectAsync();
  }
  tell({ event: 'stopped' }, 'Stopped');
}

/** The token is named by its file: what stands on a command line can be read by everybody on the machine. */
function containerLine(port: number, tokenFile: string | undefined): string {
  const token =
    tokenFile === undefined ? 'the token that this host was given' : `the content of ${tokenFile}`;
  return `For a devcontainer: forward port ${port} into it, and set STUDIO_BRIDGE_TOKEN there to ${token}`;
}

type Tell = (data: { event: string } & Record<string, unknown>, text: string) => void;

function announceChanges(connection: StudioConnection, tell: Tell): void {
  connection.on('session-connected', (session) => {
    const { sessionId, placeName, context, origin } = session;
    const from = origin === 'emulator' ? ', emulated' : '';
    tell(
      { event: 'session-connected', session },
      `Session ${sessionId.slice(0, 8)} connected: ${shownName(placeName)} (${context}${from})`,
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
