// ScriptContext:SetTimeout.
import type { Operations } from './operations.js';

export function limitOperations(setTimeLimit: (limitMs: number) => void): Operations {
  return {
    /** In seconds; 0 is no limit. */
    'script.timeLimit': (seconds) => {
      setTimeLimit(seconds > 0 ? seconds * 1000 : Number.POSITIVE_INFINITY);
      return undefined;
    },
  };
}
