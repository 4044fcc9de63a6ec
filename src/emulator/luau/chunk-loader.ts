// Turns source text into Luau functions. The VM takes the source as a C string, so a NUL byte is refused here with an
// error like a syntax error's, instead of cutting the source short.
import type { CoverageCounters } from './coverage-counters.js';
import { isCppException } from './cpp-exceptions.js';
import { CLOSURE, SLOT, THREAD } from './layout.js';
import { restoreStackHeight, stackHeight, stringBytesAt } from './stack-frame.js';
import type { TextAllocator } from './text-allocator.js';
import type { LoadResult } from './vm-contract.js';
import type { LuauWasm } from './wasm-contract.js';

const SOURCE = 0;
const CHUNK_NAME = 1;
const TOP_OF_STACK = -1;
const NEWLINE = 10;
const OUT_OF_MEMORY = 'not enough memory';
const TOO_DEEP = 'Exceeded allowed recursion depth; simplify your code to make it compile';

export class ChunkLoader {
  private readonly handedOver = [0, 0];
  private reported = '';

  constructor(
    private readonly wasm: LuauWasm,
    private readonly mainThread: number,
    private readonly texts: TextAllocator,
    private readonly counters?: CoverageCounters,
  ) {}

  load(source: Uint8Array, chunkName: string): LoadResult {
    const nul = source.indexOf(0);
    if (nul >= 0) return { ok: false, error: nulError(source, nul, chunkName) };
    const { exports } = this.wasm;
    const sourceAddress = this.texts.allocate(source);
    const nameAddress = this.texts.allocate(Buffer.from(chunkName.replaceAll('\0', '?')));
    if (sourceAddress === 0 || nameAddress === 0) {
      if (sourceAddress !== 0) exports.free(sourceAddress);
      if (nameAddress !== 0) exports.free(nameAddress);
      return { ok: false, error: OUT_OF_MEMORY };
    }
    this.handedOver[SOURCE] = sourceAddress;
    this.handedOver[CHUNK_NAME] = nameAddress;
    try {
      return this.loadHandedOver(chunkName);
    } finally {
      exports.free(nameAddress);
    }
  }

  /** What the VM asks for while it loads; it frees the source itself. */
  readonly sourceText = (id: number): number => this.handedOver[id] ?? 0;

  readonly reportValue = (json: string): void => {
    this.reported = json;
  };

  private loadHandedOver(chunkName: string): LoadResult {
    const { exports, memory } = this.wasm;
    const thread = this.mainThread;
    const height = stackHeight(memory, thread);
    const stackPointer = exports.currentStack();
    try {
      const status = exports.load(thread, SOURCE, CHUNK_NAME);
      const result = memory.pointerAt(thread + THREAD.top) - SLOT.size;
      if (status !== 0) {
        const text = stringBytesAt(memory, memory.pointerAt(result));
        return { ok: false, error: text.toString('utf8') };
      }
      this.counters?.add(chunkName, memory.pointerAt(memory.pointerAt(result) + CLOSURE.entry));
      exports.registerValue(thread, TOP_OF_STACK);
      return { ok: true, fn: { ref: referenceIn(this.reported) } };
    } catch (thrown) {
      // The compiler reports all but two things as an error value: that memory ran out, and that it nested so deep
      // that this thread's own stack did.
      if (!isCppException(thrown) && !(thrown instanceof RangeError)) throw thrown;
      exports.restoreStack(stackPointer);
      this.wasm.clearExceptions();
      return { ok: false, error: isCppException(thrown) ? OUT_OF_MEMORY : TOO_DEEP };
    } finally {
      restoreStackHeight(memory, thread, height);
    }
  }
}

/** The VM describes a registered value as `{"type":"function","value":"12"}`. */
export function referenceIn(json: string): number {
  const match = /"value":"(\d+)"/.exec(json);
  if (!match?.[1]) throw new Error(`the Luau VM registered no value: ${json}`);
  return Number(match[1]);
}

function nulError(source: Uint8Array, position: number, chunkName: string): string {
  let line = 1;
  for (let index = 0; index < position; index++) if (source[index] === NEWLINE) line++;
  return `${displayName(chunkName)}:${line}: the source has a NUL byte, which Luau cannot compile`;
}

/** As Luau shows chunk names: `=Name` and `@Name` as they are, anything else as the text of the chunk. */
function displayName(chunkName: string): string {
  if (chunkName.startsWith('=') || chunkName.startsWith('@')) return chunkName.slice(1);
  const [firstLine = '', ...rest] = chunkName.split('\n');
  return `[string "${firstLine}${rest.length > 0 ? '...' : ''}"]`;
}
