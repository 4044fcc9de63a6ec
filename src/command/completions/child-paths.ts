// Paths of instances that begin like what is typed: the children of what stands before the last dot.
import type { Candidate } from '../argv/complete.js';
import type { StudioSession } from '../command-context.js';
import { queryCompletions } from './completions.js';

export async function childPathsAsync(
  prefix: string,
  session: StudioSession,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const dot = lastDot(prefix);
  const parent = dot < 0 ? '' : prefix.slice(0, dot + 1);
  const { candidates } = await session.invokeAsync(
    queryCompletions,
    { path: dot < 0 ? 'game' : prefix.slice(0, dot), prefix: prefix.slice(dot + 1) },
    { signal },
  );
  return candidates.map(({ name, about }) => ({ value: parent + name, about }));
}

/** `\.` is a dot in a name. */
function lastDot(path: string): number {
  for (let at = path.length - 1; at >= 0; at--) {
    if (path[at] === '.' && path[at - 1] !== '\\') return at;
  }
  return -1;
}
