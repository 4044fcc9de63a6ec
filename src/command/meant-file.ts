// Where Luau or JSON itself is expected, people type the name of a file that holds it.
import { shownName } from '../support/shown-text.js';
import type { CommandFiles } from './command-context.js';

/** No path is longer. */
const LONGEST = 4096;

/** For a text that is not what it should be: how to name the file that it may stand for. */
export async function fileHintAsync(
  text: string,
  ends: RegExp,
  files: Pick<CommandFiles, 'isFileAsync'>,
): Promise<string | undefined> {
  if (text.length > LONGEST || text.includes('\n')) return undefined;
  if (!ends.test(text) && !(await files.isFileAsync(text))) return undefined;
  const name = shownName(/[^\w./\\:~@+-]/.test(text) ? JSON.stringify(text) : text);
  return `If a file is meant, name it by an option: --file ${name}`;
}
