// GitHub's annotations: a line of a job's output for each failure, which is then shown beside the code.
import {
  caveatsOf,
  flakyNote,
  type PackageReport,
  type ReportedProblem,
  type RunReport,
  titleOf,
} from '../results/run-report.js';
import { workflowProperty, workflowValue } from './text-escape.js';

export function githubReport({ packages }: RunReport): string {
  return packages.flatMap(annotationsOf).join('\n');
}

function annotationsOf(report: PackageReport): string[] {
  const { name, tests, problems, error, note } = report;
  const isReserved = note !== undefined && caveatsOf(report).includes(note);
  return [
    ...tests
      .filter(({ status }) => status === 'failed')
      .map((test) =>
        annotation(`${name} › ${titleOf(test)}`, {
          ...test,
          message: [test.message ?? 'It failed.', flakyNote(test)].filter((part) => part !== '').join('\n'),
        }),
      ),
    ...problems.map((problem) => annotation(`${name} › ${problem.module ?? 'the run'}`, problem)),
    ...(error === undefined ? [] : [annotation(name, { message: error })]),
    ...(isReserved ? [`::warning title=${workflowProperty(name)}::${workflowValue(note)}`] : []),
  ];
}

function annotation(title: string, { message, at }: ReportedProblem): string {
  const properties = [
    ...(at ? [`file=${workflowProperty(at.file)}`] : []),
    ...(at?.line === undefined ? [] : [`line=${at.line}`]),
    `title=${workflowProperty(title)}`,
  ];
  return `::error ${properties.join(',')}::${workflowValue(message)}`;
}
