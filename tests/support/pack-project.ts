// The package as it would be published: built, packed and ready to be installed somewhere else.
import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/bundling.js';
import { childEnv } from '../../scripts/checks/tool.js';
import { isBuilt } from './build-once.js';
import { copyProject } from './copy-project.js';

export interface PackedProject {
  readonly file: string;
  /** The paths inside it. */
  readonly contents: readonly string[];
  readonly unpackedBytes: number;
}

/** Packs in `folder`, a copy, so that nothing in this checkout is built or removed meanwhile. */
export function packProject(folder: string): PackedProject {
  copyProject(folder);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const args = ['pack', '--json', '--loglevel=error'];
  if (isBuilt) {
    cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
    args.push('--ignore-scripts');
  }
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: folder,
    env: childEnv(),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm pack failed:\n${stdout}\n${stderr}`);
  // The build, which npm starts, may print before it.
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  return {
    file: join(folder, packed.filename),
    contents: packed.files.map(({ path }: { path: string }) => path),
    unpackedBytes: packed.unpackedSize,
  };
}
