// The usual shapes of fields, so that what a command can be told reads as a list.
import * as z from 'zod/mini';

export const textField = (about: string) => z.optional(z.string().check(z.minLength(1), z.describe(about)));

export const textsField = (about: string) => z._default(z.array(z.string()).check(z.describe(about)), []);

export const flagField = (about: string) => z._default(z.boolean().check(z.describe(about)), false);

/** A whole number of 1 or more, as numbers of lines, places and players are. */
export const numberField = (about: string) => z.optional(z.int().check(z.minimum(1), z.describe(about)));

export const countField = (about: string, least: number, usual: number) =>
  z._default(z.int().check(z.minimum(least), z.describe(about)), usual);
