// The configuration file: the nearest studio-bridge.json at or above the folder that a command runs in, or the one that
// --config names. A file that cannot be read as JSON is one sentence, never a guess.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Configuration, readConfiguration, refusal } from '../command/argv/configuration.js';
import { whyNotRead } from '../support/file-errors.js';
import { messageOf } from '../support/thrown-text.js';

export const CONFIGURATION_FILE = 'studio-bridge.json';
/** Instead of the name of a file. */
const NO_FILE = 'none';

export function loadConfiguration(
  named: string | undefined,
  commandNames: readonly string[],
  workingFolder: () => string = () => process.cwd(),
): Configuration | undefined {
  if (named === NO_FILE) return undefined;
  const path = named === undefined ? findFile(workingFolder) : resolve(workingFolder(), named);
  return path === undefined ? undefined : readConfiguration(path, readJson(path), commandNames);
}

function findFile(workingFolder: () => string): string | undefined {
  let folder: string;
  try {
    folder = workingFolder();
  } catch {
    // The folder that this process was started in has been removed.
    return undefined;
  }
  for (;;) {
    const path = join(folder, CONFIGURATION_FILE);
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw refusal(`Cannot read the configuration ${path}: ${whyNotRead(error)}.`);
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw refusal(`The configuration ${path} is not JSON: ${whatIsWrong(text, error)}.`);
  }
}

/** Node's message quotes the file at length, and counts from its beginning. */
function whatIsWrong(text: string, error: unknown): string {
  const message = messageOf(error);
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) {
    const lines = text.slice(0, Number(position)).split('\n');
    return `something is wrong at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
  }
  if (/end of JSON input/.test(message)) return 'it ends in the middle';
  const token = /^Unexpected token '(.+?)'/su.exec(message)?.[1];
  return token === undefined ? 'it cannot be read' : `${JSON.stringify(token)} is not expected there`;
}
