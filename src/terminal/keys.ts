// What a keyboard sends, as keys with names. Ordinary terminals cannot send Ctrl+Enter; those that can have three ways to
// write it, and every key that stands in for it is read here too.

export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'key'; readonly name: KeyName };

export type KeyName = (typeof CONTROLS)[keyof typeof CONTROLS] | (typeof FINALS)[keyof typeof FINALS] | Other;
type Other =
  | 'delete'
  | 'page-up'
  | 'page-down'
  | 'word-left'
  | 'word-right'
  | 'delete-word'
  | 'delete-word-right'
  | 'escape';

/** Ctrl+J is what some terminals send for Ctrl+Enter. */
const CONTROLS = {
  '\u0001': 'line-start',
  '\u0002': 'left',
  '\u0003': 'interrupt',
  '\u0004': 'end-of-input',
  '\u0005': 'line-end',
  '\u0006': 'right',
  '\b': 'backspace',
  '\t': 'complete',
  '\n': 'run',
  '\u000b': 'delete-to-line-end',
  '\f': 'clear-screen',
  '\r': 'enter',
  '\u000e': 'down',
  '\u000f': 'unfold',
  '\u0010': 'up',
  '\u0015': 'delete-to-line-start',
  '\u0017': 'delete-word',
  '\u0019': 'undelete',
  '\u007f': 'backspace',
} as const;

const FINALS = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'line-start',
  F: 'line-end',
  Z: 'complete',
} as const;
const ARROW_WORDS: Partial<Record<string, KeyName>> = { C: 'word-right', D: 'word-left' };
/** `CSI number ~` */
const NUMBERED: Partial<Record<number, KeyName>> = {
  1: 'line-start',
  3: 'delete',
  4: 'line-end',
  5: 'page-up',
  6: 'page-down',
  7: 'line-start',
  8: 'line-end',
  15: 'run',
};
const ALT: Partial<Record<string, KeyName>> = {
  '\r': 'run',
  '\n': 'run',
  b: 'word-left',
  f: 'word-right',
  d: 'delete-word-right',
  '\u007f': 'delete-word',
  '\b': 'delete-word',
};

const ESCAPE = '\u001b';
const PASTE_START = `${ESCAPE}[200~`;
const PASTE_END = `${ESCAPE}[201~`;

/** Bracketed paste, and the two ways to tell Ctrl+Enter from Enter where the terminal knows one. */
export const KEYBOARD_ON = `${ESCAPE}[?2004h${ESCAPE}[>1u${ESCAPE}[>4;1m`;
export const KEYBOARD_OFF = `${ESCAPE}[>4m${ESCAPE}[<u${ESCAPE}[?2004l`;

/** Bytes may be cut anywhere; what is not whole yet waits for the rest. */
export class KeyDecoder {
  private rest = '';

  /** True while an escape has begun that may be one by itself. */
  get isWaiting(): boolean {
    return this.rest === ESCAPE;
  }

  /** Nothing more came: the escape was the key. */
  flush(): Key[] {
    const isEscape = this.isWaiting;
    if (isEscape) this.rest = '';
    return isEscape ? [{ kind: 'key', name: 'escape' }] : [];
  }

  read(chunk: string): Key[] {
    const keys: Key[] = [];
    let text = this.rest + chunk;
    this.rest = '';
    while (text !== '') {
      const step = readOne(text);
      if (!step) {
        this.rest = text;
        break;
      }
      if (step.key) keys.push(step.key);
      text = text.slice(step.length);
    }
    return keys;
  }
}

interface Step {
  readonly length: number;
  /** Absent for what means nothing here. */
  readonly key?: Key | undefined;
}

const named = (length: number, name: KeyName | undefined): Step =>
  name === undefined ? { length } : { length, key: { kind: 'key', name } };

function readOne(text: string): Step | undefined {
  const [first = ''] = text;
  if (first === ESCAPE) return readEscape(text);
  const control = CONTROLS[first as keyof typeof CONTROLS];
  if (control) return named(1, control);
  if (first < ' ') return { length: 1 };
  let length = 0;
  for (const character of text) {
    if (character < ' ' || character === '\u007f') break;
    length += character.length;
  }
  return { length, key: { kind: 'text', text: text.slice(0, length) } };
}

function readEscape(text: string): Step | undefined {
  if (text.startsWith(PASTE_START)) {
    const end = text.indexOf(PASTE_END);
    if (end < 0) return undefined;
    const pasted = text.slice(PASTE_START.length, end).replace(/\r\n?/g, '\n');
    return { length: end + PASTE_END.length, key: { kind: 'paste', text: pasted } };
  }
  const [, second = ''] = text;
  if (second === '') return undefined;
  if (second === '[') return readSequence(text);
  if (second === 'O') {
    const third = text[2];
    return third === undefined ? undefined : named(3, FINALS[third as keyof typeof FINALS]);
  }
  return named(2, ALT[second]);
}

/** `CSI parameters final` */
function readSequence(text: string): Step | undefined {
  let end = 2;
  while (end < text.length && /[0-9;:<=>?]/.test(text[end] ?? '')) end++;
  const final = text[end];
  if (final === undefined) return undefined;
  const parameters = text.slice(2, end).split(';').map(Number);
  return named(end + 1, nameOf(final, parameters));
}

const SHIFT = 1;
const ALT_BIT = 2;
const CTRL = 4;

function nameOf(final: string, [number = 1, modifiers = 1, code]: readonly number[]): KeyName | undefined {
  const held = modifiers - 1;
  if (final === '~') {
    // xterm's modifyOtherKeys: 27 ; modifiers ; code ~
    return number === 27 && code !== undefined ? keyOfCode(code, held) : NUMBERED[number];
  }
  if (final === 'u') return keyOfCode(number, held);
  const word = (held & (CTRL | ALT_BIT)) !== 0 ? ARROW_WORDS[final] : undefined;
  return word ?? FINALS[final as keyof typeof FINALS];
}

/** A key by its character, with what is held. */
function keyOfCode(code: number, held: number): KeyName | undefined {
  const character = String.fromCodePoint(code);
  if (character === '\r') return (held & (CTRL | ALT_BIT)) !== 0 ? 'run' : 'enter';
  if (code === 27) return 'escape';
  if ((held & CTRL) !== 0) return CONTROLS[String.fromCharCode(code & 0x1f) as keyof typeof CONTROLS];
  if ((held & ALT_BIT) !== 0) return ALT[character];
  return held === 0 || held === SHIFT ? CONTROLS[character as keyof typeof CONTROLS] : undefined;
}
