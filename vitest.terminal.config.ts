// The tests that need a real terminal; scripts/test-terminal.ts starts them where there is one.
import { defineConfig } from 'vitest/config';
import { virtualImportsForTests } from './scripts/bundling.js';

delete process.env.NODE_EXTRA_CA_CERTS;

export default defineConfig({
  plugins: [virtualImportsForTests()],
  test: {
    include: ['tests/terminal/**/*.test.ts'],
    globalSetup: 'tests/support/build-once.ts',
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
