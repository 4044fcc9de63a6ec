// The output of the emulated Studio, as the outside sees it.
import type { Clock } from '../../support/clock.js';
import type { Operations } from './operations.js';
import type { OutputEntry, OutputLevel } from './output-entry.js';

/** By the numbers of Enum.MessageType. */
const LEVELS: readonly OutputLevel[] = ['Print', 'Info', 'Warning', 'Error'];

export function logOperations(clock: Clock, onOutput: (entry: OutputEntry) => void): Operations {
  return {
    'log.write': (number, bytes) => {
      onOutput({ level: LEVELS[number] ?? 'Print', body: bytes.toString() });
      return { number: clock.wallTime() / 1000 };
    },
    /** An error inside of the engine, where no script can catch it. */
    'log.failure': (_value, bytes) => {
      onOutput({ level: 'Error', body: `The emulated engine failed: ${bytes.toString()}` });
      return undefined;
    },
  };
}
