// `npm run verify`: installs, checks, builds and tests everything, and closes with the counts. It is what
// continuous integration runs.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireNode, runAsync, secondsSince } from './steps.mjs';

/** @typedef {{ passed: number, failed: number, skipped?: number }} Counts */

requireNode();
const startedAt = performance.now();
const reports = mkdtempSync(join(tmpdir(), 'studio-bridge-verify-'));
const total = { passed: 0, failed: 0, skipped: 0 };

try {
  if (await installAsync()) {
    // Large files, which come while the checks run.
    const nodes = runAsync('npm', ['ci', '--prefix', 'tests/packaging/nodes', '--no-audit', '--no-fund']);
    const checkReport = join(reports, 'check.json');
    await stepAsync('Checks', 'tsx', ['scripts/check.ts', '--report', checkReport], () =>
      readJson(checkReport),
    );
    const isBuilt = await stepAsync('Build', 'tsx', ['scripts/build.ts'], () => ({ passed: 1, failed: 0 }));
    // So that the tests do not build it again, each kind for itself.
    if (isBuilt) process.env.DIST_IS_FRESH = 'true';
    await endStepAsync('Other lines of Node', nodes, () => ({ passed: 1, failed: 0 }));
    // They mostly wait, so they run beside the others.
    const apart = isBuilt ? testApartAsync() : undefined;
    const testReport = join(reports, 'tests.json');
    await stepAsync('Tests', 'vitest', ['run', ...reportingTo(testReport)], () =>
      testCounts(readJson(testReport)),
    );
    for (const { place, report, running } of await (apart ?? testApartAsync())) {
      await endStepAsync(`With a real ${place}`, running, () =>
        existsSync(report) ? testCounts(readJson(report)) : { passed: 0, failed: 0 },
      );
    }
    await stepAsync('With a real Studio', 'tsx', ['scripts/test-integration.ts'], () => ({
      passed: 0,
      failed: 0,
    }));
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}

console.log(`\nVerified in ${secondsSince(startedAt)}.`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped === 0 ? '' : `, ${total.skipped} skipped`}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;

/** A failed installation leaves nothing to run. */
async function installAsync() {
  return await stepAsync('Installation', 'npm', ['ci', '--no-audit', '--no-fund'], () => ({
    passed: 1,
    failed: 0,
  }));
}

/** What needs a terminal or a browser, one after the other. */
async function testApartAsync() {
  const ended = [];
  for (const place of ['terminal', 'browser']) {
    const report = join(reports, `${place}.json`);
    const running = runAsync('tsx', [`scripts/test-${place}.ts`, ...reportingTo(report)]);
    await running;
    ended.push({ place, report, running });
  }
  return ended;
}

/** @param {string} report */
function reportingTo(report) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
}

/**
 * @param {string} title
 * @param {string} program
 * @param {readonly string[]} args
 * @param {() => Counts} readCounts what it did, once it has ended; a step that fails otherwise counts as one failure
 */
async function stepAsync(title, program, args, readCounts) {
  console.log(`\n── ${title} ──`);
  const { exitCode } = await runAsync(program, args, { live: true });
  return count(exitCode, readCounts);
}

/**
 * The same for one that was begun before.
 *
 * @param {string} title
 * @param {Promise<import('./steps.mjs').StepResult>} running
 * @param {() => Counts} readCounts
 */
async function endStepAsync(title, running, readCounts) {
  const { exitCode, output } = await running;
  console.log(`\n── ${title} ──\n${output.trim()}`);
  return count(exitCode, readCounts);
}

/**
 * @param {number} exitCode
 * @param {() => Counts} readCounts
 */
function count(exitCode, readCounts) {
  const counts = countsOf(exitCode, readCounts);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped ?? 0;
  return exitCode === 0;
}

/**
 * @param {number} exitCode
 * @param {() => Counts} readCounts
 * @returns {Counts}
 */
function countsOf(exitCode, readCounts) {
  /** @type {Counts} */
  let counts;
  try {
    counts = readCounts();
  } catch {
    return { passed: 0, failed: 1 };
  }
  if (exitCode === 0) return counts;
  // The program failed: then at least one thing did, whatever its report says.
  return counts.failed > 0 ? counts : { ...counts, passed: Math.max(0, counts.passed - 1), failed: 1 };
}

/**
 * Vitest's report, with test files that could not even be loaded counted as one failure each.
 *
 * @param {{
 *   numPassedTests: number,
 *   numFailedTests: number,
 *   numPendingTests: number,
 *   testResults: { status: string, assertionResults: unknown[] }[],
 * }} report
 * @returns {Counts}
 */
function testCounts({ numPassedTests, numFailedTests, numPendingTests, testResults }) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length, skipped: numPendingTests };
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
