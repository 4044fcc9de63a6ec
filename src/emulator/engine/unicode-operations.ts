// What needs Unicode's tables: Node has them, the Luau VM has not.
import type { Operations } from './operations.js';

let segmenter: Intl.Segmenter | undefined;

export function unicodeOperations(): Operations {
  return {
    /** The lengths of the graphemes in bytes, with spaces between. */
    'text.graphemes': (_value, bytes) => {
      segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
      const lengths = [...segmenter.segment(bytes.toString())].map(({ segment }) =>
        Buffer.byteLength(segment),
      );
      return { bytes: lengths.join(' ') };
    },
    /** 0 composes, 1 takes apart. */
    'text.normalize': (form, bytes) => ({ bytes: bytes.toString().normalize(form === 0 ? 'NFC' : 'NFD') }),
  };
}
