// The output of the emulated Studio, as the outside sees it.
import type { Clock } from '../../support/clock.js';
import type { Operations } from './operations.js';

export type OutputLevel = 'Print' | 'Info' | 'Warning' | 'Error';

export interface OutputEntry {
  readonly level: OutputLevel;
  readonly body: string;
}

/** By the numbers of Enum.MessageType. */
const LEVELS: readonly OutputLevel[] = ['Print', 'Info', 'Warning', 'Error'];

export function logOperations(clock: Clock, onOutput: (entry: OutputEntry) => void): Operations {
  return {
    'log.write': (number, bytes) => {
      onOutput({ level: LEVELS[number] ?? 'Print', body: bytes.toString() });
      return { number: clock.wallTime() / 1000 };
    },
  };
}
