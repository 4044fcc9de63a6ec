// Finds connections whose other end is gone without a word: a ping at intervals, and the end if none answers.
import type { Clock, Timer } from '../../support/clock.js';
import type { Link } from './link.js';

const SECOND_PING_MS = 5_000;

export function keepAlive(link: Link, clock: Clock, intervalMs: number): void {
  let timer: Timer | undefined;
  const arm = () => {
    timer = clock.setTimer(intervalMs, () => void lookAsync(), { background: true });
  };
  const lookAsync = async () => {
    // Asked twice: after a sleep of this machine timers are due before what came meanwhile is read.
    if ((await link.pingAsync(intervalMs)) || (await link.pingAsync(SECOND_PING_MS))) arm();
    else if (link.isOpen) link.terminate('it did not answer a ping');
  };
  link.onClose(() => timer?.cancel());
  arm();
}
