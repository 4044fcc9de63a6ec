// Before the tests that run what is built: builds it, so that they never see an older one. `npm run verify`, which has
// built it just before, says so.
import { runToolAsync } from '../../scripts/checks/tool.js';

/** With its declarations. */
export const isBuilt = process.env.DIST_IS_FRESH === 'true';

export async function setup(): Promise<void> {
  if (isBuilt) return;
  const { exitCode, output } = await runToolAsync('tsx', ['scripts/build.ts', '--no-types']);
  if (exitCode !== 0) throw new Error(`The build failed, so these tests cannot run:\n${output}`);
}
