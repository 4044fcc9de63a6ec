// Text from elsewhere on a user's terminal. Names, log lines and messages come from places that anybody may have made:
// what would steer the terminal instead of being read is written out.

/** Control characters, what changes the direction of text, and separators that some programs break lines at. */
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** As above, but line breaks and tabs stay, and so do colours, which scripts print on purpose. */
const STEERING_IN_TEXT =
  /\u001b(?!\[[\d;:]*m)|\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** Colours and the first half of line breaks count as one piece. */
const STEERING_OR_COLOUR =
  /\u001b\[[\d;:]*m|\r\n|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A name or a path, which is one piece of a line. */
export function shownName(name: string): string {
  return name.replace(STEERING, escaped);
}

/** A text of any number of lines. */
export function shownText(text: string): string {
  return text.replace(STEERING_IN_TEXT, escaped);
}

/** The same for who reads it in a file or a page, where colours say nothing. */
export function plainText(text: string): string {
  return text.replace(STEERING_OR_COLOUR, (piece) => {
    if (piece.length === 1) return escaped(piece);
    return piece === '\r\n' ? '\n' : '';
  });
}

/**
 * What `shownName` shows, back to what it stands for; other characters behind a backslash stay with it. So do bytes that
 * are no text: a path has them as \x80 to \xFF.
 */
export function readShown(text: string): string {
  return text.replace(/\\(?:x([01][\da-f]|7f)|u\{([\da-f]{1,4})\}|([\s\S]))/g, (all, short, long, other) => {
    if (other === undefined) return String.fromCharCode(Number.parseInt(short ?? long, 16));
    return LONG[other] ?? all;
  });
}

const LONG: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** As Luau writes it in a string: `\x` is a byte there, which from 80 on is no character by itself. */
function escaped(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  return SHORT[character] ?? (code < 0x80 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
}
