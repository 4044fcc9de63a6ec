import { expect } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { createManualClock } from '../support/clock.js';
import { runCloudScriptAsync } from './cloud-script.js';
import { OpenCloudClient } from './open-cloud-client.js';

const TASK = 'universes/1/places/2/versions/3/luau-execution-sessions/s/tasks/s';

verifies('cloud.faults', 'a script whose place never loads is given up, and its task is named', async () => {
  const clock = createManualClock();
  const said: string[] = [];
  const client = new OpenCloudClient({
    apiKey: 'key',
    clock,
    async transport({ method }) {
      if (method === 'GET') clock.advance(115_000);
      const body = Buffer.from(JSON.stringify({ path: TASK, state: 'PROCESSING' }));
      return { status: 200, headers: {}, body };
    },
  });
  const running = runCloudScriptAsync(client, {
    script: 'return 1',
    universeId: 1,
    placeId: 2,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    onProgress: (text) => said.push(text),
  });
  await expect(running).rejects.toMatchObject({
    code: 'TIMEOUT',
    delivery: 'unknown',
    message: `The task did not end within 115 s; a place that cannot be loaded stays like this: ${TASK}.`,
  });
  expect(said.at(-1)).toMatch(/^A task goes on in Open Cloud.* for up to 10 s /);
});
