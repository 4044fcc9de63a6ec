// The whole place as a plugin can tell it: the services by their values, what is in them as one model.
import * as z from 'zod/mini';
import type { SessionContext } from '../../../command/command-context.js';
import { receiveSlicesAsync } from '../../../command/slices.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { serializedValue } from '../../../protocol/values.js';
import { wireObject, wireRecord } from '../../../protocol/wire-object.js';
import type { PlaceParts } from '../../../support/place-parts.js';
import source from './save.luau';

const values = wireRecord(serializedValue);
const number = z.optional(z.int());

const left = wireObject({
  /** Of services, which plugins may not read. */
  properties: z.array(z.string()),
  instances: z.array(wireObject({ path: z.string(), why: z.string() })),
  /** From services to what is not in the file. */
  references: z.array(z.string()),
});

export const savePlace = defineAction({
  request: 'savePlace',
  response: 'savePlaceResult',
  capability: 'registerAction',
  timeoutMs: 120_000,
  readOnly: true,
  payload: wireObject({ token: z.optional(z.string()), offset: number }),
  result: wireObject({
    token: z.string(),
    total: z.int(),
    data: serializedValue,
    /** With the first slice only, as all that follows. */
    shells: z.optional(
      z.array(
        wireObject({
          className: z.string(),
          name: serializedValue,
          parent: z.int(),
          properties: values,
          attributes: values,
          references: wireRecord(wireObject({ shell: number, root: number })),
          tags: z.array(z.string()),
        }),
      ),
    ),
    roots: z.optional(z.array(wireObject({ shell: z.int(), className: z.string(), name: serializedValue }))),
    left: z.optional(left),
    /** How much of the terrain is filled, if that can be told. */
    terrainCells: z.optional(z.number()),
  }),
  source,
});

export interface ToldPlace {
  readonly parts: PlaceParts;
  readonly left: z.output<typeof left>;
  readonly terrainCells: number | undefined;
}

export async function readPlaceAsync({ session, signal, options }: SessionContext): Promise<ToldPlace> {
  const { first, bytes } = await receiveSlicesAsync((at) =>
    session.invokeAsync(savePlace, at, { signal, timeoutMs: options.timeoutMs }),
  );
  const { shells, roots, left, terrainCells } = first;
  if (!shells || !roots || !left) {
    throw new BridgeError('INVALID_RESULT', 'The place did not come whole.', { delivery: 'ran' });
  }
  return { parts: { model: bytes, shells, roots }, left, terrainCells };
}
