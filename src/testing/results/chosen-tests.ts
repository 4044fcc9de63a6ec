// Which tests were meant, where only some of them were: frameworks tell of the others as skipped, or not at all.
import type { TestCase, TestResults } from './test-results.js';

export interface Choice {
  /** Parts of the full names of specs. */
  readonly paths?: readonly string[] | undefined;
  /** Part of the names of tests. */
  readonly name?: string | undefined;
}

/** A test that ran was chosen, however its framework understands the name; one that is skipped may be so by itself. */
export function isChosen({ status, path }: Pick<TestCase, 'status' | 'path'>, { name }: Choice): boolean {
  if (status !== 'skipped' || name === undefined) return true;
  return path.join(' ').toLowerCase().includes(name.toLowerCase());
}

/** Why there is no test to run; undefined where each says so of itself. */
export function whyNone({ specs, tests }: Pick<TestResults, 'specs' | 'tests'>, { paths, name }: Choice) {
  if (specs === 0 && paths !== undefined) {
    const words = paths.map((word) => `"${word}"`).join(' or ');
    return `no spec of the place has ${words} in its full name`;
  }
  if (specs === 0) return 'the place has no spec, which is a ModuleScript whose name ends in .spec or .test';
  if (tests.length > 0) return undefined;
  return name === undefined ? 'its specs have no tests' : `no test has "${name}" in its name`;
}
