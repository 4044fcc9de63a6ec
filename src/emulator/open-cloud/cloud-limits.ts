// What the emulated Open Cloud allows, as Roblox documents it. All of it can be set, because the documentation contradicts
// itself in places, and because a test of a client wants small numbers.

export type CloudRoute =
  | 'upload'
  | 'createTask'
  | 'createPinnedTask'
  | 'getTask'
  | 'listLogs'
  | 'createBinaryInput'
  | 'universe'
  | 'memoryStore'
  | 'assetDelivery'
  | 'assetVersions';

export interface CloudLimits {
  /** Requests a minute for the owner of a key. */
  readonly perMinute: Readonly<Record<CloudRoute, number>>;
  /** Of one place, at a time. */
  readonly unfinishedTasks: number;
  readonly placeBytes: number;
  readonly scriptBytes: number;
  readonly resultBytes: number;
  readonly logBytes: number;
  /** What each line costs besides its text. */
  readonly logLineBytes: number;
  readonly logPageSize: number;
  readonly binaryInputBytes: number;
  readonly binaryOutputBytes: number;
  readonly longestTimeoutMs: number;
  /** How long what was uploaded or returned can be fetched. */
  readonly linkLifetimeMs: number;
  readonly taskLifetimeMs: number;
  /** Of MemoryStore: one value, and all of an experience that nobody plays. */
  readonly memoryItemBytes: number;
  readonly memoryBytes: number;
  readonly memorySeconds: number;
  /** What the scripts of an experience that nobody plays may ask of MemoryStore in a minute, in the units of its guide. */
  readonly memoryUnits: number;
}

const KB = 1000;
const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;

export const DOCUMENTED_LIMITS: CloudLimits = {
  perMinute: {
    upload: 30,
    createTask: 40,
    createPinnedTask: 5,
    getTask: 200,
    listLogs: 45,
    createBinaryInput: 5,
    universe: 100,
    memoryStore: 1_000_000,
    assetDelivery: 1_000,
    assetVersions: 100,
  },
  unfinishedTasks: 10,
  placeBytes: 100 * MIB,
  scriptBytes: 4 * MIB,
  resultBytes: 4 * MIB,
  logBytes: 450 * KB,
  logLineBytes: 47,
  logPageSize: 10_000,
  binaryInputBytes: 100 * MIB,
  binaryOutputBytes: 256 * MIB,
  longestTimeoutMs: 5 * MINUTE_MS,
  linkLifetimeMs: 15 * MINUTE_MS,
  taskLifetimeMs: 24 * 60 * MINUTE_MS,
  memoryItemBytes: 32 * 1024,
  memoryBytes: 64 * 1024,
  memorySeconds: 3_888_000,
  memoryUnits: 1_000,
};

/** How long a place takes until the script starts, as clients have measured it. */
export interface BootTimes {
  /** A version that has run since it was uploaded. */
  readonly warmMs: number;
  readonly coldMs: number;
}

export const MEASURED_BOOT_TIMES: BootTimes = { warmMs: 4_000, coldMs: 22_000 };
/** For tests: every script starts at once. */
export const NO_BOOT_TIMES: BootTimes = { warmMs: 0, coldMs: 0 };
