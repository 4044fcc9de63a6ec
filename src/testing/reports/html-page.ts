// The frame of the HTML report: its looks and its filter. All of it is in the one file, and a policy in the page lets
// nothing else run, whatever the names of tests try.
import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --quiet: #59636e; --good: #1a7f37; --bad: #cf222e; --odd: #8a5c00; --info: #0969da; scroll-padding-top: 4rem; }
@media (prefers-color-scheme: dark) { :root { --quiet: #9198a1; --good: #3fb950; --bad: #ff6a62; --odd: #d29922; --info: #58a6ff; } }
* { box-sizing: border-box } html { background: Canvas; }
body { margin: 0 auto; max-width: 75rem; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 0; display: inline; }
.tally { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
.tally span { padding: .15rem .7rem; border: 1px solid var(--line); border-radius: 1rem; }
.bar { display: block; border-radius: .25rem; background: var(--soft); }
.bar .passed { fill: var(--good); } .bar .failed { fill: var(--bad); } .bar .skipped { fill: #8886; }
.filter { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .9rem; padding: .75rem 0; background: Canvas; }
.filter input[type=search] { flex: 1 1 14rem; padding: .35rem .6rem; font: inherit; } output:empty { display: none; }
@media (max-width: 36rem) { body { padding: 1rem; } .filter input[type=search] { flex-basis: 100%; } }
.package { margin: .6rem 0; border: 1px solid var(--line); border-radius: .5rem; overflow: clip; }
summary, .test > div:first-child { display: flex; align-items: baseline; gap: .5rem; padding: .35rem .9rem; }
summary { cursor: pointer; } summary:hover { background: var(--soft); }
summary::before { content: '▸'; width: .7rem; color: var(--quiet); } details[open] > summary::before { content: '▾'; }
.test > div:first-child::before { content: ''; width: .7rem; }
.what { flex: 1 1 0; min-width: 0; }
:focus-visible { outline: 2px solid var(--info); outline-offset: -2px; }
.package > summary, .output > summary { padding: .6rem .9rem; background: var(--soft); }
.test { border-top: 1px solid var(--line); } .test > :is(pre, .where) { margin-left: 2.2rem; margin-right: .9rem; }
.test[hidden], .package[hidden], .filter[hidden] { display: none; }
.mark { width: 1.1rem; font-weight: 700; }
.passed > .mark { color: var(--good); } .failed > .mark { color: var(--bad); }
.skipped > .mark { color: var(--quiet); } .error > .mark, .empty > .mark, .note { color: var(--odd); }
.right, .where { color: var(--quiet); font-size: .85em; } .right { overflow-wrap: normal; }
pre { margin: .5rem 0; padding: .6rem .8rem; overflow: auto; background: var(--soft); border-radius: .4rem; font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.source { display: grid; white-space: pre; overflow-wrap: normal; }
pre b, pre i { font: inherit; } pre b { background: color-mix(in srgb, var(--bad) 18%, transparent); }
.output { border-top: 1px solid var(--line); } .output pre { max-height: 40rem; margin: 0; border-radius: 0; }
.Warning { color: var(--odd); } .Error { color: var(--bad); } .Info { color: var(--info); }
footer { margin-top: 2rem; color: var(--quiet); font-size: .85em; }
`;

const SCRIPT = `
const wanted = document.getElementById('wanted');
const found = document.getElementById('found');
const boxes = [...document.querySelectorAll('.filter input[type=checkbox]')];
const packages = [...document.querySelectorAll('.package')].map((one) => ({ one, tests: [...one.querySelectorAll('.test')], wasOpen: one.open }));
const count = packages.reduce((sum, { tests }) => sum + tests.length, 0);
let isFiltered = false;
const apply = () => {
  const text = wanted.value.trim().toLowerCase();
  const shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const isAll = text === '' && shown.size === boxes.length;
  let all = 0;
  for (const each of packages) {
    const { one, tests } = each;
    const isWhole = one.dataset.title.includes(text);
    let seen = 0;
    for (const test of tests) {
      const fits = shown.has(test.dataset.status) && (isWhole || test.dataset.title.includes(text));
      test.hidden = !fits;
      if (fits) seen++;
    }
    one.hidden = !isAll && seen === 0;
    if (!isFiltered) each.wasOpen = one.open;
    one.open = isAll ? each.wasOpen : seen > 0;
    all += seen;
  }
  isFiltered = !isAll;
  found.textContent = isAll ? '' : all + ' of ' + count + ' shown';
};
wanted.addEventListener('input', apply);
for (const box of boxes) box.addEventListener('change', apply);
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target === wanted) return;
  event.preventDefault();
  wanted.focus();
});
document.querySelector('.filter').hidden = false;
apply();
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policyOf = (style: string, script: string) =>
  `default-src 'none'; style-src ${hashOf(style)}; script-src ${script === '' ? "'none'" : hashOf(script)}; base-uri 'none'; form-action 'none'`;

/** The page of the test report. `body` is HTML already. */
export const htmlPage = (title: string, body: string) => htmlDocument({ title, body, script: SCRIPT });

/** Failed ones come first, so that also a few are seen. */
const KINDS = ['failed', 'passed', 'skipped'] as const;

/** Shares of a whole, as the policy lets them be drawn. */
export function htmlBar(
  counts: Readonly<Partial<Record<(typeof KINDS)[number], number>>>,
  label: string,
): string {
  const all = Math.max(
    1,
    KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0),
  );
  let x = 0;
  const parts = KINDS.map((kind) => {
    const width = ((counts[kind] ?? 0) / all) * 100;
    x += width;
    return `<rect class="${kind}" width="${width.toFixed(2)}%" height="8" x="${(x - width).toFixed(2)}%"/>`;
  });
  return `<svg class="bar" width="100%" height="8" role="img" aria-label="${label}">${parts.join('')}</svg>`;
}

/** `title` and `body` are HTML already; `style` comes after the common one. */
export function htmlDocument({
  title,
  body,
  style = '',
  script = '',
}: {
  title: string;
  body: string;
  style?: string;
  script?: string;
}): string {
  const looks = STYLE + style;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(looks, script)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title><style>${looks}</style></head><body>`,
    body,
    `${script === '' ? '' : `<script>${script}</script>`}</body></html>\n`,
  ].join('\n');
}
