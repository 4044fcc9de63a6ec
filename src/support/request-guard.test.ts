import { expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { refusalOf } from './request-guard.js';

const rules = { allowedHosts: ['host.docker.internal'], allowedOrigins: ['http://localhost:3000'] };

test.each(['localhost:38741', '127.0.0.1', '[::1]:38741', 'LOCALHOST:1', 'host.docker.internal:38741'])(
  'a request to %s is let in',
  (host) => expect(refusalOf({ host }, rules)).toBeUndefined(),
);

test.each([
  'evil.example',
  'evil.example:38741',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '127.0.0.1@evil.example',
  'localhost:38741/x',
  '10.0.0.1',
  '[::1',
  '',
])('a request to %j is refused', (host) => expect(refusalOf({ host }, rules)).toBeTypeOf('string'));

test('a request without a host is refused', () => {
  expect(refusalOf({}, rules)).toBe('the request names no host');
});

verifies('bridge.origins', 'a page is refused, unless its origin was allowed by name', () => {
  const host = 'localhost:38741';
  expect(refusalOf({ host, origin: 'http://evil.example' }, rules)).toBe(
    'the origin http://evil.example is not allowed',
  );
  expect(refusalOf({ host, origin: 'null' }, rules)).toBe('the origin null is not allowed');
  expect(refusalOf({ host, origin: 'http://localhost:3000' }, rules)).toBeUndefined();
});
