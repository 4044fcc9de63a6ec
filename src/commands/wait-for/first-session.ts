// A Studio in a play test is several sessions, some of which are not there when the wait begins: who waits for what the
// Studio is doing means all of them.
import type { SessionContext, StudioSession } from '../../command/command-context.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import { createDeferred } from '../../support/deferred.js';

/** What the first of the Studio's sessions gives, now or later; the session that was chosen decides when to give up. */
export async function firstSessionAsync<Result>(
  { connection, session, signal }: SessionContext,
  askAsync: (session: StudioSession, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { instanceId, sessionId: chosenId } = session.info;
  const isDone = new AbortController();
  const both = AbortSignal.any([signal, isDone.signal]);
  const found = createDeferred<Result>();
  const askOther = async ({ sessionId }: SessionInfo) => {
    try {
      const other = await connection.resolveSessionAsync({ target: sessionId, signal: both });
      found.resolve(await askAsync(other, both));
    } catch {
      // It left, or did not come to it: others may.
    }
  };
  const consider = (info: SessionInfo) => {
    if (info.instanceId === instanceId && info.sessionId !== chosenId) void askOther(info);
  };
  const stopListening = connection.on('session-connected', consider);
  for (const info of connection.listSessions()) consider(info);
  try {
    return await Promise.race([askAsync(session, both), found.promise]);
  } finally {
    stopListening();
    isDone.abort();
  }
}
