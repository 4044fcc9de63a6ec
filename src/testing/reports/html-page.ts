// The frame of the HTML report: its looks and its filter. All of it is in the one file, and a policy in the page lets
// nothing else run, whatever the names of tests try.
import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; --bad: #cf222e; --odd: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; --odd: #d29922; } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 75rem; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 0; display: inline; }
.tally { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
.tally span { padding: .15rem .7rem; border: 1px solid var(--line); border-radius: 1rem; }
.bar { display: block; border-radius: .25rem; background: var(--soft); }
.bar .passed { fill: var(--good); } .bar .failed { fill: var(--bad); } .bar .skipped { fill: #8886; }
.filter { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .5rem; padding: .75rem 0; background: Canvas; }
.filter input[type=search] { flex: 1 1 14rem; padding: .35rem .6rem; font: inherit; }
.package { margin: 1rem 0; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
.package > summary, .output > summary { padding: .6rem .9rem; background: var(--soft); cursor: pointer; }
.test { padding: .35rem .9rem; border-top: 1px solid var(--line); }
.test > summary { cursor: pointer; } .test[hidden], .package[hidden], .filter[hidden] { display: none; }
.mark { display: inline-block; width: 1.2rem; font-weight: 700; }
.passed > .mark, summary.passed .mark { color: var(--good); } .failed > .mark, summary.failed .mark { color: var(--bad); }
.skipped > .mark { color: #888; } summary.error .mark, summary.empty .mark, .note { color: var(--odd); }
.right { float: right; color: #888; font-size: .85em; } .where { color: #888; font-size: .85em; }
pre { margin: .5rem 0; padding: .6rem .8rem; overflow: auto; background: var(--soft); border-radius: .4rem; font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
pre b, pre i { display: block; font: inherit; } pre b { background: color-mix(in srgb, var(--bad) 18%, transparent); }
.output { border-top: 1px solid var(--line); } .output pre { max-height: 40rem; margin: 0; border-radius: 0; }
.Warning { color: var(--odd); } .Error { color: var(--bad); } .Info { color: #58a6ff; }
footer { margin-top: 2rem; color: #888; font-size: .85em; }
`;

const SCRIPT = `
const wanted = document.getElementById('wanted');
const boxes = [...document.querySelectorAll('.filter input[type=checkbox]')];
const apply = () => {
  const text = wanted.value.toLowerCase();
  const shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  for (const one of document.querySelectorAll('.package')) {
    let seen = 0;
    const tests = one.querySelectorAll('.test');
    for (const test of tests) {
      const fits = shown.has(test.dataset.status) && test.dataset.title.includes(text);
      test.hidden = !fits;
      if (fits) seen++;
    }
    one.hidden = seen === 0 && tests.length > 0;
  }
};
wanted.addEventListener('input', apply);
for (const box of boxes) box.addEventListener('change', apply);
document.querySelector('.filter').hidden = false;
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policyOf = (style: string, script: string) =>
  `default-src 'none'; style-src ${hashOf(style)}; script-src ${script === '' ? "'none'" : hashOf(script)}; base-uri 'none'; form-action 'none'`;

/** The page of the test report. `body` is HTML already. */
export const htmlPage = (title: string, body: string) => htmlDocument({ title, body, script: SCRIPT });

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
