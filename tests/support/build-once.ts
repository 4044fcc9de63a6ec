// Before the tests that run what is built: builds it, so that they never see an older one.
import { runToolAsync } from '../../scripts/checks/tool.js';

export async function setup(): Promise<void> {
  const { exitCode, output } = await runToolAsync('tsx', ['scripts/build.ts', '--no-types']);
  if (exitCode !== 0) throw new Error(`The build failed, so these tests cannot run:\n${output}`);
}
