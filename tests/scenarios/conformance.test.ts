// The conformance suite of the protocol against the server with the tools, prompts and resources that the suite looks for.
// tests/process/mcp-http.test.ts runs it against the program as it ships.
import { expect } from 'vitest';
import { REVISIONS, runRequiredAsync, useTokenGateAsync } from '../support/conformance/run-suite.js';
import { useSuiteServerAsync } from '../support/conformance/use-suite-server.js';
import { freePortAsync } from '../support/free-port.js';
import { verifies } from '../support/verifies.js';

/** What the suite runs besides, and does not require. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  '2025-11-25': ['server-session-lifecycle', 'server-sse-polling'],
  '2026-07-28': ['http-header-validation'],
};

for (const revision of REVISIONS) {
  verifies(
    'mcp.conformance',
    `all that ${revision} requires passes, without an exception`,
    async () => {
      const gatePort = await freePortAsync();
      const origin = `http://127.0.0.1:${gatePort}`;
      await useTokenGateAsync(await useSuiteServerAsync(origin), gatePort);
      const { exitCode, output } = await runRequiredAsync(`${origin}/mcp`, revision);
      expect(exitCode, output.split('=== SUMMARY ===')[1]).toBe(0);
      for (const also of ALSO[revision] ?? []) expect(output).toContain(`✓ ${also} (`);
    },
    60_000,
  );
}
