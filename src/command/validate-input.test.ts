import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { BridgeError } from '../protocol/bridge-error.js';
import { validateInput } from './validate-input.js';

const schema = z.strictObject({
  path: z.string(),
  depth: z._default(z.int().check(z.minimum(0), z.maximum(9)), 0),
  mode: z.optional(z.enum(['head', 'tail'])),
  all: z.optional(z.boolean()),
  levels: z.optional(z.array(z.enum(['Print', 'Error']))),
  named: z.optional(z.string().check(z.minLength(1), z.regex(/^[a-z]+$/, 'has to be small letters'))),
  coded: z.optional(z.string().check(z.regex(/^x\d+$/))),
  paths: z.optional(z.array(z.string()).check(z.minLength(1))),
  even: z.optional(z.number().check(z.refine((n) => n % 2 === 0, { error: 'has to be even' }))),
});

test('good input comes back typed, with its defaults', () => {
  expect(validateInput(schema, { path: 'Workspace' })).toEqual({ path: 'Workspace', depth: 0 });
});

test.each([
  [{}, '--path is missing.'],
  [{ path: 1 }, '--path has to be text, not 1.'],
  [{ path: '', depth: 'x' }, '--depth has to be a number, not "x".'],
  [{ path: '', depth: 1.5 }, '--depth has to be a whole number, not 1.5.'],
  [{ path: '', depth: -1 }, '--depth has to be at least 0, not -1.'],
  [{ path: '', depth: 10 }, '--depth has to be at most 9, not 10.'],
  [{ path: '', mode: 'middle' }, '--mode has to be one of head, tail, not "middle".'],
  [{ path: '', all: 'yes' }, '--all has to be true or false, not "yes".'],
  [{ path: '', levels: ['Print', 'Loud'] }, '--levels has to be one of Print, Error, not "Loud".'],
  [{ path: '', levels: 'Print' }, '--levels has to be a list, not "Print".'],
  [{ path: '', even: 3 }, '--even has to be even, not 3.'],
  [{ path: '', named: '' }, '--named has to be text of at least 1 character, not "".'],
  [{ path: '', named: 'A' }, '--named has to be small letters, not "A".'],
  [{ path: '', coded: 'A' }, '--coded has to be text that matches /^x\\d+$/, not "A".'],
  [{ path: '', paths: [] }, '--paths has to be a list of at least 1, not [].'],
  [{ path: '', colour: 1 }, 'There is no --colour here.'],
])('%j → %s', (raw, message) => {
  const refuse = () => validateInput(schema, raw, (field) => `--${field}`);
  expect(refuse).toThrow(BridgeError);
  expect(refuse).toThrow(message);
});

test('the error is of the usage kind and names the field for programs', () => {
  try {
    validateInput(schema, { path: '', depth: -1 });
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: 'USAGE', details: { field: 'depth' } });
  }
});
