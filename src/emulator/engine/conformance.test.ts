// Every rule of the engine that a script can see, told by a script: each spec is a test of its own.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifies } from '../../../tests/support/verifies.js';
import { runLuauSpecsAsync } from '../studio/spec-runner.js';

const results = await runLuauSpecsAsync({ root: join(import.meta.dirname, 'conformance') });

test.each(results.map((result) => [result.name, result] as const))(
  '%s',
  (_name, { passed, error, output }) => {
    const printed = output.map(({ level, body }) => `${level}: ${body}`).join('\n');
    expect(passed ? undefined : `${error}\n${printed}`).toBeUndefined();
  },
);

test('there are specs', () => {
  expect(results.length).toBeGreaterThan(140);
});

verifies('engine.services', 'services have specs of their own', () => {
  const ofServices = results.filter(({ name }) => name.startsWith('services/'));
  expect(ofServices.length).toBeGreaterThan(40);
  expect(ofServices.filter(({ passed }) => !passed)).toEqual([]);
});
