// The specs of the Luau that runs many packages, each as one test.
import { expect, test } from 'vitest';
import { runLuauSpecsAsync } from '../../emulator/studio/spec-runner.js';

const results = await runLuauSpecsAsync({ root: import.meta.dirname });

test('there are specs', () => {
  expect(results.length).toBeGreaterThan(0);
});

test.each(results)('$name', ({ passed, error }) => {
  expect(error).toBeUndefined();
  expect(passed).toBe(true);
});
