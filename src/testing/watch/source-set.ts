// What a run is made of, as it was when it was last looked at: whether an event means a change, and of what.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What became of what was tested since the last look. */
export type SourceChange =
  | { readonly kind: 'none' }
  /** Only the text of these files is another one. */
  | { readonly kind: 'texts'; readonly files: readonly string[] }
  /** Files came or went, or something else than a text changed: all has to be read again. */
  | { readonly kind: 'structure'; readonly files: readonly string[] };

export class SourceSet {
  private prints = new Map<string, string>();

  /** Everything that the run is made of, files and folders. */
  remember(used: Iterable<string>): void {
    const prints = new Map<string, string>();
    for (const path of used) prints.set(path, this.prints.get(path) ?? printOf(path));
    this.prints = prints;
  }

  /** @param isText Whether a file's text is all that it gives. */
  look(paths: Iterable<string>, isText: (path: string) => boolean): SourceChange {
    const files: string[] = [];
    let isStructure = false;
    // What is new or gone shows in its folder.
    for (const path of new Set([...paths].flatMap((each) => [each, dirname(each)]))) {
      const before = this.prints.get(path);
      if (before === undefined) continue;
      const now = printOf(path);
      if (now === before) continue;
      this.prints.set(path, now);
      files.push(path);
      if (now === '' || now.startsWith(FOLDER) || !isText(path)) isStructure = true;
    }
    if (files.length === 0) return { kind: 'none' };
    return { kind: isStructure ? 'structure' : 'texts', files };
  }
}

const FOLDER = 'folder ';

/** Empty for what is not there. A folder is what it holds, not when. */
function printOf(path: string): string {
  try {
    if (statSync(path).isDirectory()) return `${FOLDER}${readdirSync(path).sort().join('/')}`;
    return createHash('sha1').update(readFileSync(path)).digest('base64');
  } catch {
    return '';
  }
}
