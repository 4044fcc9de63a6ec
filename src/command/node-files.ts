// Files and standard input as commands see them: text that is UTF-8, or a sentence on why not.
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { BridgeError } from '../protocol/bridge-error.js';
import { whyNotRead } from '../support/file-errors.js';
import type { CommandFiles } from './command-context.js';

export const nodeFiles: CommandFiles = {
  readTextAsync: async (path) => decodeUtf8(await readBytesAsync(path), path),
  readBytesAsync,
  async readStandardInputAsync() {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return decodeUtf8(Buffer.concat(chunks), 'standard input');
  },
  isFileAsync: (path) =>
    stat(path).then(
      (found) => found.isFile(),
      () => false,
    ),
};

export async function* standardInputLines(signal: AbortSignal): AsyncIterable<string> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const end = () => lines.close();
  signal.addEventListener('abort', end, { once: true });
  try {
    if (!signal.aborted) yield* lines;
  } finally {
    signal.removeEventListener('abort', end);
    lines.close();
    process.stdin.pause();
  }
}

async function readBytesAsync(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new BridgeError('FILE_NOT_READABLE', `Cannot read ${path}: ${whyNotRead(error)}.`, {
      cause: error,
    });
  }
}

function decodeUtf8(bytes: Uint8Array, name: string): string {
  const offset = firstInvalidByte(bytes);
  if (offset === undefined) return new TextDecoder().decode(bytes);
  throw new BridgeError('FILE_NOT_READABLE', `Cannot read ${name}: it is not UTF-8 text (byte ${offset}).`, {
    hint: 'Save it as UTF-8 and try again.',
  });
}

/** A decoder puts U+FFFD for what it cannot read; where the text has that character itself, its bytes say so. */
function firstInvalidByte(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  for (const character of text) {
    const isGenuine = character !== '\ufffd' || REPLACEMENT.every((byte, at) => bytes[offset + at] === byte);
    if (!isGenuine) return offset;
    offset += Buffer.byteLength(character);
  }
  return offset;
}

const REPLACEMENT = [0xef, 0xbf, 0xbd];
