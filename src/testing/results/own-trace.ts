// The calls that led to an error, as far as they are the user's: below them is only who runs the tests, which says nothing.

/** What errors call a script that has no name of its own, such as the one that runs the tests. */
export const TESTS_CHUNK = 'tests';

const FRAME = /^\s*(\S.*?):\d+(?: function .*)?$/;

/**
 * Without what runs the tests, and without what it calls for each test in the framework: that shows by having called it, too.
 */
export function ownTrace(trace: string): string {
  const frames = trace.trimEnd().split('\n');
  const end = frames.findIndex((frame) => scriptOf(frame) === TESTS_CHUNK);
  if (end < 0) return trace;
  const callers = new Set(frames.slice(end).map(scriptOf));
  let own = end;
  while (own > 0 && callers.has(scriptOf(frames[own - 1] ?? ''))) own--;
  return frames.slice(0, own).join('\n');
}

function scriptOf(frame: string): string | undefined {
  return FRAME.exec(frame)?.[1];
}
