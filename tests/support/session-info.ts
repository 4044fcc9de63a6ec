// Sessions that were never connected, for tests of what is done with them.
import type { SessionInfo } from '../../src/protocol/session-info.js';

export function createSessionInfo(overrides: Partial<SessionInfo> = {}): SessionInfo {
  return {
    sessionId: 'session-1',
    instanceId: 'instance-1',
    context: 'edit',
    placeId: 0,
    gameId: 0,
    placeName: 'TestPlace',
    state: 'Edit',
    pluginVersion: '1.0.0',
    protocolVersion: 2,
    capabilities: ['execute'],
    origin: 'user',
    paired: false,
    stale: false,
    connectedAt: 0,
    ...overrides,
  };
}
