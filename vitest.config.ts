import { defineConfig } from 'vitest/config';
import { virtualImportsForTests } from './scripts/bundling.js';

// Where it is set, it alone triples the start of every child process on Node 20.
delete process.env.NODE_EXTRA_CA_CERTS;

export default defineConfig({
  plugins: [virtualImportsForTests()],
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'plugin/**/*.test.ts', 'scripts/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
