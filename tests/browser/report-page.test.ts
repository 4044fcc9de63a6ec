// The HTML report in a real browser: names that try to become part of the page stay text, and the filter works.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { htmlReport } from '../../src/testing/reports/html.js';
import type { PackageReport } from '../../src/testing/results/run-report.js';
import { browseAsync, usePage } from '../support/browser.js';
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

test(
  'the filter shows what fits, opens where it is, and takes the keyboard',
  async () => {
    const packages = ['maid', 'signal', 'rx', 'blend'].map((name): PackageReport => {
      const status: 'failed' | 'passed' = name === 'rx' ? 'failed' : 'passed';
      const tests = ['adds', 'removes'].map((title) => ({
        module: name,
        path: [title],
        status,
        message: 'no',
      }));
      return {
        ...{ name, verdict: status, tests, problems: [], events: [], lostLines: 0 },
        ...{ isLossExact: true, rung: 'live', durationMs: 1 },
      };
    });
    const report = htmlReport({ backend: 'emulator', packages, durationMs: 1 });
    const { url, report: seen } = await usePage(
      `<iframe srcdoc="${report.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe><script>${USE_FILTER}</script>`,
    );
    void browseAsync(url, ['--remote-debugging-port=0']);
    expect(JSON.parse(await seen)).toEqual({
      first: ['rx', 'maid', 'signal', 'blend'],
      open: ['rx'],
      focus: 'wanted',
      typed: ['rx adds', 'maid adds', 'signal adds', 'blend adds'],
      count: '4 of 8 shown',
      named: ['signal adds', 'signal removes'],
      failed: ['rx adds', 'rx removes'],
      after: ['rx'],
    });
  },
  BROWSER_TIMEOUT_MS,
);

/** Run in the page around the report. */
const USE_FILTER = `
document.querySelector('iframe').addEventListener('load', ({ target }) => {
  const page = target.contentDocument;
  const view = target.contentWindow;
  const wanted = page.getElementById('wanted');
  const packages = () => [...page.querySelectorAll('.package:not([hidden])')];
  const nameOf = (one) => one.querySelector('h2').textContent;
  const open = () => packages().filter((one) => one.open).map(nameOf);
  const tests = () => packages().filter((one) => one.open).flatMap((one) =>
    [...one.querySelectorAll('.test:not([hidden])')].map((test) => nameOf(one) + ' ' + test.querySelector('.what').textContent));
  const type = (text) => { wanted.value = text; wanted.dispatchEvent(new view.Event('input')); };
  const seen = { first: packages().map(nameOf), open: open() };
  page.body.dispatchEvent(new view.KeyboardEvent('keydown', { key: '/', bubbles: true }));
  seen.focus = page.activeElement.id;
  type(' Adds ');
  seen.typed = tests();
  seen.count = page.getElementById('found').textContent;
  type('signal');
  seen.named = tests();
  type('');
  const [, passed] = page.querySelectorAll('.filter input[type=checkbox]');
  passed.click();
  seen.failed = tests();
  passed.click();
  seen.after = open();
  fetch('/report', { method: 'POST', body: JSON.stringify(seen) });
});
`;
