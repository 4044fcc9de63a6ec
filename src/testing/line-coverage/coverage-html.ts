// Coverage as one HTML file: a list of the files, and the source of each with how often its lines ran.
import { htmlDocument } from '../reports/html-page.js';
import { xmlText as escaped } from '../reports/text-escape.js';
import { type CoveredFile, type CoveredPackage, percentOf, tallyLines } from './covered-files.js';

const STYLE = `
.file { margin: 1rem 0; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
.file > summary { padding: .5rem .9rem; background: var(--soft); cursor: pointer; }
table { border-collapse: collapse; width: 100%; font: 13px/1.45 ui-monospace, monospace; }
td { padding: 0 .6rem; white-space: pre-wrap; overflow-wrap: anywhere; vertical-align: top; }
td.n { text-align: right; color: #888; user-select: none; white-space: nowrap; width: 1%; }
tr.ran td.n { color: var(--good); } tr.not { background: color-mix(in srgb, var(--bad) 15%, transparent); }
tr.not td.n { color: var(--bad); }
`;

export function coverageHtml(
  files: readonly CoveredFile[],
  packages: readonly CoveredPackage[] = [],
): string {
  const { covered, all } = tallyLines(files);
  const title = `${percentOf({ covered, all }).toFixed(1)} % of lines`;
  const body = [
    '<h1>Coverage</h1>',
    `<div class="where">${covered} of ${all} lines ran · ${title}</div>`,
    ...(packages.length > 0 ? [`<table class="packages">${packages.map(packageRow).join('')}</table>`] : []),
    ...files.map(section),
    '<footer>Written by studio-bridge.</footer>',
  ];
  return htmlDocument({ title: escaped(`${title} · studio-bridge`), body: body.join('\n'), style: STYLE });
}

function packageRow({ name, covered, all }: CoveredPackage): string {
  const percent = percentOf({ covered, all }).toFixed(1);
  return `<tr><td>${escaped(name)}</td><td class="n">${covered}/${all}</td><td class="n">${percent} %</td></tr>`;
}

function section(one: CoveredFile): string {
  const { file, source } = one;
  const { covered, all } = tallyLines([one]);
  const percent = percentOf({ covered, all }).toFixed(1);
  const head = `<summary>${escaped(file)} <span class="right">${covered}/${all} · ${percent} %</span></summary>`;
  const rows = source === undefined ? numbersOnly(one) : sourceRows(one, source);
  return `<details class="file"${covered < all ? ' open' : ''}>${head}<table>${rows}</table></details>`;
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
