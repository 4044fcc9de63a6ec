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
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { commonBuild, fromRoot, ROOT, readLuauTree } from './bundling.js';
import { runToolAsync } from './checks/tool.js';
import { pruneTypes } from './prune-types.js';
import { thirdPartyNotices } from './third-party-notices.js';

const ENTRIES = {
  index: 'src/index.ts',
  protocol: 'src/protocol/index.ts',
  emulator: 'src/api/emulator.ts',
};

async function buildAsync(options: { types: boolean }): Promise<void> {
  // Built aside and put in place when it is whole: whoever runs dist/ meanwhile keeps a working one.
  const outdir = mkdtempSync(join(ROOT, '.dist-'));
  try {
    await Promise.all([
      bundleAsync(outdir),
      writeStudioImageAsync(join(outdir, 'studio-image.bin.gz')),
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
    bundleCommonJsAsync(
      outdir,
      {
        'studio-starter': 'src/emulator/studio/start-emulated-studio.ts',
        'studio-worker': 'src/emulator/studio/studio-worker.ts',
        'studio-thread': 'src/emulator/studio/threads.ts',
      },
      loadersApart,
    ),
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
    minifyIdentifiers: true,
    // Beside the entries: what looks for a worker beside itself finds it from either.
    chunkNames: '[name]-[hash]',
    plugins: [...commonBuild.plugins, dataApart],
  });
  return metafile;
}

/** What loads a large file has a twin for the build: that file stays apart, and its compiled code is kept. */
const loadersApart: Plugin = {
  name: 'loaders-apart',
  setup(builder) {
    builder.onResolve(
      { filter: /\/load-(program|late-parts|studio-thread|stand-in|mcp-server)\.js$/ },
      ({ path, resolveDir }) => ({
        path: resolve(resolveDir, path.replace('/load-', '/load-built-').replace(/\.js$/, '.ts')),
      }),
    );
  },
};

/** `cli.cjs` answers `--help` by itself and loads `cli-program.cjs` for everything else, which loads the rest. */
async function bundleProgramAsync(outdir: string): Promise<Metafile> {
  const entries = {
    cli: 'src/cli/main.ts',
    'cli-program': 'src/cli/program.ts',
    'late-parts': 'src/cli/late-program.ts',
    'mcp-server': 'src/mcp/server/index.ts',
  };
  const metafile = await bundleCommonJsAsync(outdir, entries, loadersApart, starterApart, withoutAjv);
  chmodSync(join(outdir, 'cli.cjs'), 0o755);
  return metafile;
}

const PLUGIN_SOURCES = join(ROOT, 'plugin', 'src');
/** Read as they are by who asks for nothing else; the rest is small on disk instead. */
const PLAIN = [PLUGIN_SOURCES, join(ROOT, 'src', 'testing', 'runner')];

const GENERATED_DATA = /\/(reflection|property-names|default-instances)\.generated\.js$/;
const asideName = (path: string) => fromRoot(path).replaceAll('/', '-').replace(/\.ts$/, '');

/** Text that few runs need stays in files of its own, which are read when somebody looks into them. */
const textsApart = (outdir: string): Plugin => ({
  name: 'texts-apart',
  setup(builder) {
    /** `exported` sees the text as `value()`. */
    const writeAside = (path: string, value: unknown, exported: string) => {
      const name = asideName(path);
      const text = JSON.stringify(value);
      const isPlain = PLAIN.includes(path);
      const file = isPlain ? `${name}.json` : `${name}.json.gz`;
      writeFileSync(join(outdir, file), isPlain ? text : gzipSync(text, { level: 9 }));
      const bytes = `require('node:fs').readFileSync(require('node:path').join(__dirname, ${JSON.stringify(file)}))`;
      const read = `JSON.parse((${isPlain ? bytes : `require('node:zlib').gunzipSync(${bytes})`}).toString())`;
      return {
        contents: `let text; const value = () => (text ??= ${read}); ${exported};`,
        loader: 'js' as const,
      };
    };
    const LAZY_RECORD = `new Proxy({}, {
      get: (_, key) => value()[key],
      has: (_, key) => key in value(),
      ownKeys: () => Reflect.ownKeys(value()),
      getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(value(), key),
    })`;
    builder.onResolve({ filter: /^luau-tree:/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.slice('luau-tree:'.length)),
      namespace: 'text-apart',
    }));
    builder.onResolve({ filter: GENERATED_DATA }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace(/\.js$/, '.ts')),
      namespace: 'text-apart',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'text-apart' }, async ({ path }) => {
      if (!path.endsWith('.ts')) return writeAside(path, readLuauTree(path), `export default ${LAZY_RECORD}`);
      const data: Record<string, string> = await import(pathToFileURL(path).href);
      const getters = Object.keys(data).map((name) => `get ${name}() { return value().${name}; }`);
      // As getters, because an exported constant would be read at once.
      return writeAside(path, data, `module.exports = { ${getters.join(', ')} }`);
    });
  },
});

