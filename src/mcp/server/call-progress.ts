// Progress of a call that takes long, for a client that asked for it: each line that is printed, not too many of them,
// and a sign of life every second.
import type { Clock, Timer } from '../../support/clock.js';

const SIGN_OF_LIFE_MS = 1_000;
const LEAST_GAP_MS = 100;
const MAX_MESSAGE = 200;

export interface Progress {
  readonly progress: number;
  readonly message: string;
}

export interface CallProgress {
  tell(message: string): void;
  stop(): void;
}

export const noProgress: CallProgress = { tell() {}, stop() {} };

/** `progress` are the seconds so far: how many there will be, nobody knows. */
export function startProgress(clock: Clock, send: (progress: Progress) => void): CallProgress {
  const startedAt = clock.now();
  let lastAt = startedAt;
  let latest = 'running';
  let timer: Timer | undefined;
  const report = () => {
    const now = clock.now();
    if (now <= lastAt) return;
    lastAt = now;
    send({ progress: Math.round(now - startedAt) / 1000, message: latest });
  };
  const wait = () => {
    timer = clock.setTimer(
      SIGN_OF_LIFE_MS,
      () => {
        report();
        wait();
      },
      { background: true },
    );
  };
  wait();
  return {
    tell(message) {
      latest = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
      if (clock.now() - lastAt >= LEAST_GAP_MS) report();
    },
    stop: () => timer?.cancel(),
  };
}
