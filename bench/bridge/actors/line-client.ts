// The client of the round trips. It holds a connection through the bridge and one through the floor and uses them in
// turns, so that both see the same machine in the same state.
import { BridgeConnection } from '../../../src/bridge/bridge-connection.js';
import { execute } from '../../../src/protocol/core-actions.js';
import { type Line, openFloorAsync } from './floor-line.js';
import { obey } from './obey.js';

const lines: { floor?: Line; bridge?: Line } = {};

export interface Turns {
  readonly rounds: number;
  /** Requests of one side in one round. */
  readonly count: number;
  readonly inFlight: number;
  readonly bytes: number;
}

/** Milliseconds: of one request (median) and of all of them together. */
export interface Timing {
  readonly eachMs: number;
  readonly allMs: number;
}

const commands = {
  async connect(to: { port: number; home: string; floorPort: number }): Promise<void> {
    lines.bridge = await openBridgeAsync(to.port, to.home);
    lines.floor = await openFloorAsync(to.floorPort);
  },

  /** In pairs; which side begins changes from round to round. */
  async takeTurns({ rounds, ...turn }: Turns): Promise<{ floor: Timing; bridge: Timing }[]> {
    const { floor, bridge } = lines;
    if (!floor || !bridge) throw new Error('It is not connected.');
    const results: { floor: Timing; bridge: Timing }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const isFloorFirst = round % 2 === 0;
      const first = await timeAsync(isFloorFirst ? floor : bridge, turn);
      const second = await timeAsync(isFloorFirst ? bridge : floor, turn);
      results.push(isFloorFirst ? { floor: first, bridge: second } : { floor: second, bridge: first });
    }
    return results;
  },
};
export type LineClient = typeof commands;

obey(commands);

async function timeAsync(line: Line, { count, inFlight, bytes }: Omit<Turns, 'rounds'>): Promise<Timing> {
  const script = 'x'.repeat(bytes);
  const times: number[] = [];
  let asked = 0;
  const askInTurnAsync = async () => {
    while (asked < count) {
      asked += 1;
      const startedAt = performance.now();
      await line(script);
      times.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: inFlight }, askInTurnAsync));
  const allMs = performance.now() - startedAt;
  times.sort((a, b) => a - b);
  return { eachMs: times[times.length >> 1] ?? Number.NaN, allMs };
}

async function openBridgeAsync(port: number, home: string): Promise<Line> {
  const connection = await BridgeConnection.connectAsync({
    port,
    stateFolder: home,
    local: true,
    clientVersion: '0.0.0-bench',
  });
  const session = await connection.resolveSessionAsync({ target: 'place-0', waitMs: 5_000 });
  return async (script) => {
    const { success } = await session.invokeAsync(execute, { script });
    if (!success) throw new Error('The script failed.');
  };
}
