// What `emulator` takes, and what of it does not go together.
import * as z from 'zod/mini';
import { faultFile } from '../../command/faults/fault-file.js';
import { determinismInput } from '../../command/studios/determinism.js';
import { placeFile, savedPlaceFile } from '../../command/studios/place-input.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { asStudioInput } from './as-studio.js';

const MAX_INSTANCES = 64;
const MAX_PLAYERS = 8;

export const emulatorInput = z.strictObject({
  placeName: z.optional(z.string().check(z.minLength(1), z.describe('Name of the place that is open in it'))),
  place: z.optional(placeFile),
  saveTo: z.optional(savedPlaceFile),
  instances: z._default(
    z.int().check(z.minimum(1), z.maximum(MAX_INSTANCES), z.describe('How many to start')),
    1,
  ),
  play: z._default(
    z.boolean().check(z.describe('Begin a play test: a server and a client beside the place')),
    false,
  ),
  players: z.optional(
    z
      .int()
      .check(
        z.minimum(1),
        z.maximum(MAX_PLAYERS),
        z.describe('How many clients the play test has; implies --play'),
      ),
  ),
  watch: z._default(
    z.boolean().check(z.describe('Read the Rojo project again when its files change')),
    false,
  ),
  operate: z._default(
    z.boolean().check(z.describe("Press plugins' buttons: read what to do from standard input")),
    false,
  ),
  faults: z.optional(faultFile),
  ...determinismInput,
  ...asStudioInput,
});

/** @throws BridgeError USAGE */
export function refuseImpossible(
  { saveTo, instances, watch, place, operate }: z.output<typeof emulatorInput>,
  hasInput: boolean,
): void {
  if (saveTo !== undefined && instances > 1) {
    throw new BridgeError('USAGE', 'Several emulated Studios cannot save their places to one file.', {
      hint: 'Start them one by one, or leave out --save-to.',
    });
  }
  if (watch && place === undefined) {
    throw new BridgeError('USAGE', '--watch needs a Rojo project.', {
      hint: 'Name it: --place default.project.json',
    });
  }
  if (operate && (instances > 1 || !hasInput)) {
    throw new BridgeError('USAGE', '--operate is for one emulated Studio.', {
      hint: 'Leave out --instances.',
    });
  }
}
