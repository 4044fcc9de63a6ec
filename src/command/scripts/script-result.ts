// What a script came to, as programs get it: from a command and from the library alike.
import type { execute } from '../../protocol/core-actions.js';
import type { ActionResult } from '../../protocol/define-action.js';
import type { LogEntry } from '../../protocol/log-entry.js';
import type { SerializedValue } from '../../protocol/values.js';

export function scriptResult(done: ActionResult<typeof execute>, output: LogEntry[]) {
  const { success, returnValues = [], error, failure } = done;
  const [returnValue = null]: SerializedValue[] = returnValues;
  return {
    success,
    returnValue,
    returnValues,
    output,
    logs: output.map(({ body }) => body).join('\n'),
    ...(error === undefined ? {} : { error }),
    ...(failure === undefined ? {} : { failure }),
  };
}
