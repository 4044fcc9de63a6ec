// The part of WebAssembly's JavaScript interface that the driver uses: TypeScript declares it only together with the
// whole of a browser's, which this project leaves out.
declare namespace WebAssembly {
  type ImportValue = (...values: never[]) => unknown;

  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, ImportValue | Memory>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class RuntimeError extends Error {}
  class Memory {
    constructor(size: { initial: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Table {
    private constructor();
    get(index: number): unknown;
    set(index: number, value: unknown): void;
    grow(count: number): number;
  }
  class Global {
    private constructor();
    value: number;
  }
}
