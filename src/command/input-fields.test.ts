import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { inputFields } from './input-fields.js';

test('every flat type becomes a field, with its description, choices and default', () => {
  const schema = z.strictObject({
    path: z.string().check(z.minLength(1), z.describe('Where')),
    depth: z._default(z.int().check(z.minimum(0), z.describe('How deep')), 2),
    ratio: z.optional(z.number()),
    all: z._default(z.boolean(), false),
    levels: z.optional(z.array(z.enum(['Print', 'Error'])).check(z.describe('Which'))),
    names: z.optional(z.array(z.string())),
    mode: z.optional(z.enum(['head', 'tail'])),
  });
  expect(inputFields(schema)).toEqual([
    { name: 'path', kind: 'string', description: 'Where', required: true },
    { name: 'depth', kind: 'integer', description: 'How deep', required: false, defaultValue: 2 },
    { name: 'ratio', kind: 'number', description: '', required: false },
    { name: 'all', kind: 'boolean', description: '', required: false, defaultValue: false },
    { name: 'levels', kind: 'strings', description: 'Which', required: false, choices: ['Print', 'Error'] },
    { name: 'names', kind: 'strings', description: '', required: false },
    { name: 'mode', kind: 'string', description: '', required: false, choices: ['head', 'tail'] },
  ]);
});

test('the description may stand on the outside too', () => {
  const schema = z.strictObject({ path: z.optional(z.string()).check(z.describe('Where')) });
  expect(inputFields(schema)[0]?.description).toBe('Where');
});

test('a field that is not flat is refused by name', () => {
  const schema = z.strictObject({ where: z.object({ x: z.number() }) });
  expect(() => inputFields(schema)).toThrow('The input field where is not flat: it cannot be a flag.');
});
