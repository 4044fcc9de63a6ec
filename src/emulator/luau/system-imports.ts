// The small operating system that the wasm expects: time and time zones, output, memory. All time comes from the
// given clock, so that a virtual clock reaches os.clock, os.time and os.date as well.
import type { Clock } from '../../support/clock.js';
import type { LuauWasm } from './wasm-contract.js';

const REALTIME_CLOCK = 0;
const NANOSECONDS_PER_MS = 1e6;
const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const BAD_SEEK = 70;

export function systemImports(wasm: LuauWasm, clock: Clock) {
  return {
    wallTime: () => clock.wallTime(),
    clockTime(id: number, _precision: bigint, result: number): number {
      const ms = id === REALTIME_CLOCK ? clock.wallTime() : clock.now();
      const bytes = wasm.memory.bytes;
      bytes.writeBigInt64LE(BigInt(Math.round(ms * NANOSECONDS_PER_MS)), result);
      return 0;
    },
    utcTime(seconds: bigint, result: number): void {
      const date = new Date(Number(seconds) * 1000);
      writeTimeFields(wasm, result, date, { offsetMinutes: 0, isDaylightSaving: false });
    },
    localTime(seconds: bigint, result: number): void {
      const date = new Date(Number(seconds) * 1000);
      const offsetMinutes = -date.getTimezoneOffset();
      const shifted = new Date(date.getTime() + offsetMinutes * MS_PER_MINUTE);
      writeTimeFields(wasm, result, shifted, { offsetMinutes, isDaylightSaving: isDaylightSaving(date) });
    },
    timeZone(secondsWest: number): void {
      wasm.memory.i32[secondsWest >>> 2] = -standardOffsetMinutes(new Date(clock.wallTime())) * 60;
    },
    growMemory: (requiredBytes: number): number => (wasm.memory.tryGrow(requiredBytes >>> 0) ? 1 : 0),
    /** The VM library writes nothing that anyone should see; print is the engine's. */
    writeFile(_descriptor: number, vectors: number, count: number, written: number): number {
      let total = 0;
      for (let index = 0; index < count; index++) total += wasm.memory.pointerAt(vectors + index * 8 + 4);
      wasm.memory.setPointerAt(written, total);
      return 0;
    },
    closeFile: () => 0,
    seekFile: () => BAD_SEEK,
    abort(): void {
      throw new Error('the Luau VM aborted');
    },
  };
}

/** Fills C's `struct tm` from the UTC fields of `date`. */
function writeTimeFields(
  wasm: LuauWasm,
  address: number,
  date: Date,
  zone: { offsetMinutes: number; isDaylightSaving: boolean },
): void {
  const year = date.getUTCFullYear();
  const fields = [
    date.getUTCSeconds(),
    date.getUTCMinutes(),
    date.getUTCHours(),
    date.getUTCDate(),
    date.getUTCMonth(),
    year - 1900,
    date.getUTCDay(),
    Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / MS_PER_DAY),
    zone.isDaylightSaving ? 1 : 0,
    zone.offsetMinutes * 60,
  ];
  wasm.memory.i32.set(fields, address >>> 2);
}

/** The lesser of the year's two offsets: summer time adds to it. */
function standardOffsetMinutes(date: Date): number {
  const year = date.getFullYear();
  return -Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset());
}

function isDaylightSaving(date: Date): boolean {
  return -date.getTimezoneOffset() !== standardOffsetMinutes(date);
}
