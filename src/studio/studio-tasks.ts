// Whether a Studio has the task RunScript, which older ones lack: a program that takes an option has its name in it.
import { createReadStream } from 'node:fs';

const OPTION = 'runScriptFile';
const SPELLINGS = [Buffer.from(OPTION, 'latin1'), Buffer.from(OPTION, 'utf16le')];
const CHUNK_BYTES = 1 << 20;
const OVERLAP_BYTES = OPTION.length * 2;

/** False where it cannot be told. */
export async function hasRunScriptAsync(program: string): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(program, { highWaterMark: CHUNK_BYTES })) {
      const bytes = Buffer.concat([rest, chunk]);
      if (SPELLINGS.some((spelling) => bytes.includes(spelling))) return true;
      rest = bytes.subarray(-OVERLAP_BYTES);
    }
  } catch {
    return false;
  }
  return false;
}
