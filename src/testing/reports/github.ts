// GitHub's annotations: a line of a job's output for each failure, which is then shown beside the code.
import { type PackageReport, type RunReport, titleOf } from '../run-report.js';
import { workflowProperty, workflowValue } from './text-escape.js';

/** Where a spec's ModuleScript comes from; undefined where that is not known. */
export type SourceLocator = (module: string, text: string) => { file: string; line?: number } | undefined;

export function githubReport({ packages }: RunReport, locate: SourceLocator = () => undefined): string {
  return packages.flatMap((one) => annotationsOf(one, locate)).join('\n');
}

function annotationsOf({ name, tests, problems, error }: PackageReport, locate: SourceLocator): string[] {
  return [
    ...tests
      .filter(({ status }) => status === 'failed')
      .map((test) =>
        annotation(
          `${name} › ${titleOf(test)}`,
          test.message ?? 'It failed.',
          test.module,
          test.trace,
          locate,
        ),
      ),
    ...problems.map(({ module = '', message, trace }) =>
      annotation(`${name} › ${module}`, message, module, trace, locate),
    ),
    ...(error === undefined ? [] : [`::error title=${workflowProperty(name)}::${workflowValue(error)}`]),
  ];
}

function annotation(
  title: string,
  message: string,
  module: string,
  trace: string | undefined,
  locate: SourceLocator,
): string {
  const place = locate(module, `${message}\n${trace ?? ''}`);
  const properties = [
    ...(place ? [`file=${workflowProperty(place.file)}`] : []),
    ...(place?.line === undefined ? [] : [`line=${place.line}`]),
    `title=${workflowProperty(title)}`,
  ];
  return `::error ${properties.join(',')}::${workflowValue(message)}`;
}
