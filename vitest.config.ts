// Two groups of tests: those that run the sources, and those that run what is built, for which dist/ is made first.
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { virtualImportsForTests } from './scripts/bundling.js';

// Where it is set, it alone triples the start of every child process on Node 20.
delete process.env.NODE_EXTRA_CA_CERTS;

const BUILT = ['tests/process/**/*.test.ts', 'tests/packaging/**/*.test.ts'];
/** They need a real Studio: npm run test:integration. */
const INTEGRATION = 'tests/integration/**';
/** They need a browser, a terminal and shells: npm run test:browser, npm run test:terminal. */
const APART = ['tests/browser/**', 'tests/terminal/**'];

export default defineConfig({
  plugins: [virtualImportsForTests()],
  test: {
    pool: 'forks',
    // Its own default leaves a core idle, and many tests here wait: for processes, and for real time to pass.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A second is soon over on a busy machine, and nothing waits longer for what comes at once.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'source',
          include: ['{src,tests,plugin,scripts,bench}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...BUILT, INTEGRATION, ...APART],
        },
      },
      {
        extends: true,
        test: {
          name: 'built',
          include: BUILT,
          globalSetup: 'tests/support/build-once.ts',
          testTimeout: 60_000,
        },
      },
    ],
  },
});
