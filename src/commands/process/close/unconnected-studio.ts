// Ending a Studio that was started here and has no session: a dialog holds it up, or its plugin cannot reach a host.
import type { ConnectionContext } from '../../../command/command-context.js';
import type { StartedStudio } from '../../../command/world/studio-opening.js';
import { BridgeError } from '../../../protocol/bridge-error.js';

export interface Closing {
  /** By its plugin, as by its user, or by force. */
  readonly how: 'plugin' | 'window' | 'ended';
  readonly kept: readonly string[];
}

export interface Closed extends Closing {
  readonly closed: boolean;
  /** Absent for one that had none. */
  readonly sessionId?: string;
  readonly placeName: string;
}

/** @throws `missing` if there is none with that place or it is not to be forced, AMBIGUOUS_SESSION if there are several. */
export async function closeUnconnectedAsync(
  force: boolean,
  { connection, openings, options }: ConnectionContext,
  missing: BridgeError,
): Promise<Closed> {
  const { target, remote } = options;
  // What was started here is of no concern to a host elsewhere.
  const left = remote === undefined ? await openings.listUnconnectedAsync(connection.listSessions()) : [];
  const fitting = left.filter((started) => target === undefined || isNamed(started, target));
  const [started] = fitting;
  if (!started) throw missing;
  const { code, details, message, exitCode } = missing;
  const names = fitting.map(({ placeName, pid }) => `${placeName} (process ${pid})`).join(', ');
  if (!force) {
    throw new BridgeError(code, message, {
      hint: `Started here and not connected: ${names}. To end it as it is: process close --force`,
      ...{ details, exitCode, cause: missing },
    });
  }
  if (fitting.length > 1) {
    throw new BridgeError(
      'AMBIGUOUS_SESSION',
      `No session fits, and several Studios that were started here are not connected: ${names}.`,
      { hint: 'Name the place or the process of one: --target' },
    );
  }
  const { placeName } = started;
  return { closed: true, placeName, how: 'ended', kept: await started.endAsync() };
}

/** The place with or without the ending of its file. */
function isNamed({ placeName, pid }: StartedStudio, target: string): boolean {
  return [placeName, placeName.replace(/\.[^.]+$/, ''), String(pid)].includes(target);
}
