import { expect, test } from 'vitest';
import { BridgeError, toBridgeError } from './bridge-error.js';
import { ERROR_CATALOG } from './error-catalog.js';
import { errorFromPayload, errorToPayload } from './error-payload.js';

test('an error survives the wire', () => {
  const error = new BridgeError('INSTANCE_NOT_FOUND', 'No instance at game.Foo', {
    details: { resolvedTo: 'game' },
    delivery: 'ran',
  });
  const again = errorFromPayload(errorToPayload(error));
  expect(again.toJSON()).toEqual(error.toJSON());
});

test('a code of a later build keeps its name and has a hint', () => {
  const error = errorFromPayload({ code: 'FROM_A_LATER_BUILD', message: 'x' });
  expect(error.code).toBe('FROM_A_LATER_BUILD');
  expect(error.hint).toBe(ERROR_CATALOG.INTERNAL_ERROR.hint);
});

test('anything that is not a BridgeError becomes an internal error that keeps its cause', () => {
  const cause = new TypeError('boom');
  const error = toBridgeError(cause);
  expect(error).toMatchObject({ code: 'INTERNAL_ERROR', message: 'boom', cause });
  expect(toBridgeError('text').message).toBe('text');
});

test('an error of another copy of this package keeps its code and hint', () => {
  const foreign = Object.assign(new Error('no VM'), {
    name: 'BridgeError',
    code: 'EMULATOR_UNAVAILABLE',
    hint: 'install it',
  });
  expect(toBridgeError(foreign)).toMatchObject({
    code: 'EMULATOR_UNAVAILABLE',
    message: 'no VM',
    hint: 'install it',
  });
  expect(toBridgeError(foreign).entry.exitCode).toBe(3);
});

test('a hint that is known better replaces the one of the catalogue', () => {
  expect(new BridgeError('USAGE', 'x', { hint: 'do y' }).hint).toBe('do y');
});

test.each(Object.entries(ERROR_CATALOG))('%s has a meaning and a next step in sentences', (_code, entry) => {
  expect(entry.meaning).toMatch(/^[A-Z].*\.$/);
  expect(entry.hint.length).toBeGreaterThan(10);
});

test('an exit code of its own replaces the one of the catalogue, in another copy of this package too', () => {
  expect(new BridgeError('SESSION_NOT_FOUND', 'x').exitCode).toBe(3);
  expect(new BridgeError('SESSION_NOT_FOUND', 'x', { exitCode: 2 }).exitCode).toBe(2);
  const foreign = Object.assign(new Error('x'), {
    name: 'BridgeError',
    code: 'SESSION_NOT_FOUND',
    exitCode: 2,
  });
  expect(toBridgeError(foreign).exitCode).toBe(2);
});
