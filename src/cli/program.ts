// The program behind its entry: all that is not needed for `--help` and `--version`.
import type { ExitCode } from '../protocol/error-catalog.js';
import type { Process, ProgramInvocation } from './run-invocation.js';

export async function runInvocationAsync(
  invocation: ProgramInvocation,
  surroundings: Process,
): Promise<ExitCode> {
  if (!(invocation.kind === 'command' && invocation.entry.isLongRunning)) await import('./short-run.js');
  const program = await import('./run-invocation.js');
  return await program.runInvocationAsync(invocation, surroundings);
}
