// Builds dist/: for importers one ESM file an entry, with shared chunks that are loaded only when they are needed;
// for the command line and its worker CommonJS, which starts in two thirds of the time (docs/decisions says why).
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { commonBuild, fromRoot, ROOT, readLuauTree } from './bundling.js';
import { runToolAsync } from './checks/tool.js';
import { thirdPartyNotices } from './third-party-notices.js';

const ENTRIES = {
  index: 'src/index.ts',
  protocol: 'src/protocol/index.ts',
  emulator: 'src/emulator/index.ts',
};

async function buildAsync(options: { types: boolean }): Promise<void> {
  // Built aside and put in place when it is whole: whoever runs dist/ meanwhile keeps a working one.
  const outdir = mkdtempSync(join(ROOT, '.dist-'));
  try {
    await Promise.all([
      bundleAsync(outdir),
      writeStudioImageAsync(join(outdir, 'studio-image.bin')),
      options.types ? emitTypesAsync(join(outdir, 'types')) : undefined,
    ]);
    chmodSync(outdir, 0o755);
    rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
    renameSync(outdir, join(ROOT, 'dist'));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function bundleAsync(outdir: string): Promise<void> {
  const metafiles = await Promise.all([
    bundleModulesAsync(outdir),
    bundleProgramAsync(outdir),
    bundleCommonJsAsync(outdir, { 'studio-worker': 'src/emulator/studio/studio-worker.ts' }),
  ]);
  const inputs = Object.assign({}, ...metafiles.map((metafile) => metafile.inputs));
  copyFileSync(join(ROOT, 'LICENSE'), join(outdir, 'LICENSE'));
  writeFileSync(join(outdir, 'THIRD_PARTY_NOTICES.txt'), thirdPartyNotices({ inputs, outputs: {} }, ROOT));
}

const shared = {
  ...commonBuild,
  absWorkingDir: ROOT,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
} satisfies BuildOptions;

async function bundleModulesAsync(outdir: string): Promise<Metafile> {
  const present = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(ROOT, file)));
  const { metafile } = await build({
    ...shared,
    entryPoints: Object.fromEntries(present),
    outdir,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  });
  return metafile;
}

/** `cli.cjs` answers `--help` by itself and loads `cli-program.cjs` for everything else. */
async function bundleProgramAsync(outdir: string): Promise<Metafile> {
  const apart: Plugin = {
    name: 'program-apart',
    setup(builder) {
      builder.onResolve({ filter: /\/load-program\.js$/ }, () => ({
        path: join(ROOT, 'src/cli/load-built-program.ts'),
      }));
      // Text that few commands need, and that would be read with the program every time.
      builder.onResolve({ filter: /^luau-tree:/ }, ({ path, resolveDir }) => {
        const folder = resolve(resolveDir, path.slice('luau-tree:'.length));
        const file = `${fromRoot(folder).replaceAll('/', '-')}.json`;
        writeFileSync(join(outdir, file), JSON.stringify(readLuauTree(folder)));
        return { path: `./${file}`, external: true };
      });
    },
  };
  const entries = { cli: 'src/cli/main.ts', 'cli-program': 'src/cli/program.ts' };
  const metafile = await bundleCommonJsAsync(outdir, entries, apart);
  chmodSync(join(outdir, 'cli.cjs'), 0o755);
  return metafile;
}

/** What is imported late is in the same file and starts late. A real `import()` would start the module loader. */
const builtinsByRequire: Plugin = {
  name: 'builtins-by-require',
  setup(builder) {
    builder.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'builtin' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

async function bundleCommonJsAsync(
  outdir: string,
  entryPoints: Record<string, string>,
  ...plugins: Plugin[]
): Promise<Metafile> {
  const { metafile } = await build({
    ...shared,
    entryPoints,
    outdir,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    plugins: [...plugins, builtinsByRequire, ...commonBuild.plugins],
    minifyIdentifiers: true,
    banner: {},
    define: { 'import.meta.url': 'MODULE_URL' },
    inject: [join(ROOT, 'scripts', 'module-url.ts')],
  });
  return metafile;
}

/** Without the optional Luau VM there is no image, and none is needed. */
async function writeStudioImageAsync(file: string): Promise<void> {
  if (!existsSync(join(ROOT, 'node_modules', 'luau-web'))) return;
  const folder = join(ROOT, 'node_modules', '.cache', 'studio-bridge-image');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `make-${process.pid}.mjs`);
  await build({ ...commonBuild, absWorkingDir: ROOT, entryPoints: ['scripts/studio-image.ts'], outfile });
  try {
    const { makeStudioImageAsync }: typeof import('./studio-image.js') = await import(
      pathToFileURL(outfile).href
    );
    writeFileSync(file, await makeStudioImageAsync());
  } finally {
    rmSync(outfile);
  }
}

async function emitTypesAsync(outDir: string): Promise<void> {
  const { exitCode, output } = await runToolAsync('tsc', ['-p', 'tsconfig.build.json', '--outDir', outDir]);
  if (exitCode !== 0) throw new Error(`The declarations could not be made:\n${output}`);
}

const { values } = parseArgs({ options: { 'no-types': { type: 'boolean', default: false } } });
await buildAsync({ types: !values['no-types'] });
