// `npm run test:integration`: the tests that need a real Studio. Where there is none they do not run, and say so.
import { findInstallations } from '../src/studio/find-studio.js';
import { thisMachine } from '../src/studio/machine.js';
import { runToolAsync } from './checks/tool.js';
import { integrationPlan } from './integration-plan.js';

const found = findInstallations(thisMachine());
const { runs, notice } = integrationPlan('missing' in found ? undefined : found[0]?.studio);
console.log(notice);
if (runs) {
  const { exitCode, output } = await runToolAsync('vitest', [
    'run',
    '--config',
    'vitest.integration.config.ts',
  ]);
  console.log(output);
  process.exitCode = exitCode;
}
