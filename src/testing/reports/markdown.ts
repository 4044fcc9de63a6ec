// The report as Markdown, for a job's summary or a comment: a table of packages, then what failed.
import { explanationOf, type Failure, failuresOf } from '../results/failures.js';
import { notesOf, type PackageReport, type RunReport, tallyWords, whereText } from '../results/run-report.js';
import { countTests } from '../results/test-results.js';
import { htmlInMarkdown, markdownText, printable, shortLine } from './text-escape.js';

const WORDS: Readonly<Record<PackageReport['verdict'], string>> = {
  passed: '✅ passed',
  failed: '❌ failed',
  empty: '⚪ nothing ran',
  error: '⚠️ no verdict',
};

/** Of a job's summary at GitHub, which takes no more than 1 MiB of all that a step writes. */
export const SUMMARY_BYTES = 1_000_000;

/** @param limitBytes Failures that do not fit are counted. */
export function markdownReport(report: RunReport, limitBytes = Number.POSITIVE_INFINITY): string {
  const rows = report.packages.map((one) => {
    const passed = `${countTests(one.tests).passed}/${one.tests.length}`;
    return `| ${markdownText(one.name)} | ${WORDS[one.verdict]} | ${passed} | ${markdownText(notesOf(one).map(shortLine).join(', '))} |`;
  });
  const table = ['| Package | Verdict | Passed | |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const how = report.incomplete === undefined ? '' : 'Incomplete: ';
  const head = `**${how}${tallyWords(report).join(', ')}** (${whereText(report)})`;
  const start = [head, table].join('\n\n');
  const failures = fitting(
    report.packages.flatMap(failuresOf).map(details),
    limitBytes - Buffer.byteLength(start),
  );
  return `${[start, ...(failures === '' ? [] : [failures])].join('\n\n')}\n`;
}

function fitting(sections: readonly string[], limitBytes: number): string {
  const shown: string[] = [];
  let left = limitBytes - 100;
  for (const section of sections) {
    left -= Buffer.byteLength(section) + 1;
    if (left < 0) break;
    shown.push(section);
  }
  const missing = sections.length - shown.length;
  if (missing > 0)
    shown.push(`\n${missing} more failures are left out here; other reports have all of them.`);
  return shown.join('\n');
}

/** A fence that is longer than any in the text. */
function details(failure: Failure): string {
  const { title, note } = failure;
  const text = printable(explanationOf(failure));
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const summary = htmlInMarkdown(`${shortLine(title)}${note === '' ? '' : ` (${note})`}`);
  return `<details><summary>${summary}</summary>\n\n${fence}\n${text.replace(/^\n+/, '').trimEnd()}\n${fence}\n\n</details>`;
}
