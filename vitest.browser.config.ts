// The tests that need a real browser; scripts/test-browser.ts starts them where there is one.
import { defineConfig } from 'vitest/config';
import { virtualImportsForTests } from './scripts/bundling.js';

delete process.env.NODE_EXTRA_CA_CERTS;

export default defineConfig({
  plugins: [virtualImportsForTests()],
  test: { include: ['tests/browser/**/*.test.ts'], testTimeout: 60_000 },
});
