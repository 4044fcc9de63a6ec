// `npm run test:browser`: what a web page can reach, in a real browser. Where there is none the tests do not run,
// and say so. Arguments go on to vitest.
import { findBrowser } from '../tests/support/browser.js';
import { runToolAsync } from './checks/tool.js';

const browser = findBrowser();
if (browser === undefined) {
  console.log('No Chromium on this machine: the browser tests did not run.');
  console.log('They run where /usr/bin/chromium is, or where STUDIO_BRIDGE_CHROMIUM names one.');
} else {
  const { exitCode, output } = await runToolAsync('vitest', [
    'run',
    '--config',
    'vitest.browser.config.ts',
    ...process.argv.slice(2),
  ]);
  console.log(output);
  process.exitCode = exitCode;
}
