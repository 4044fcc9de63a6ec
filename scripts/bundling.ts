// How this project's files become JavaScript: the virtual imports for Luau text and worker bundles, used by the
// build (esbuild) and by the tests (vite) alike, so that tests run what ships.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

export const ROOT = resolve(import.meta.dirname, '..');

/** A name for the worker bundle beside the chunk that starts it: `../studio/studio-worker.ts` → `studio-worker`. */
export function workerName(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.ts$/, '');
}

/** Reads a folder's `.luau` files (no specs): path relative to it, with `/`, to text; in stable order. */
export function readLuauTree(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.luau') && !path.endsWith('.spec.luau'))
    .sort();
  return Object.fromEntries(
    paths.map((path) => [path.split(sep).join('/'), readFileSync(join(folder, path), 'utf8')]),
  );
}

const asModule = (value: unknown) => `export default ${JSON.stringify(value)};`;

/** For esbuild. Workers become entries of their own, next to the output that refers to them. */
export function virtualImports(): Plugin {
  return {
    name: 'virtual-imports',
    setup(builder) {
      builder.onLoad({ filter: /\.luau$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8'),
        loader: 'text',
      }));
      builder.onResolve({ filter: /^luau-tree:/ }, ({ path, resolveDir }) => ({
        path: resolve(resolveDir, path.slice('luau-tree:'.length)),
        namespace: 'luau-tree',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'luau-tree' }, ({ path }) => ({
        contents: JSON.stringify(readLuauTree(path)),
        loader: 'json',
        watchDirs: [path],
      }));
      builder.onResolve({ filter: /^worker:/ }, ({ path }) => ({
        path: workerName(path),
        namespace: 'worker',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'worker' }, ({ path }) => ({
        contents: `export default new URL(${JSON.stringify(`./${path}.cjs`)}, import.meta.url);`,
        loader: 'js',
      }));
    },
  };
}

/** What every bundle has in common. */
export const commonBuild = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['luau-web', 'rbx-dom'],
  // Of a package in both forms the ES one: what is not used of it is left out.
  mainFields: ['module', 'main'],
  plugins: [virtualImports()],
  // CommonJS dependencies (ws) call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
} satisfies BuildOptions;

interface VitePlugin {
  name: string;
  enforce: 'pre';
  resolveId(source: string, importer: string | undefined): string | undefined;
  load(id: string): Promise<string | undefined>;
}

/** For vite, so for vitest: the same imports; a worker is bundled on first use. */
export function virtualImportsForTests(): VitePlugin {
  const PREFIX = '\0virtual:';
  return {
    name: 'virtual-imports',
    enforce: 'pre',
    resolveId(source, importer) {
      const match = /^(luau-tree|worker):(.*)$/.exec(source);
      if (match?.[1] && match[2] !== undefined && importer) {
        return `${PREFIX}${match[1]}:${resolve(dirname(importer.split('?')[0] ?? importer), match[2])}`;
      }
      if (source.endsWith('.luau') && importer && source.startsWith('.')) {
        return `${PREFIX}luau:${resolve(dirname(importer.split('?')[0] ?? importer), source)}`;
      }
      return undefined;
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return undefined;
      const [, kind, path] = /^([a-z-]+):(.*)$/.exec(id.slice(PREFIX.length)) ?? [];
      if (kind === undefined || path === undefined) return undefined;
      if (kind === 'luau') return asModule(readFileSync(path, 'utf8'));
      if (kind === 'luau-tree') return asModule(readLuauTree(path));
      return `export default new URL(${JSON.stringify(pathToFileURL(await bundleWorker(path)).href)});`;
    },
  };
}

async function bundleWorker(path: string): Promise<string> {
  const entry = path.endsWith('.ts') ? path : `${path}.ts`;
  const result = await build({ ...commonBuild, entryPoints: [entry], write: false, sourcemap: 'inline' });
  const text = result.outputFiles[0]?.text ?? '';
  const folder = join(ROOT, 'node_modules', '.cache', 'studio-bridge-workers');
  mkdirSync(folder, { recursive: true });
  // Named by content and renamed into place, because several test processes may write it at once.
  const file = join(
    folder,
    `${workerName(path)}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.js`,
  );
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
  return file;
}

export function fromRoot(path: string): string {
  return relative(ROOT, path).split(sep).join('/');
}
