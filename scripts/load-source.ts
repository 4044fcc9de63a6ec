// Imports modules of src/ into a script. They are bundled first, because they import Luau text, which Node cannot.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { commonBuild, ROOT } from './bundling.js';

/** `contents` is an ES module that imports relative to src/; its exports come back. */
export async function loadSourceAsync<Exports>(contents: string): Promise<Exports> {
  const folder = join(ROOT, 'node_modules', '.cache', 'studio-bridge-gen');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${process.pid}-${++count}.mjs`);
  await build({
    ...commonBuild,
    stdin: { contents, resolveDir: join(ROOT, 'src'), loader: 'ts', sourcefile: 'load-source.ts' },
    outfile,
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}

let count = 0;
