// The lines in which the runner says which package begins, and how one ended. Each begins with a word that is made for this
// one line and that nobody can know before it is printed: a package can repeat what was printed, and that counts for nothing.
import { createHmac, randomBytes } from 'node:crypto';
import { type PackageOutcome, packageOutcome } from './batch-results.js';

const SIGN = '\u001e';
const WORD_LENGTH = 22;

type MarkKind = 'begins' | 'ends' | 'test';

export type BatchLine =
  | { readonly kind: 'begins'; readonly key: string }
  /** Without an outcome, the line was cut on its way. */
  | { readonly kind: 'ends'; readonly key: string; readonly outcome?: PackageOutcome | undefined }
  | { readonly kind: 'test'; readonly key: string; readonly text: string };

export class BatchMarks {
  /** What all of them begin with. */
  readonly mark = SIGN + randomBytes(6).toString('base64url');
  private readonly secret = randomBytes(32);
  private readonly known = new Map<string, { readonly kind: MarkKind; readonly key: string }>();

  constructor(keys: readonly string[]) {
    for (const key of keys) {
      for (const kind of ['begins', 'ends', 'test'] as const)
        this.known.set(this.word(kind, key), { kind, key });
    }
  }

  /** What the line begins with. */
  word(kind: MarkKind, key: string): string {
    const word = createHmac('sha256', this.secret).update(`${kind} ${key}`).digest('base64url');
    return this.mark + word.slice(0, WORD_LENGTH);
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
