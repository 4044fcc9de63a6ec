// Coverage as one HTML file: a list of the files, and the source of each with how often its lines ran.
import { htmlBar, htmlDocument } from '../reports/html-page.js';
import { xmlText as escaped } from '../reports/text-escape.js';
import {
  type CoveredFile,
  type CoveredPackage,
  type LineTally,
  percentOf,
  tallyLines,
} from './covered-files.js';

/** So many files stand open, because there is something to see in them. */
const OPEN_FILES = 3;

const STYLE = `
main { margin-top: 1rem; }
.package > summary { align-items: center; padding: .4rem .9rem; } .bar { flex: 0 0 6rem; }
.package:not([open]) { margin: -1px 0 0; border-radius: 0; }
table { border-collapse: collapse; width: 100%; font: 13px/1.45 ui-monospace, monospace; }
td { padding: 0 .6rem; white-space: pre-wrap; tab-size: 4; vertical-align: top; }
td.n { text-align: right; color: var(--quiet); user-select: none; white-space: nowrap; overflow-wrap: normal; width: 1%; }
.right { flex: 0 0 9rem; text-align: right; }
@media (max-width: 36rem) { .package > summary { flex-wrap: wrap; } .what { flex-basis: calc(100% - 2rem); } .bar { margin-left: 1.2rem; } .right { margin-left: auto; } }
tr.ran td.n { color: var(--good); } tr.not { background: color-mix(in srgb, var(--bad) 15%, transparent); }
tr.not td.n { color: var(--bad); }
`;

export function coverageHtml(
  files: readonly CoveredFile[],
  packages: readonly CoveredPackage[] = [],
): string {
  const { covered, all } = tallyLines(files);
  const title = `${percentOf({ covered, all }).toFixed(1)} % of lines`;
  const unfinished = files.filter((one) => isOpen(tallyLines([one])));
  const body = [
    '<header><h1>Coverage</h1>',
    `<div class="where">${covered} of ${all} lines ran · ${title}</div></header><main>`,
    ...(packages.length > 0 ? [`<table class="packages">${packages.map(packageRow).join('')}</table>`] : []),
    ...files.map((one) => section(one, unfinished.length <= OPEN_FILES && unfinished.includes(one))),
    '</main><footer>Written by studio-bridge.</footer>',
  ];
  return htmlDocument({ title: escaped(`${title} · studio-bridge`), body: body.join('\n'), style: STYLE });
}

const isOpen = ({ covered, all }: LineTally) => covered < all;

function packageRow({ name, covered, all }: CoveredPackage): string {
  const percent = percentOf({ covered, all }).toFixed(1);
  return `<tr><td>${escaped(name)}</td><td class="n">${covered}/${all}</td><td class="n">${percent} %</td></tr>`;
}

function section(one: CoveredFile, isShown: boolean): string {
  const { file, source } = one;
  const { covered, all } = tallyLines([one]);
  const percent = `${percentOf({ covered, all }).toFixed(1)} %`;
  const share = htmlBar({ passed: covered, failed: all - covered }, `${percent} of lines`);
  const head = `<summary><span class="what">${escaped(file)}</span>${share}<span class="right">${covered}/${all} · ${percent}</span></summary>`;
  const rows = source === undefined ? numbersOnly(one) : sourceRows(one, source);
  return `<details class="package"${isShown ? ' open' : ''}>${head}<table>${rows}</table></details>`;
}

function sourceRows({ lines }: CoveredFile, source: string): string {
  return source
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((text, index) => row(index + 1, lines.get(index + 1), text))
    .join('');
}

const numbersOnly = ({ lines }: CoveredFile) =>
  [...lines].map(([line, hits]) => row(line, hits, '')).join('');

function row(line: number, hits: number | undefined, text: string): string {
  const kind = hits === undefined ? '' : hits > 0 ? ' class="ran"' : ' class="not"';
  return `<tr${kind}><td class="n">${line}</td><td class="n">${hits ?? ''}</td><td>${escaped(text)}</td></tr>`;
}
