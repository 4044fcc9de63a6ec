// What every command that asks Open Cloud can be told about it.
import * as z from 'zod/mini';
import type { FlagStyle } from './define-command.js';

export const cloudInput = {
  apiKey: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.describe('Open Cloud key; others can see it here, so rather use login or the environment'),
      ),
  ),
  cloudUrl: z.optional(
    z.string().check(z.minLength(1), z.describe('Another service that behaves like Open Cloud')),
  ),
};

export const cloudStyles = {
  apiKey: { value: 'key' },
  cloudUrl: { value: 'url' },
} satisfies Record<string, FlagStyle>;
