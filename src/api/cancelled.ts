// What a method of the library rejects with when its signal was aborted.
import { BridgeError } from '../protocol/bridge-error.js';

export function cancelled(what: string): (cause: unknown) => BridgeError {
  return (cause) => new BridgeError('CANCELLED', `${what} was cancelled.`, { cause });
}
