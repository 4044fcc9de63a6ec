// The HTML report in a real browser: names that try to become part of the page stay text, and the filter works.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { htmlReport } from '../../src/testing/reports/html.js';
import type { PackageReport } from '../../src/testing/results/run-report.js';
import { browseAsync } from '../support/browser.js';
import { useTmp } from '../support/use-tmp.js';

const BROWSER_TIMEOUT_MS = 60_000;
const EVIL =
  '</summary><script>document.title = "taken"</script><img src="x" onerror="document.title = `taken`">';

test(
  'hostile names stay text, also with the page’s own script running',
  async () => {
    const one: PackageReport = {
      name: EVIL,
      verdict: 'failed',
      tests: [{ module: EVIL, path: [EVIL], status: 'failed', message: EVIL, trace: EVIL }],
      problems: [{ message: EVIL }],
      events: [{ seq: 1, time: 0, level: 'Error', text: EVIL, package: EVIL }],
      lostLines: 0,
      isLossExact: true,
      rung: 'live',
      durationMs: 1,
    };
    const file = join(useTmp(), 'report.html');
    writeFileSync(file, htmlReport({ backend: 'emulator', packages: [one], durationMs: 1 }));
    const page = await browseAsync(pathToFileURL(file).href, ['--dump-dom']);
    expect(page).toContain(
      '<title>0 passed, 1 failed, 1 problem outside of the tests · studio-bridge</title>',
    );
    expect(page).not.toContain('<img');
    // The script of the page shows the filter, which is hidden without one.
    expect(page).toMatch(/<div class="filter" role="search"><input/);
  },
  BROWSER_TIMEOUT_MS,
);
