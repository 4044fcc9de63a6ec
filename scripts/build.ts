// Builds dist/: one ESM file an entry, with shared chunks that are loaded only when they are needed.
import { chmodSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { commonBuild, ROOT } from './bundling.js';

const ENTRIES = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  protocol: 'src/protocol/index.ts',
  emulator: 'src/emulator/index.ts',
  'studio-worker': 'src/emulator/studio/studio-worker.ts',
};

export async function buildAsync(): Promise<void> {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const present = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(ROOT, file)));
  await build({
    ...commonBuild,
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(present),
    outdir: 'dist',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
  });
  if (existsSync(join(ROOT, 'dist/cli.js'))) chmodSync(join(ROOT, 'dist/cli.js'), 0o755);
  if (existsSync(join(ROOT, 'LICENSE'))) copyFileSync(join(ROOT, 'LICENSE'), join(ROOT, 'dist/LICENSE'));
}

await buildAsync();
