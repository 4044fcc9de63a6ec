// Follows the log of one session and keeps count of what came, what came twice and what it was told that it missed.
import { existsSync } from 'node:fs';
import { BridgeConnection } from '../../../src/bridge/bridge-connection.js';
import type { BridgeSession } from '../../../src/bridge/bridge-session.js';
import { logPushPayload } from '../../../src/protocol/events.js';
import { obey } from './obey.js';

const LOOK_MS = 20;

export interface Counts {
  readonly received: number;
  /** Came again, or after one that was logged later. */
  readonly doubled: number;
  /** Named as missing. */
  readonly missed: number;
  readonly reconnects: number;
}

let session: BridgeSession | undefined;
let counts: Counts = { received: 0, doubled: 0, missed: 0, reconnects: 0 };
let lastSeq = 0;
let onLine = () => {};

const commands = {
  async follow({ port, home }: { port: number; home: string }): Promise<void> {
    const connection = await BridgeConnection.connectAsync({
      port,
      stateFolder: home,
      local: true,
      clientVersion: '0.0.0-bench',
    });
    connection.on('host-changed', () => count({ reconnects: 1 }));
    session = await connection.resolveSessionAsync({ target: 'place-0', waitMs: 5_000 });
    session.follow({
      push: ({ payload }) => take(logPushPayload.parse(payload).entry.seq ?? 0),
      missed: ({ fromSeq, toSeq }) => count({ missed: toSeq - fromSeq + 1 }),
    });
    await session.subscribeAsync(['logPush']);
  },

  /** Does nothing at all, not even read, until there is this file. */
  stall({ until }: { until: string }): void {
    setImmediate(() => {
      const nothing = new Int32Array(new SharedArrayBuffer(4));
      while (!existsSync(until)) Atomics.wait(nothing, 0, 0, LOOK_MS);
    });
  },

  /** What was lost with a connection is asked for again before this is. */
  async settle(): Promise<void> {
    await session?.subscribeAsync(['stateChange']);
  },

  async countsAfter(seq: number): Promise<Counts> {
    while (lastSeq < seq) {
      await new Promise<void>((resolve) => {
        onLine = resolve;
      });
    }
    return counts;
  },
};
export type Follower = typeof commands;

obey(commands);

function take(seq: number): void {
  count(seq > lastSeq ? { received: 1 } : { doubled: 1 });
  lastSeq = Math.max(lastSeq, seq);
  onLine();
}

function count(more: Partial<Counts>): void {
  counts = {
    received: counts.received + (more.received ?? 0),
    doubled: counts.doubled + (more.doubled ?? 0),
    missed: counts.missed + (more.missed ?? 0),
    reconnects: counts.reconnects + (more.reconnects ?? 0),
  };
}
