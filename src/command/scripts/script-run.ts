// Running a script in a session and what comes of it: the result that programs get and the text people see.
import { execute } from '../../protocol/core-actions.js';
import type { ExitCode } from '../../protocol/error-catalog.js';
import type { ScriptFailure } from '../../protocol/execution.js';
import type { LogEntry } from '../../protocol/log-entry.js';
import type { SerializedValue } from '../../protocol/values.js';
import type { CommandContext, StudioSession } from '../command-context.js';
import type { TextView } from '../define-command.js';
import { LogFolder } from '../text/fold-logs.js';
import { bytesOf, formatValue } from '../text/value-text.js';
import { formatFailure } from './script-failure.js';
import { scriptResult } from './script-result.js';
import { type Script, scriptHintAsync } from './script-source.js';

const DEFAULT_TIMEOUT_MS = 120_000;

export interface ScriptResult {
  readonly success: boolean;
  /** The first of `returnValues`, or null. */
  readonly returnValue: SerializedValue;
  readonly returnValues: readonly SerializedValue[];
  readonly output: readonly LogEntry[];
  /** The output as one text. */
  readonly logs: string;
  readonly error?: string;
  readonly failure?: ScriptFailure;
  /** The next step, where one is known. */
  readonly hint?: string;
}

export async function runScriptAsync(
  script: Script,
  session: StudioSession,
  { options, signal, emit, files }: CommandContext,
): Promise<ScriptResult> {
  const output: LogEntry[] = [];
  const folder = new LogFolder();
  const done = await session.invokeAsync(
    execute,
    { script: script.text, chunkName: script.chunkName },
    {
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      signal,
      onOutput(entry) {
        output.push(entry);
        const step = folder.add(entry).kind;
        // The stack of an error comes as plain information, and belongs where the error goes.
        const isOfStack = step === 'stack' || step === 'frame';
        const isTrouble = entry.level === 'Warning' || entry.level === 'Error' || isOfStack;
        emit({ text: entry.body, to: isTrouble ? 'diagnostics' : 'result', level: entry.level });
      },
    },
  );
  const result = scriptResult(done, output);
  const hint = done.failure?.kind === 'syntax' ? await scriptHintAsync(script, files) : undefined;
  return hint === undefined ? result : { ...result, hint };
}

/** How the commands that run a script show its result. */
export const scriptResultView = {
  format({ output, returnValues }: ScriptResult, { streamed }: TextView): string {
    const printed = streamed ? [] : output.map(({ body }) => body);
    return [...printed, ...returnValues.map(formatValue)].join('\n');
  },
  formatFailure({ success, failure, error, hint }: ScriptResult): string | undefined {
    if (success) return undefined;
    const text = failure ? formatFailure(failure) : (error ?? 'The script failed.');
    return hint === undefined ? text : `${text}\n${hint}`;
  },
  exitCode: ({ success }: ScriptResult): ExitCode => (success ? 0 : 1),
  binary: ({ returnValue }: ScriptResult): Uint8Array | undefined => bytesOf(returnValue),
};
