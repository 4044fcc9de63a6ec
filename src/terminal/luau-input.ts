// What the terminal has to know about Luau that is being typed: whether a block is still open, how deep the next line
// is, and which value stands before the place.
import { type Token, tokenize } from './luau-tokens.js';

export interface InputState {
  /** How many blocks and brackets are open. */
  readonly depth: number;
  /** False where more has to follow: an open block, bracket, string or operator. */
  readonly isComplete: boolean;
}

const OPENERS = new Set(['(', '[', '{']);
const CLOSERS = new Set([')', ']', '}']);
/** Nothing can end with one of these. */
const UNFINISHED = new Set(
  '+ - * / // % ^ .. = == ~= < > <= >= += -= *= /= //= %= ^= ..= , . : and or not local in -> ::'.split(' '),
);
/** After one of these an `if` is a value, which has no `end`. */
const BEFORE_VALUE = new Set(
  '( [ { , = == ~= < > <= >= + - * / // % ^ .. += -= *= /= //= %= ^= ..= and or not return in #'.split(' '),
);

export function readInput(text: string): InputState {
  const tokens = tokenize(text).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const hasOpenText = tokenize(text).some(({ isOpen }) => isOpen);
  const depth = depthOf(tokens);
  const last = tokens.at(-1);
  return {
    depth: Math.max(0, depth),
    isComplete: depth <= 0 && !hasOpenText && !(last && UNFINISHED.has(last.text)),
  };
}

function depthOf(tokens: readonly Token[]): number {
  let depth = 0;
  /** For each `if` whose `then` or `else` may come: whether it is a value. */
  const ifs: boolean[] = [];
  tokens.forEach(({ kind, text }, at) => {
    const before = tokens[at - 1];
    if (kind === 'symbol') {
      if (OPENERS.has(text)) depth++;
      else if (CLOSERS.has(text)) depth--;
    } else if (kind === 'keyword') {
      const isValue =
        before !== undefined &&
        (BEFORE_VALUE.has(before.text) || (ifs.at(-1) === true && /^(then|else)$/.test(before.text)));
      if (text === 'if') {
        ifs.push(isValue);
        if (!isValue) depth++;
      } else if (text === 'function' || text === 'do' || text === 'repeat') depth++;
      else if (text === 'end' || text === 'until') depth--;
      if (text === 'else' && ifs.at(-1) === true) ifs.pop();
      if (text === 'end' && ifs.at(-1) === false) ifs.pop();
    }
  });
  return depth;
}

const INDENT = '  ';
const CLOSES_LINE = /^\s*(?:(?:end|until|else|elseif)\b|[)\]}])/;

/** The text with a new line at the place: the line that ends is put where it belongs, the new one is indented. */
export function breakLine(before: string, after: string): { text: string; cursor: number } {
  const settled = settleLine(before);
  const next = INDENT.repeat(readInput(settled).depth);
  const head = `${settled.replace(/[ \t]+$/, '')}\n${next}`;
  return { text: head + after.trimStart(), cursor: head.length };
}

/** The text with its last line put where it belongs, if that closes a block. */
export function settleLine(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart);
  if (lineStart === 0 || !CLOSES_LINE.test(line)) return text;
  const { depth } = readInput(text.slice(0, lineStart));
  return text.slice(0, lineStart) + INDENT.repeat(Math.max(0, depth - 1)) + line.trimStart();
}

/** One step from a value to the next: a member, or what a method such as GetService gives for a name. */
export interface ChainStep {
  readonly name: string;
  /** The text that the method of this name is called with. */
  readonly argument?: string;
}

export interface Chain {
  readonly steps: readonly ChainStep[];
  /** What is typed of the last name, perhaps nothing. */
  readonly prefix: string;
  readonly separator: '' | '.' | ':';
}

/** Methods that only look something up, so that a completion may call them. */
const LOOKUPS = new Set([
  'GetService',
  'FindFirstChild',
  'WaitForChild',
  'FindFirstChildOfClass',
  'FindService',
]);

/** The value whose member is being typed at the end of `before`; nothing inside of strings and comments. */
export function chainAt(before: string): Chain | undefined {
  const all = tokenize(before);
  const tail = all.at(-1);
  if (tail?.kind === 'comment' || tail?.kind === 'number') return undefined;
  if (tail?.kind === 'string' && !/^(["'`]).*\1$/s.test(tail.text)) return undefined;
  const tokens = all.filter(({ kind }) => kind !== 'comment');
  let at = tokens.length - 1;
  const take = () => tokens[at--];
  const peek = () => tokens[at];
  const prefix = peek()?.kind === 'name' || peek()?.kind === 'keyword' ? (take()?.text ?? '') : '';
  const separator = separatorOf(peek());
  if (separator === '') return tail?.kind === 'string' ? undefined : { steps: [], prefix, separator };
  take();
  const steps: ChainStep[] = [];
  for (;;) {
    const step = readStep(take, peek);
    if (!step) return undefined;
    steps.unshift(step);
    if (separatorOf(peek()) === '') return isStart(peek()) ? { steps, prefix, separator } : undefined;
    take();
  }
}

function separatorOf(token: Token | undefined): '' | '.' | ':' {
  return token?.kind === 'symbol' && (token.text === '.' || token.text === ':') ? token.text : '';
}

/** Backwards: a name, or `Method("text")`. */
function readStep(take: () => Token | undefined, peek: () => Token | undefined): ChainStep | undefined {
  const token = take();
  if (token?.kind === 'name') return { name: token.text };
  if (token?.text !== ')' || peek()?.kind !== 'string') return undefined;
  const argument = take()?.text.slice(1, -1) ?? '';
  if (take()?.text !== '(') return undefined;
  const method = take();
  return method?.kind === 'name' && LOOKUPS.has(method.text) ? { name: method.text, argument } : undefined;
}

/** Whether a chain may begin behind this token. */
function isStart(token: Token | undefined): boolean {
  return (
    token === undefined ||
    token.kind === 'space' ||
    token.kind === 'keyword' ||
    (token.kind === 'symbol' && !CLOSERS.has(token.text))
  );
}
