// The program behind its entry: all that is not needed for `--help` and `--version`. An emulated Studio that a
// command will want begins to start before anything slow is loaded here.
import { prepareStudio } from '../app.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import type { Invocation } from './resolve-command.js';
import type { Process } from './run-invocation.js';

export async function runInvocationAsync(
  invocation: Extract<Invocation, { kind: 'command' | 'unknown' }>,
  surroundings: Process,
): Promise<ExitCode> {
  const startsStudio = invocation.kind === 'command' && invocation.entry.startsStudio;
  if (startsStudio && !invocation.helpWanted) prepareStudio(invocation.args);
  if (!(invocation.kind === 'command' && invocation.entry.isLongRunning)) await import('./short-run.js');
  const program = await import('./run-invocation.js');
  return await program.runInvocationAsync(invocation, surroundings);
}
