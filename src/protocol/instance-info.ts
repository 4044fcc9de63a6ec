// A Studio as its sessions show it: one in edit mode, and while it plays one for the server and one for each client.
import type { SessionContext, SessionInfo, SessionOrigin } from './session-info.js';

export interface InstanceInfo {
  readonly instanceId: string;
  readonly placeName: string;
  readonly placeId: number;
  readonly gameId: number;
  readonly origin: SessionOrigin;
  /** Edit first, then the server, then the clients by the names of their players. */
  readonly sessions: readonly SessionInfo[];
}

const ORDER: readonly SessionContext[] = ['edit', 'server', 'client'];

/** In the order in which the Studios came. */
export function groupInstances(sessions: readonly SessionInfo[]): InstanceInfo[] {
  const groups = new Map<string, [SessionInfo, ...SessionInfo[]]>();
  for (const session of sessions) {
    const group = groups.get(session.instanceId);
    if (group) group.push(session);
    else groups.set(session.instanceId, [session]);
  }
  return [...groups].map(([instanceId, group]) => {
    group.sort(
      (a, b) =>
        ORDER.indexOf(a.context) - ORDER.indexOf(b.context) || (a.player ?? '').localeCompare(b.player ?? ''),
    );
    const { placeName, placeId, gameId, origin } = group[0];
    return { instanceId, placeName, placeId, gameId, origin, sessions: group };
  });
}
