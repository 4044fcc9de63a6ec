// The run as lines of JSON, each one thing that is known: what other tools read, and what a crash leaves behind.
import { type RunReport, tallyOf } from '../run-report.js';

export function jsonLinesReport(report: RunReport): string {
  const lines: object[] = [{ event: 'run', backend: report.backend, packages: report.packages.length }];
  for (const {
    name,
    verdict,
    error,
    tests,
    problems,
    events,
    lostLines,
    isLossExact,
    rung,
    durationMs,
  } of report.packages) {
    for (const line of events) lines.push({ event: 'output', ...line });
    for (const test of tests) lines.push({ event: 'test', package: name, ...test });
    for (const problem of problems) lines.push({ event: 'problem', package: name, ...problem });
    lines.push({ event: 'package', package: name, verdict, error, lostLines, isLossExact, rung, durationMs });
  }
  lines.push({ event: 'end', ...tallyOf(report), durationMs: report.durationMs });
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}
