// The tests that need a real Studio; scripts/test-integration.ts starts them where there is one.
import { defineConfig } from 'vitest/config';

delete process.env.NODE_EXTRA_CA_CERTS;

export default defineConfig({
  test: {
    include: ['tests/integration/**/*.test.ts'],
    globalSetup: 'tests/support/build-once.ts',
    testTimeout: 120_000,
  },
});
