// A copy of the project as a fresh clone would have it: nothing installed, nothing built.
import { cpSync } from 'node:fs';
import { basename } from 'node:path';
import { ROOT } from '../../scripts/bundling.js';

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);

export function copyProject(to: string): void {
  cpSync(ROOT, to, {
    recursive: true,
    filter: (source) => !LEFT_OUT.has(basename(source)) && !/\.tgz$|[\\/]\.dist-\w+$/.test(source),
  });
}
