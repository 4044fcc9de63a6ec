// Luau text as tokens, as far as colours, indentation and "is this all?" need them. It never fails: what is not finished
// says so.

export type TokenKind = 'space' | 'comment' | 'string' | 'number' | 'keyword' | 'name' | 'symbol';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  /** A string or comment whose end is missing. */
  readonly isOpen?: boolean;
}

const KEYWORDS = new Set(
  'and break continue do else elseif end false for function if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);

const PLAIN: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['number', /0[xX][0-9a-fA-F_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?/y],
  ['name', /[A-Za-z_]\w*/y],
  ['symbol', /\.\.\.|\.\.=|\/\/=|\.\.|\/\/|::|->|[=~<>]=|[-+*/%^]=|[^\s\w]/y],
];

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  /** For each interpolated string that is interrupted by an expression: how many braces are open in it. */
  const interpolations: number[] = [];
  let at = 0;
  const add = (kind: TokenKind, end: number, isOpen = false) => {
    const piece = text.slice(at, end);
    tokens.push({ kind, text: piece, start: at, ...(isOpen ? { isOpen } : {}) });
    at = end;
  };
  while (at < text.length) {
    const special = endOfSpecial(text, at);
    if (special) {
      add(special.kind, special.end, special.isOpen);
      continue;
    }
    const character = text[at];
    const depth = interpolations.at(-1);
    if (character === '`' || (character === '}' && depth === 0)) {
      if (character === '}') interpolations.pop();
      const { end, isOpen, hasExpression } = endOfInterpolated(text, at + 1);
      if (hasExpression) interpolations.push(0);
      add('string', end, isOpen);
      continue;
    }
    if (depth !== undefined && (character === '{' || character === '}')) {
      interpolations[interpolations.length - 1] = depth + (character === '{' ? 1 : -1);
    }
    const [kind, end] = endOfPlain(text, at);
    const isKeyword = kind === 'name' && KEYWORDS.has(text.slice(at, end));
    add(isKeyword ? 'keyword' : kind, end);
  }
  if (interpolations.length > 0) tokens.push({ kind: 'string', text: '', start: at, isOpen: true });
  return tokens;
}

interface Special {
  readonly kind: 'comment' | 'string';
  readonly end: number;
  readonly isOpen: boolean;
}

function endOfSpecial(text: string, at: number): Special | undefined {
  const isComment = text.startsWith('--', at);
  const start = isComment ? at + 2 : at;
  const long = longBracketAt(text, start);
  if (long) {
    const end = text.indexOf(long.close, start + long.open);
    const isOpen = end < 0;
    return {
      kind: isComment ? 'comment' : 'string',
      end: isOpen ? text.length : end + long.close.length,
      isOpen,
    };
  }
  if (isComment) {
    const end = text.indexOf('\n', at);
    return { kind: 'comment', end: end < 0 ? text.length : end, isOpen: false };
  }
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return undefined;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === quote) return { kind: 'string', end: end + 1, isOpen: false };
    else if (text[end] === '\n') return { kind: 'string', end, isOpen: false };
  }
  return { kind: 'string', end: text.length, isOpen: false };
}

/** `[[` or `[==[`, and what ends it. */
function longBracketAt(text: string, at: number): { open: number; close: string } | undefined {
  if (text[at] !== '[') return undefined;
  let end = at + 1;
  while (text[end] === '=') end++;
  return text[end] === '[' ? { open: end + 1 - at, close: `]${'='.repeat(end - at - 1)}]` } : undefined;
}

/** Up to the closing backtick, or to the brace where an expression begins. */
function endOfInterpolated(
  text: string,
  from: number,
): { end: number; isOpen: boolean; hasExpression: boolean } {
  for (let end = from; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === '`') return { end: end + 1, isOpen: false, hasExpression: false };
    else if (text[end] === '{') return { end: end + 1, isOpen: false, hasExpression: true };
  }
  return { end: text.length, isOpen: true, hasExpression: false };
}

function endOfPlain(text: string, at: number): [TokenKind, number] {
  for (const [kind, pattern] of PLAIN) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match && match[0] !== '') return [kind, at + match[0].length];
  }
  return ['symbol', at + 1];
}
