// GitHub's annotations: a line of a job's output for each failure, which is then shown beside the code. Of each kind it shows
// ten, and says of the others nothing: the last of them tells how many there are, and the log has them as text.
import { relative, resolve } from 'node:path';
import { type Failure, failuresOf, faultOfRun } from '../results/failures.js';
import { caveatsOf, type RunReport, type SourcePlace } from '../results/run-report.js';
import { failureText } from './text.js';
import {
  type Environment,
  shortLine,
  withoutOrders,
  workflowProperty,
  workflowValue,
} from './text-escape.js';

const MOST = 10;

/** @param folder Where the user is; files are named from there. */
export function githubReport(report: RunReport, env: Environment, folder: string): string {
  const fault = faultOfRun(report);
  const whole = fault === undefined ? [] : [{ title: 'The run is incomplete', message: fault, note: '' }];
  const failures = [...whole, ...report.packages.flatMap(failuresOf)];
  const warnings = report.packages.flatMap((one) =>
    one.note === undefined || !caveatsOf(one).includes(one.note)
      ? []
      : [{ title: one.name, message: one.note, note: '' }],
  );
  const root = env.GITHUB_WORKSPACE ?? folder;
  const place = ({ file, line }: SourcePlace) => [
    `file=${workflowProperty(fromRoot(root, resolve(folder, file)))}`,
    ...(line === undefined ? [] : [`line=${line}`]),
  ];
  const annotation =
    (kind: string) =>
    ({ title, message, note, at }: Failure) => {
      const properties = [...(at ? place(at) : []), `title=${workflowProperty(shortLine(title))}`];
      return `::${kind} ${properties.join(',')}::${workflowValue([message, note].filter(Boolean).join('\n'))}`;
    };
  return [
    ...atMost(failures, 'failures').map(annotation('error')),
    ...atMost(warnings, 'packages with a reservation').map(annotation('warning')),
    ...[failures, warnings]
      .flatMap((all) => all.slice(shownOf(all)))
      .map((one) => withoutOrders(failureText(one))),
  ].join('\n');
}

function atMost(all: readonly Failure[], what: string): Failure[] {
  const shown = all.slice(0, shownOf(all));
  const rest = all.length - shown.length;
  if (rest === 0) return shown;
  return [...shown, { title: `${rest} more ${what}`, message: 'The log of this step has them.', note: '' }];
}

const shownOf = ({ length }: readonly Failure[]) => (length > MOST ? MOST - 1 : length);

/** As GitHub knows the files of a repository. */
function fromRoot(root: string, file: string): string {
  const path = relative(root, file);
  return (path.startsWith('..') ? file : path).replaceAll('\\', '/');
}
