// A play test in words.
import { formatValue } from '../text/value-text.js';
import type { TestView } from './run-test.js';

export function testText(
  { isRunning, mode, changed, sessions, value, problem }: TestView,
  words: { readonly done?: string; readonly already?: string },
): string {
  const said = changed ? words.done : words.already;
  return [
    ...(said === undefined ? [`${isRunning ? 'A test is running' : 'No test is running'}.`] : [said]),
    ...(isRunning && mode !== undefined ? [`Mode      ${mode}`] : []),
    ...sessions.map(
      ({ sessionId, context, player }) =>
        `Session   ${sessionId.slice(0, 8)}  ${context}${player === undefined ? '' : `  ${player}`}`,
    ),
    ...(value === undefined ? [] : [`Value     ${formatValue(value)}`]),
    ...(problem === undefined ? [] : [`Problem   ${problem}`]),
  ].join('\n');
}
