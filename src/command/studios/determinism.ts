// Options of every command that starts an emulated Studio of its own: what makes two runs of a script the same.
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';

const MAX_SEED = 2 ** 31 - 1;

export const determinismInput = {
  virtualTime: z.optional(
    z.boolean().check(z.describe('Waiting takes no time: the clock moves on to whatever is due (emulated)')),
  ),
  seed: z.optional(
    z
      .int()
      .check(
        z.minimum(0),
        z.maximum(MAX_SEED),
        z.describe('Random numbers and ids are the same in every run (emulated)'),
      ),
  ),
};

export const determinismFlags = { seed: { value: 'number' } } as const;

interface Determinism {
  readonly virtualTime?: boolean | undefined;
  readonly seed?: number | undefined;
}

/** Which Studio is meant: both options are the emulated one's. */
export function studioFor(emulator: boolean | undefined, options: Determinism): boolean | undefined {
  const isNeeded = options.virtualTime === true || options.seed !== undefined;
  if (!isNeeded) return emulator;
  if (emulator !== false) return true;
  throw new BridgeError('USAGE', 'Time and random numbers can be set in the emulated Studio only.', {
    hint: 'Leave out --no-emulator, or --virtual-time and --seed.',
  });
}
