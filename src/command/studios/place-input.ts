// What commands that start a Studio can be told about the place in it.
import * as z from 'zod/mini';

export const placeFile = z
  .string()
  .check(z.minLength(1), z.describe('Place or model file, or Rojo project (*.project.json), to open in it'));

/** Refused before anything runs: what a script did would be lost. */
export const savedPlaceFile = z.string().check(
  z.refine((path) => /\.rbx[lm]x?$/i.test(path), { error: 'has to end in .rbxl, .rbxlx, .rbxm or .rbxmx' }),
  z.describe('Place or model file to save it to at the end'),
);

export const studioPathInput = z
  .string()
  .check(z.minLength(1), z.describe('The Roblox Studio to use instead of those that are found'));

export const placeFlags = {
  place: { value: 'path', isPath: true },
  saveTo: { value: 'path', isPath: true },
} as const;
