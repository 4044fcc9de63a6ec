// Which session a caller means. A target is any prefix of a session's id or of its Studio's, or the name of the
// place; one must fit, and nothing is ever picked in its stead.
import { BridgeError, type BridgeErrorOptions } from '../protocol/bridge-error.js';
import type { SessionContext, SessionInfo } from '../protocol/session-info.js';
import { shownName } from '../support/shown-text.js';

export interface TargetQuery {
  readonly target?: string | undefined;
  /** Within a Studio; `edit` unless the target is the id of a session. */
  readonly context?: SessionContext | undefined;
}

export type PickResult = { ok: true; session: SessionInfo } | { ok: false; error: BridgeError };

export function pickSession(sessions: readonly SessionInfo[], query: TargetQuery): PickResult {
  if (sessions.length === 0) return failed('SESSION_NOT_FOUND', `${notFound(query)} No Studio is connected.`);
  const { target, context } = query;
  const candidates = target === undefined ? sessions : sessions.filter((session) => fits(session, target));
  if (candidates.length === 0) {
    const message = `${notFound(query)} Connected are:${choices(sessions)}`;
    return failed('SESSION_NOT_FOUND', message, { hint: 'Name one of them with --target.', exitCode: 2 });
  }
  const [only] = candidates;
  if (
    target !== undefined &&
    context === undefined &&
    only &&
    candidates.length === 1 &&
    startsId(only, target)
  ) {
    return { ok: true, session: only };
  }
  // A session that was named stands for its Studio when a context is asked for.
  const studios = new Set(candidates.map((session) => session.instanceId));
  const wanted = context ?? 'edit';
  const inContext = sessions.filter(
    (session) => studios.has(session.instanceId) && session.context === wanted,
  );
  const [first, second] = inContext;
  if (!first) {
    const message = `No session in context ${wanted} is connected. Connected are:${choices(candidates)}`;
    return failed('CONTEXT_NOT_FOUND', message);
  }
  if (!second) return { ok: true, session: first };
  const what = target === undefined ? 'are connected' : `fit ${JSON.stringify(target)}`;
  return failed('AMBIGUOUS_SESSION', `${inContext.length} sessions ${what}:${choices(inContext)}`);
}

/** Named by an id, which no session that connects later is likely to share, unlike the name of a place. */
export function isNamedById(session: SessionInfo, target: string): boolean {
  return startsId(session, target) || hasPrefix(session.instanceId, target);
}

function fits(session: SessionInfo, target: string): boolean {
  if (target === '') return false;
  return isNamedById(session, target) || session.placeName === target;
}

function startsId(session: SessionInfo, target: string): boolean {
  return hasPrefix(session.sessionId, target);
}

function hasPrefix(id: string, prefix: string): boolean {
  return id.toLowerCase().startsWith(prefix.toLowerCase());
}

function notFound({ target }: TargetQuery): string {
  return target === undefined ? 'There is no session.' : `No session fits ${JSON.stringify(target)}.`;
}

/** One a line, with enough of the id to name it. */
function choices(sessions: readonly SessionInfo[]): string {
  const lines = sessions.map((session) => {
    const place = session.placeName || '(unnamed place)';
    const player = session.player === undefined ? '' : ` ${session.player}`;
    const what = shownName(`${session.context}${player}  ${place}`);
    return `\n  ${session.sessionId.slice(0, idLength(sessions))}  ${what}`;
  });
  return lines.join('');
}

const SHORT_ID = 8;

/** As short as keeps the ids apart. */
function idLength(sessions: readonly SessionInfo[]): number {
  const longest = Math.max(...sessions.map((session) => session.sessionId.length));
  for (let length = SHORT_ID; length < longest; length += 1) {
    if (new Set(sessions.map((session) => session.sessionId.slice(0, length))).size === sessions.length)
      return length;
  }
  return longest;
}

function failed(
  code: 'SESSION_NOT_FOUND' | 'AMBIGUOUS_SESSION' | 'CONTEXT_NOT_FOUND',
  message: string,
  options?: BridgeErrorOptions,
): PickResult {
  return { ok: false, error: new BridgeError(code, message, options) };
}
