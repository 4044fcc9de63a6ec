// Reads the counters that Luau keeps in the code of functions compiled for coverage. Nothing runs for it.
import type { FunctionCoverage, ScriptCoverage } from '../../support/script-coverage.js';
import { PROTO } from './layout.js';
import { stringBytesAt } from './stack-frame.js';
import type { WasmMemory } from './wasm-memory.js';

const WORD = 4;
/** `LOP_COVERAGE`: the opcode is the lowest byte, the counter the other three. */
const COUNTER = 69;
/** Opcodes that are followed by a word of data. */
const WITH_DATA = new Set([
  ...[7, 8, 12, 15, 16, 20, 27, 28, 29, 30, 31, 32, 53, 55, 58, 60, 66, 74, 75, 77, 78, 79, 80, 83, 84, 85],
]);

interface Compiled {
  readonly script: string;
  /** Of the chunk's outermost function. */
  readonly proto: number;
}

export class CoverageCounters {
  private readonly compiled: Compiled[] = [];

  constructor(private readonly memory: WasmMemory) {}

  /** The function has to be kept alive by whoever adds it. */
  add(chunkName: string, proto: number): void {
    this.compiled.push({ script: chunkName.replace(/^[=@]/, ''), proto });
  }

  /** One for each name; what was compiled several times is added up. */
  read(): ScriptCoverage[] {
    const found = new Map<string, { lines: Map<number, number>; functions: Map<string, FunctionCoverage> }>();
    for (const { script, proto } of this.compiled) {
      const own = found.get(script) ?? { lines: new Map(), functions: new Map() };
      found.set(script, own);
      this.visit(proto, own);
    }
    return [...found].map(([script, { lines, functions }]) => ({
      script,
      lines: new Map([...lines].sort(([a], [b]) => a - b)),
      functions: [...functions.values()],
    }));
  }

  private visit(
    proto: number,
    into: { lines: Map<number, number>; functions: Map<string, FunctionCoverage> },
  ): void {
    const { memory } = this;
    const own = this.linesOf(proto);
    for (const [line, hits] of own.lines) into.lines.set(line, (into.lines.get(line) ?? 0) + hits);
    const name = memory.pointerAt(proto + PROTO.debugName);
    if (name !== 0) {
      const line = memory.pointerAt(proto + PROTO.lineDefined);
      const text = stringBytesAt(memory, name).toString('utf8');
      const key = `${line} ${text}`;
      const hits = (into.functions.get(key)?.hits ?? 0) + own.entered;
      into.functions.set(key, { name: text, line, hits });
    }
    const inner = memory.pointerAt(proto + PROTO.inner);
    for (let index = 0; index < memory.pointerAt(proto + PROTO.innerCount); index++) {
      this.visit(memory.pointerAt(inner + index * WORD), into);
    }
  }

  /** A line has several counters; the one that ran most often counts. */
  private linesOf(proto: number): { lines: Map<number, number>; entered: number } {
    const { memory } = this;
    const lines = new Map<number, number>();
    const code = memory.pointerAt(proto + PROTO.code);
    const size = memory.pointerAt(proto + PROTO.codeSize);
    let entered: number | undefined;
    for (let at = 0; at < size; at++) {
      const word = memory.pointerAt(code + at * WORD);
      const opcode = word & 0xff;
      if (WITH_DATA.has(opcode)) at++;
      if (opcode !== COUNTER) continue;
      const hits = word >>> 8;
      const line = this.lineOf(proto, at);
      lines.set(line, Math.max(lines.get(line) ?? 0, hits));
      entered ??= hits;
    }
    return { lines, entered: entered ?? 0 };
  }

  private lineOf(proto: number, at: number): number {
    const { memory } = this;
    const steps = memory.pointerAt(proto + PROTO.lineSteps);
    if (steps === 0) return memory.pointerAt(proto + PROTO.lineDefined);
    const bases = memory.pointerAt(proto + PROTO.lineBases);
    const gap = memory.pointerAt(proto + PROTO.lineGap);
    return memory.pointerAt(bases + (at >> gap) * WORD) + (memory.u8[steps + at] ?? 0);
  }
}
