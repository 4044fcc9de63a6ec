// Where the pinned wasm keeps its fields: Luau 0.703 compiled for wasm32. Nothing but these numbers ties the driver
// to that build; the checksum in wasm-package.ts and the checks at start-up (host-port.ts) guard them.

/** `lua_State`: one thread. */
export const THREAD = { top: 8, base: 12, global: 16, globals: 56 } as const;

/** `global_State`: what the threads of one VM share. */
export const GLOBAL = {
  allocator: 12,
  collectorState: 21,
  collectorThreshold: 36,
  totalBytes: 40,
  collectorGoal: 44,
  collectorStepMultiplier: 48,
  collectorStepSize: 52,
  mainThread: 1412,
  typeMetatables: 1440,
  interrupt: 1700,
} as const;

/** A stack or table slot. */
export const SLOT = { size: 16, tag: 12 } as const;

export const STRING = { length: 16, data: 20 } as const;
export const BUFFER = { length: 4, data: 8 } as const;
export const USERDATA = { tag: 3, metatable: 8 } as const;
export const TABLE = { safeEnvironment: 5, arraySize: 8, array: 20 } as const;
export const CLOSURE = { isNative: 3, entry: 16, continuation: 20 } as const;

/** What functions in Luau are made of; a closure has it where a native one has its entry. */
export const PROTO = {
  code: 12,
  inner: 16,
  lineSteps: 32,
  lineBases: 36,
  debugName: 52,
  codeSize: 72,
  innerCount: 76,
  lineGap: 96,
  lineDefined: 100,
} as const;

/** `lua_Type`, as found in a slot's tag. */
export const TYPE = {
  nil: 0,
  boolean: 1,
  number: 3,
  vector: 4,
  string: 5,
  table: 6,
  function: 7,
  userdata: 8,
  buffer: 10,
} as const;