/** The same data as the program's, which writes it: importers get it from there when they first need it. */
const dataApart: Plugin = {
  name: 'data-apart',
  setup(builder) {
    // The engine is in the program's file already; as one of these it would be the largest of all.
    builder.onResolve({ filter: /\/load-stand-in\.js$/ }, () => ({
      path: 'stand-in',
      namespace: 'stand-in',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'stand-in' }, () => ({
      contents: `
        import { createRequire } from 'node:module';
        export const loadStandInAsync = () => createRequire(import.meta.url)('./studio-thread.cjs').loadStandInAsync();`,
      resolveDir: ROOT,
    }));
    builder.onResolve({ filter: GENERATED_DATA }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace(/\.js$/, '.ts')),
      namespace: 'data-apart',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'data-apart' }, async ({ path }) => {
      const data: Record<string, string> = await import(pathToFileURL(path).href);
      return {
        contents: `
          import { readFileSync } from 'node:fs';
          import { gunzipSync } from 'node:zlib';
          const value = JSON.parse(gunzipSync(readFileSync(new URL(${JSON.stringify(`./${asideName(path)}.json.gz`)}, import.meta.url))).toString());
          export const { ${Object.keys(data).join(', ')} } = value;`,
        resolveDir: ROOT,
      };
    });
  },
};

/** The SDK brings a validator of JSON Schema, half of its size, which this server never asks. */
const withoutAjv: Plugin = {
  name: 'without-ajv',
  setup(builder) {
    builder.onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: 'shims',
      namespace: 'mcp-shims',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'mcp-shims' }, () => ({
      contents: `
        export { default as process } from 'node:process';
        export class DefaultJsonSchemaValidator { getValidator() { throw new TypeError('There is no validator here.'); } }
      `,
    }));
  },
};

/** Packages that few runs need, prepared when one does; with the names of what they export. */
const packagesWhenUsed: Plugin = {
  name: 'packages-when-used',
  setup(builder) {
    builder.onResolve({ filter: /^(js-yaml|csv-parse\/sync|smol-toml|fzstd)$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'when-used' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'when-used' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== 'default');
      const getters = names.map(
        (name) => `get ${name}() { return require(${JSON.stringify(path)}).${name}; },`,
      );
      return { contents: `module.exports = { __esModule: true, ${getters.join(' ')} };`, resolveDir: ROOT };
    });
  },
};

/** One file for both: a Studio that the entry began to start is there for the program. */
const starterApart: Plugin = {
  name: 'starter-apart',
  setup(builder) {
    const STARTER = './studio-starter.cjs';
    builder.onResolve({ filter: /\/start-emulated-studio\.js$/ }, () => ({
      path: STARTER,
      namespace: 'starter',
    }));
    builder.onResolve({ filter: /\/studio-starter\.cjs$/ }, () => ({ path: STARTER, external: true }));
    builder.onLoad({ filter: /.*/, namespace: 'starter' }, () => ({
      contents: `module.exports = require(${JSON.stringify(STARTER)});`,
    }));
  },
};

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

/** Node prepares its own modules anew at each start; these take long, and many a run needs few of them. */
const SLOW_BUILTINS = new Set(
  'child_process crypto dns fs/promises http https module net os querystring tls tty v8 vm zlib'.split(' '),
);

const WHEN_USED = `const whenUsed = (name) => {
  let loaded;
  const value = () => (loaded ??= require(name));
  return new Proxy({}, {
    get: (_, key) => value()[key],
    has: (_, key) => key in value(),
    ownKeys: () => Reflect.ownKeys(value()),
    getOwnPropertyDescriptor: (_, key) => ({ ...Reflect.getOwnPropertyDescriptor(value(), key), configurable: true }),
  });
};`;

const builtinsWhenUsed: Plugin = {
  name: 'builtins-when-used',
  setup(builder) {
    // The program's own `require` finds the same packages as one that is made for its file.
    builder.onResolve({ filter: /^node:module$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'own-require' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'own-require' }, () => ({
      contents: 'export const createRequire = () => require;',
    }));
    builder.onEnd(({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        const program = text.replaceAll(/(?<![.\w])require\("(?:node:)?([^"]+)"\)/g, (call, name) =>
          SLOW_BUILTINS.has(name) ? `whenUsed("${name}")` : call,
        );
        // The program reads its files as ASCII.
        if (/[^\0-\x7f]/.test(program)) throw new Error(`${path} holds characters that are not ASCII.`);
        writeFileSync(path, program);
      }
    });
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
    plugins: [
      ...plugins,
      packagesWhenUsed,
      textsApart(outdir),
      builtinsByRequire,
      builtinsWhenUsed,
      ...commonBuild.plugins,
    ],
    minifyIdentifiers: true,
    banner: { js: WHEN_USED },
    write: false,
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
    writeFileSync(file, gzipSync(await makeStudioImageAsync(), { level: 9 }));
  } finally {
    rmSync(outfile);
  }
}

async function emitTypesAsync(outDir: string): Promise<void> {
  const { exitCode, output } = await runToolAsync('tsc', ['-p', 'tsconfig.build.json', '--outDir', outDir]);
  if (exitCode !== 0) throw new Error(`The declarations could not be made:\n${output}`);
  pruneTypes(
    outDir,
    Object.values(ENTRIES).map((file) => fromRoot(join(ROOT, file)).replace(/^src\/(.*)\.ts$/, '$1.d.ts')),
  );
}

const { values } = parseArgs({ options: { 'no-types': { type: 'boolean', default: false } } });
await buildAsync({ types: !values['no-types'] });
