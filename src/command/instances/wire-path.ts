// Paths as users write them and as they travel: on the wire all begin with `game`.
import { readShown } from '../../support/shown-text.js';

export function toWirePath(path: string): string {
  if (path.trim() === '') return 'game';
  // A name may end in a blank; where a path begins there is none.
  const begun = readShown(path.trimStart());
  return begun === 'game' || begun.startsWith('game.') ? begun : `game.${begun}`;
}
