// JSONDecode's half on this side.
import type { Operations } from './operations.js';
import { packJson } from './packed-json.js';

export function jsonOperations(): Operations {
  return {
    /** Status 1: it is not JSON. */
    'json.pack': (_value, bytes) => {
      try {
        return { bytes: packJson(bytes.toString()) };
      } catch {
        return { status: 1 };
      }
    },
  };
}
