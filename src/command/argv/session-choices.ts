// Sessions as somebody who types may name them: as few letters of the id as keep them apart, and what they are.
import type { SessionInfo } from '../../protocol/session-info.js';
import { shownName } from '../../support/shown-text.js';
import type { Candidate } from './complete.js';

const SHORT_ID = 8;

export function sessionChoices(sessions: readonly SessionInfo[]): Candidate[] {
  return sessions.map(({ sessionId, placeName, context, player, origin }) => ({
    value: sessionId.slice(0, idLength(sessions)),
    about: [placeName || '(unnamed place)', context, player, origin === 'emulator' ? 'emulated' : undefined]
      .filter((part) => part !== undefined)
      .map(shownName)
      .join(', '),
  }));
}

function idLength(sessions: readonly SessionInfo[]): number {
  const longest = Math.max(0, ...sessions.map(({ sessionId }) => sessionId.length));
  for (let length = SHORT_ID; length < longest; length++) {
    if (new Set(sessions.map(({ sessionId }) => sessionId.slice(0, length))).size === sessions.length)
      return length;
  }
  return longest;
}
