// What the emulated screen needs of this side: how wide characters are, and pictures of it.
import type { Operations } from './operations.js';
import { drawPicture } from './picture/draw-picture.js';
import { glyphWidths } from './picture/glyphs.js';

export function screenOperations(): Operations {
  return {
    'text.widths': () => ({ bytes: glyphWidths() }),
    'picture.draw': (_value, bytes) => ({ bytes: drawPicture(bytes) }),
  };
}
