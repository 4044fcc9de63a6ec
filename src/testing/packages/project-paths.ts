// Which files and folders a Rojo project takes from disk, without reading them: what tells that a package uses another, or
// a file that belongs to none.
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseCommentedJson } from '../../emulator/places/index.js';
import { isObject } from '../../support/json-object.js';
import { realPathOf } from '../../support/real-path.js';
import { textOf, tryReadFile } from './config-file.js';

/** Real paths, the project files among them. */
export function projectPaths(source: string): string[] {
  const found = new Set<string>();
  collect(source, found);
  return [...found];
}

function collect(path: string, found: Set<string>): void {
  // Where there is nothing, something may have been: that it is gone is a change as well.
  const real = realPathOf(path);
  if (found.has(real)) return;
  found.add(real);
  const project = real.endsWith('.project.json') ? real : join(real, 'default.project.json');
  if (!statSync(project, { throwIfNoEntry: false })?.isFile()) return;
  found.add(project);
  const tree = tryReadFile(project, parseCommentedJson)?.tree;
  if (isObject(tree)) visit(tree, dirname(project), found);
}

function visit(node: Readonly<Record<string, unknown>>, folder: string, found: Set<string>): void {
  for (const [key, value] of Object.entries(node)) {
    if (key === '$path') {
      const path = textOf(isObject(value) ? value.optional : value);
      if (path !== undefined) collect(resolve(folder, path), found);
    } else if (!key.startsWith('$') && isObject(value)) visit(value, folder, found);
  }
}
