// A failed script as Studio's output window shows it: the message, then the stack with the innermost call first.
import type { ScriptFailure } from '../../protocol/execution.js';

export function formatFailure({ message, traceback }: ScriptFailure): string {
  const calls = (traceback ?? '').split('\n').flatMap(formatCall);
  return calls.length === 0 ? message : [message, 'Stack Begin', ...calls, 'Stack End'].join('\n');
}

/** `name:12 function f` → `Script 'name', Line 12 - function f` */
function formatCall(line: string): string[] {
  const match = /^(.*):(\d+)(?: (function .+))?$/.exec(line.trim());
  if (!match) return line.trim() === '' ? [] : [line.trim()];
  const [, script, number, call] = match;
  return [`Script '${script}', Line ${number}${call === undefined ? '' : ` - ${call}`}`];
}
