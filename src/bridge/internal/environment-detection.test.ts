import { expect, test } from 'vitest';
import { getDefaultRemoteHost, isDevcontainer } from './environment-detection.js';

const environment = (variables: Record<string, string>, file = '') => ({
  variables,
  fileExists: (path: string) => path === file,
});

test.each([
  [{ REMOTE_CONTAINERS: 'true' }, '', true],
  [{ CODESPACES: 'true' }, '', true],
  [{ CONTAINER: 'podman' }, '', true],
  [{}, '/.dockerenv', true],
  [{ REMOTE_CONTAINERS: '' }, '', false],
  [{}, '', false],
])('variables %j and the file %j mean a container: %s', (variables, file, expected) => {
  expect(isDevcontainer(environment(variables, file))).toBe(expected);
});

test('the host outside is looked for on the same port', () => {
  expect(getDefaultRemoteHost(38_741, environment({ CODESPACES: '1' }))).toBe('localhost:38741');
  expect(getDefaultRemoteHost(38_741, environment({}))).toBeNull();
});
