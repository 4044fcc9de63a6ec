// Open Cloud calls the script of every task the same. Here it gets its own name wherever the service tells of it, so that
// errors read as they do in a Studio, and lead to the file.

import { TESTS_CHUNK } from '../results/own-trace.js';
import type { RunEvent } from '../results/run-report.js';
import { runTaskAsync, type TaskEnd, type TaskSetting } from './cloud-task-run.js';
import type { JobScript } from './job-context.js';

/** How the service names a line of a script, in errors and in the stacks of the output. */
const LINE = /\bTaskScript(:|', Line )(\d+)/g;

/** As `runTaskAsync`, but with the script's name. */
export async function runNamedTaskAsync(setting: TaskSetting, script: JobScript): Promise<TaskEnd> {
  const names = new TaskNames(script);
  const { onEvent } = script;
  const end = await runTaskAsync(setting, {
    ...script,
    onEvent: onEvent && ((event) => onEvent(names.inEvent(event))),
  });
  if (end.kind !== 'ended') return end;
  const { result, logs } = end;
  const { error, trace, returnValues } = result;
  return {
    kind: 'ended',
    result: {
      ...result,
      ...(error === undefined ? {} : { error: names.inText(error) }),
      ...(trace === undefined ? {} : { trace: names.inText(trace) }),
      ...(returnValues === undefined ? {} : { returnValues: returnValues.map((one) => names.inValue(one)) }),
    },
    logs: { ...logs, events: logs.events.map((event) => names.inEvent(event)) },
  };
}

class TaskNames {
  private readonly name: string;
  private readonly mark: string | undefined;

  constructor({ chunkName = TESTS_CHUNK, mark }: JobScript) {
    this.name = chunkName;
    this.mark = mark;
  }

  inText(text: string): string {
    return text.replace(LINE, `${this.name.replaceAll('$', '$$$$')}$1$2`);
  }

  /** What begins with the mark is for programs. */
  inEvent(event: RunEvent): RunEvent {
    const isApart = this.mark !== undefined && event.text.startsWith(this.mark);
    return isApart || !event.text.includes('TaskScript')
      ? event
      : { ...event, text: this.inText(event.text) };
  }

  inValue(value: unknown): unknown {
    if (typeof value === 'string') return this.inText(value);
    if (Array.isArray(value)) return value.map((one) => this.inValue(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.inValue(one)]));
  }
}
