// The hand-written files that the project's own checks look at.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface ProjectFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

const FOLDERS = ['src', 'plugin', 'tests', 'scripts', 'bench'];

/** TypeScript, plain JavaScript and Luau under the source folders; no generated file. */
export function readProjectFiles(root: string): ProjectFile[] {
  return FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        [folder, ...path.split(sep)].join('/'),
      ),
    )
    .filter((path) => /\.(ts|mjs|luau)$/.test(path) && !isGenerated(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function isGenerated(path: string): boolean {
  return path.includes('.generated.') || path.split('/').includes('Generated');
}
