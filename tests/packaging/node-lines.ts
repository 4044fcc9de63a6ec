// The programs called node that the package is tried on: this one, and those that `npm run verify` installs beside it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/bundling.js';

export interface NodeLine {
  readonly name: string;
  readonly program: string;
}

export function nodeLines(): NodeLine[] {
  const folder = join(ROOT, 'tests/packaging/nodes/node_modules');
  const others = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('node-')) : [];
  return [
    { name: process.version, program: process.execPath },
    ...others.map((name) => ({
      name: name.slice('node-'.length),
      program: join(folder, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    })),
  ];
}
