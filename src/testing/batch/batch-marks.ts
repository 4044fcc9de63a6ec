// The lines in which the runner says which package begins, and how one ended. Each begins with a word that is made for this
// one line and that nobody can know before it is printed: a package can repeat what was printed, and that counts for nothing.
import { randomBytes } from 'node:crypto';
import { type PackageOutcome, packageOutcome } from './batch-results.js';

const SIGN = '\u001e';
const WORD_BYTES = 16;
const WORD_LENGTH = 22;
const KINDS = ['begins', 'ends', 'test'] as const;

type MarkKind = 'begins' | 'ends' | 'test';

export type BatchLine =
  | { readonly kind: 'begins'; readonly key: string }
  /** Without an outcome, the line was cut on its way. */
  | { readonly kind: 'ends'; readonly key: string; readonly outcome?: PackageOutcome | undefined }
  | { readonly kind: 'test'; readonly key: string; readonly text: string };

export class BatchMarks {
  /** What all of them begin with. */
  readonly mark = SIGN + randomBytes(6).toString('base64url');
  private readonly known = new Map<string, { readonly kind: MarkKind; readonly key: string }>();
  private readonly words = new Map<string, string>();

  constructor(keys: readonly string[]) {
    const random = randomBytes(WORD_BYTES * KINDS.length * keys.length);
    let at = 0;
    for (const key of keys) {
      for (const kind of KINDS) {
        const word = this.mark + random.toString('base64url', at, at + WORD_BYTES);
        at += WORD_BYTES;
        this.known.set(word, { kind, key });
        this.words.set(`${kind} ${key}`, word);
      }
    }
  }

  /** What the line begins with. */
  word(kind: MarkKind, key: string): string {
    const word = this.words.get(`${kind} ${key}`);
    if (word === undefined) throw new RangeError(`These marks are not for ${key}.`);
    return word;
  }

  read(text: string): BatchLine | undefined {
    if (!text.startsWith(this.mark)) return undefined;
    const length = this.mark.length + WORD_LENGTH;
    const found = this.known.get(text.slice(0, length));
    if (!found) return undefined;
    const { kind, key } = found;
    const rest = text.slice(length);
    if (kind === 'begins') return { kind, key };
    if (kind === 'test') return { kind, key, text: rest };
    return { kind, key, outcome: tryRead(packageOutcome.safeParse(tryJson(rest))) };
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tryRead<Value>(result: { success: boolean; data?: Value | undefined }): Value | undefined {
  return result.success ? result.data : undefined;
}
