// When a task is given up: one whose place cannot be loaded never ends, and the service says nothing of it.
import type { Clock, Timer } from '../support/clock.js';

/** Until a server has the place open, at the most. */
const BOOT_MS = 60_000;
const GRACE_MS = 45_000;

export interface TaskDeadline {
  /** Also aborted with the signal that the deadline was started with. */
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  tellOver(taskPath: string): string;
  cancel(): void;
}

/** @param setting `timeoutMs`: what the task itself may take, counted from when its script begins. */
export function startTaskDeadline(setting: {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): TaskDeadline {
  const { clock, timeoutMs, signal } = setting;
  const afterMs = timeoutMs + BOOT_MS + GRACE_MS;
  const controller = new AbortController();
  let isOver = false;
  const abort = () => controller.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const timer: Timer = clock.setTimer(afterMs, () => {
    isOver = true;
    controller.abort();
  });
  return {
    signal: controller.signal,
    get isOver() {
      return isOver;
    },
    tellOver: (taskPath) =>
      `The task did not end within ${Math.round(afterMs / 1000)} s; a place that cannot be loaded stays like this: ${taskPath}`,
    cancel() {
      timer.cancel();
      signal.removeEventListener('abort', abort);
      // Whoever still waits for something of this task waits for nothing.
      controller.abort();
    },
  };
}
