// How wide characters are, for measuring text in Luau with the typeface that pictures are drawn in.
import type { Operations } from './operations.js';
import { glyphWidths } from './picture/glyphs.js';

export function textOperations(): Operations {
  return { 'text.widths': () => ({ bytes: glyphWidths() }) };
}
