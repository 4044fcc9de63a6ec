// Runs what was typed: as an expression where it is one, so that its values are shown, and otherwise as it stands.
import type { StudioSession } from '../command/command-context.js';
import { formatFailure } from '../command/scripts/script-failure.js';
import { execute } from '../protocol/core-actions.js';
import type { ScriptCompletePayload } from '../protocol/execution.js';
import type { LogEntry } from '../protocol/log-entry.js';
import type { SerializedValue } from '../protocol/values.js';
import { tokenize } from './luau-tokens.js';

const DEFAULT_TIMEOUT_MS = 120_000;
const CHUNK_NAME = 'terminal';
/** What begins with one of these is no expression. */
const STATEMENTS = new Set(['local', 'for', 'while', 'repeat', 'do', 'return', 'break', 'continue']);

export interface Evaluation {
  readonly values: readonly SerializedValue[];
  /** What went wrong, as people read it. */
  readonly failure?: string;
}

export interface EvaluationOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
  readonly chunkName?: string;
  onOutput(entry: LogEntry): void;
}

export async function evaluateAsync(
  code: string,
  session: StudioSession,
  options: EvaluationOptions,
): Promise<Evaluation> {
  const runAsync = (script: string) =>
    session.invokeAsync(
      execute,
      { script, chunkName: options.chunkName ?? CHUNK_NAME },
      {
        timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        signal: options.signal,
        onOutput: options.onOutput,
      },
    );
  // The first try runs nothing where it is no expression: it does not compile.
  const first = mayBeExpression(code) ? await runAsync(`return ${code}`) : undefined;
  return resultOf(first && first.failure?.kind !== 'syntax' ? first : await runAsync(code));
}

function mayBeExpression(code: string): boolean {
  const [first] = tokenize(code).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  return first !== undefined && !(first.kind === 'keyword' && STATEMENTS.has(first.text));
}

function resultOf({ success, returnValues = [], failure, error }: ScriptCompletePayload): Evaluation {
  if (success) return { values: returnValues };
  return { values: [], failure: failure ? formatFailure(failure) : (error ?? 'The script failed.') };
}
