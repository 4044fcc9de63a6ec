// `npm run test:integration`: the tests that need a real Studio. Where there is none they do not run, and say so.
import { findStudio } from '../src/studio/find-studio.js';
import { thisMachine } from '../src/studio/machine.js';
import { runToolAsync } from './checks/tool.js';

const studio = findStudio(thisMachine());
if (studio === undefined) {
  console.log('No Roblox Studio on this machine: the integration tests did not run.');
  console.log('They run on Windows and macOS, where Studio is installed.');
} else {
  console.log(
    `Using ${studio}. Open it with the plugin installed; the tests wait a minute for it to connect.`,
  );
  const { exitCode, output } = await runToolAsync('vitest', [
    'run',
    '--config',
    'vitest.integration.config.ts',
  ]);
  console.log(output);
  process.exitCode = exitCode;
}
