// Paths as users write them and as they travel: on the wire all begin with `game`.
import { readShown } from '../../support/shown-text.js';

export function toWirePath(path: string): string {
  if (path.trim() === '') return 'game';
  // A name may end in a blank; where a path begins there is none.
  const begun = readShown(path.trimStart());
  return begun === 'game' || begun.startsWith('game.') ? begun : `game.${begun}`;
}

/** What stands before the last dot that is none of a name, and the rest; an escaped dot is one of a name. */
export function splitPath(path: string): { readonly parent: string; readonly name: string } {
  for (let at = path.length - 1; at > 0; at--) {
    if (path[at] !== '.') continue;
    let slashes = 0;
    while (path[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return { parent: path.slice(0, at), name: path.slice(at + 1) };
  }
  return { parent: '', name: path };
}

/** The name that a part of a path stands for, as far as names are text. */
export function nameOfSegment(segment: string): string {
  return segment.replace(/\\([^x])/g, '$1');
}
