// The floor that the bridge is measured against: a bare `ws` relay and the end that answers, two processes. Whoever
// asks is the third.
import type { Floor } from './actors/floor.js';
import type { Stage } from './stage.js';

/** Resolves with the port of the relay. */
export async function startFloorAsync(stage: Stage): Promise<number> {
  const relay = await stage.startAsync<Floor>('floor');
  const port = await relay.ask('relay');
  const far = await stage.startAsync<Floor>('floor');
  await far.ask('answer', port);
  return port;
}
