// Ties a test to the requirements that it proves. The ids are string literals on purpose: the gate in
// tests/requirements.test.ts reads them from the text of the test files.
import { describe, type TestFunction, test } from 'vitest';
import type { RequirementId } from '../requirements.js';

type Ids = RequirementId | readonly RequirementId[];

/** `verifies('exec.file', 'runs a file', async () => …)`; several ids as an array. */
export function verifies(ids: Ids, name: string, run: TestFunction, timeoutMs?: number): void {
  test(titled(ids, name), run, timeoutMs);
}

/** The same for a group of tests that prove the ids together. */
export function verifiesTogether(ids: Ids, name: string, suite: () => void): void {
  describe(titled(ids, name), suite);
}

function titled(ids: Ids, name: string): string {
  return `${name} [${[ids].flat().join(', ')}]`;
}
