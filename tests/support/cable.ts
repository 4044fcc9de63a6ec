// A cable between the parts of a bridge that a test can cut, let go dead, or make deliver bytes in other pieces.
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/support/clock.js';

/** Where in a piece of data the cable is cut. */
export const PLACES = ['before', 'within', 'after'] as const;
export type Place = (typeof PLACES)[number];

/** How the bytes go on: as they came, one by one, or several writes as one. */
export type Pieces = 'same' | 'single bytes' | 'merged';

const MERGE_MS = 3;

export class Cable {
  /** How many pieces have passed since the last cut was set, in both directions. */
  passed = 0;
  private cutAt: { index: number; place: Place } | undefined;
  private readonly pairs = new Set<[Socket, Socket]>();

  constructor(
    readonly port: number,
    private readonly pieces: Pieces,
  ) {}

  /** How many connections there are now. */
  get connections(): number {
    return this.pairs.size;
  }

  /** Cuts everything at the piece with this index, counted from now; what connects after that is not harmed. */
  cutOnce(index: number, place: Place): void {
    this.passed = 0;
    this.cutAt = { index, place };
  }

  /** The far end is not read on the connections that are there, as if whoever is near were too slow. */
  stall(): void {
    for (const [, far] of this.pairs) far.pause();
  }

  /** What was left unread is read now. */
  flow(): void {
    for (const [, far] of this.pairs) far.resume();
  }

  /** From now on nothing passes on the connections that are there, and neither end hears of it. */
  goDead(): void {
    for (const socket of [...this.pairs].flat())
      socket
        .removeAllListeners()
        .on('error', () => {})
        .resume();
    this.pairs.clear();
  }

  join(left: Socket, right: Socket): void {
    const pair: [Socket, Socket] = [left, right];
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      left.destroy();
      right.destroy();
    };
    for (const [from, to] of [pair, [right, left]] as const) {
      from.on('error', end).on('close', end);
      from.on('data', (chunk: Buffer) => this.pass(chunk, to));
    }
  }

  end(): void {
    for (const socket of [...this.pairs].flat()) socket.destroy();
  }

  private pass(chunk: Buffer, to: Socket): void {
    const cut = this.cutAt?.index === this.passed ? this.cutAt : undefined;
    this.passed += 1;
    if (cut?.place !== 'before') {
      this.write(cut?.place === 'within' ? chunk.subarray(0, Math.ceil(chunk.length / 2)) : chunk, to);
    }
    if (!cut) return;
    this.cutAt = undefined;
    // What was written still arrives, as on a cable; then both ends see the loss.
    for (const socket of [...this.pairs].flat()) socket.destroySoon();
  }

  private write(chunk: Buffer, to: Socket): void {
    if (this.pieces === 'same') to.write(chunk);
    else if (this.pieces === 'merged') {
      if (to.writableCorked === 0) {
        to.cork();
        systemClock.setTimer(MERGE_MS, () => to.uncork());
      }
      to.write(chunk);
    } else {
      for (const byte of chunk) to.write(Buffer.of(byte));
    }
  }
}

export async function useCable(target: number, pieces: Pieces = 'same'): Promise<Cable> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cable = new Cable(typeof address === 'object' && address ? address.port : 0, pieces);
  server.on('connection', (near) => {
    const far = connect(target, '127.0.0.1', () => cable.join(near, far));
    near.on('error', () => far.destroy()).setNoDelay(true);
    far.on('error', () => near.destroy()).setNoDelay(true);
  });
  onTestFinished(() => {
    cable.end();
    server.close();
  });
  return cable;
}
