// The fields that the commands which change instances have in common.
import * as z from 'zod/mini';

export const dryRunField = z._default(
  z.boolean().check(z.describe('Show what it would come to, and change nothing')),
  false,
);

export const attributeField = z._default(
  z.array(z.string()).check(z.describe('Attribute to set; give it again for each')),
  [],
);

export const tagField = z._default(z.array(z.string()).check(z.describe('Tags to add')), []);

export const pathsField = z
  .array(z.string())
  .check(z.minLength(1, 'has to name an instance'), z.describe('Dot paths from game'));

/** Values have commas in them, so lists of them are not split. */
export const changeFlags = { attribute: { value: 'name=value', isRepeated: true }, tag: { value: 'tags' } };
