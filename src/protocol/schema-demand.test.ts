import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { problemOf } from './schema-demand.js';

const change = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set'), path: z.string() }),
  z.strictObject({ op: z.literal('move'), to: z.string() }),
]);

test.each([
  [z.string(), 1, 'it has to be text'],
  [z.object({ list: z.array(z.int()) }), { list: [1.5] }, 'list.0 has to be a whole number'],
  [z.union([z.string(), z.number()]), true, 'it has to be text or a number'],
  [
    z.union([z.enum(['a', 'b']), z.strictObject({ at: z.number() })]),
    { at: 'x' },
    'it is not right: at has to be a number',
  ],
  [change, { op: 'fly' }, 'op has to be one of set, move'],
  [change, { op: 'set', path: 'a', way: 1 }, 'it must not have "way"'],
  [z.literal(2), 3, 'it has to be 2'],
  [z.url(), 'no', 'it has to be of the form url'],
  [z.string().check(z.maxLength(2)), 'abc', 'it has to be text of at most 2 characters'],
  [z.number().check(z.gt(0)), 0, 'it has to be more than 0'],
  [
    z.record(z.string().check(z.regex(/^a/, 'has to begin with a')), z.string()),
    { b: '' },
    'b has to begin with a',
  ],
])('%# %j', (schema, value, sentence) => {
  expect(problemOf(schema.safeParse(value).error?.issues[0])).toBe(sentence);
});

test('a sentence of the schema stands by itself', () => {
  const schema = z.object({
    on: z.string().check(z.refine(() => false, { error: '"cut" happens on a request' })),
  });
  expect(problemOf(schema.safeParse({ on: 'task' }).error?.issues[0], 'plan')).toBe(
    'plan.on: "cut" happens on a request',
  );
});

test('nothing is known where there is no issue', () => {
  expect(problemOf(undefined, 'list')).toBe('list is not right');
});
