// The conformance suite of the protocol against the server with the tools, prompts and resources that the suite looks for.
// tests/process/mcp-http.test.ts runs it against the program as it ships.
import { expect } from 'vitest';
import { REVISIONS, runSuiteAsync, useTokenGateAsync } from '../support/conformance/run-suite.js';
import { useSuiteServerAsync } from '../support/conformance/use-suite-server.js';
import { freePortAsync } from '../support/free-port.js';
import { verifies } from '../support/verifies.js';

for (const revision of REVISIONS) {
  verifies(
    'mcp.conformance',
    `what the server offers passes at ${revision}`,
    async () => {
      const gatePort = await freePortAsync();
      const origin = `http://127.0.0.1:${gatePort}`;
      await useTokenGateAsync(await useSuiteServerAsync(origin), gatePort);
      const { exitCode, output } = await runSuiteAsync(`${origin}/mcp`, revision, [
        `not-offered-${revision}.yml`,
      ]);
      expect(exitCode, output.slice(-3_000)).toBe(0);
      expect(output).toMatch(/✓ tools-call-with-progress: \d+ passed, 0 failed/);
    },
    60_000,
  );
}
