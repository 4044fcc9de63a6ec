// From the start of the server to its tools: an agent's user waits for it each time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROGRAM } from '../../scripts/program.js';
import { freePortAsync } from '../../tests/support/free-port.js';
import { type Figure, measurePairsAsync, ratioFigure } from '../harness.js';
import { timeBareNode } from '../processes.js';
import { LineClient } from './line-client.js';

const LIMIT = 4.5;

export async function toolsListFigureAsync(count: number): Promise<Figure> {
  const home = mkdtempSync(join(tmpdir(), 'studio-bridge-bench-'));
  const port = String(await freePortAsync());
  const env = { STUDIO_BRIDGE_HOME: home, STUDIO_BRIDGE_LOCAL: 'true' };
  const subject = async () => {
    const startedAt = performance.now();
    const client = new LineClient([PROGRAM, 'mcp', '--port', port], env);
    await client.openAsync();
    await client.askAsync('tools/list', {});
    const elapsedMs = performance.now() - startedAt;
    await client.closeAsync();
    return elapsedMs;
  };
  try {
    const pairs = await measurePairsAsync({ floor: timeBareNode, subject, count });
    return ratioFigure('mcp: first tools/list', LIMIT, pairs);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
