// Whether a Studio has the task RunScript, which older ones lack: a program that takes an option has its name in it. To look
// through all of a large one takes a while, so what was found is kept for as long as the file is the same.
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../support/make-folder.js';

const OPTION = 'runScriptFile';
const SPELLINGS = [Buffer.from(OPTION, 'latin1'), Buffer.from(OPTION, 'utf16le')];
const CHUNK_BYTES = 1 << 20;
const OVERLAP_BYTES = OPTION.length * 2;
/** What is smaller is read as soon as what is kept of it. */
const LARGE_BYTES = 4 << 20;

/**
 * False where it cannot be told.
 *
 * @param memory The file in which it is kept what was found.
 */
export async function hasRunScriptAsync(program: string, memory?: string): Promise<boolean> {
  const stats = statOf(program);
  if (!stats?.isFile()) return false;
  if (memory === undefined || stats.size < LARGE_BYTES) return await searchAsync(program);
  const key = `${program} ${stats.size} ${stats.mtimeMs}`;
  const [known, answer] = readMemory(memory);
  if (known === key) return answer === 'true';
  const found = await searchAsync(program);
  writeMemory(memory, `${key}\n${found}`);
  return found;
}

function statOf(file: string) {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

async function searchAsync(program: string): Promise<boolean> {
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

function readMemory(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Where it cannot be written, the next run looks again. */
function writeMemory(file: string, text: string): void {
  try {
    makeFolder(dirname(file), 0o700);
    writeFileSync(file, text, { mode: 0o600 });
  } catch {
    return;
  }
}
