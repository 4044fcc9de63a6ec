// Tests that a compiler has made, as of TypeScript: what fails is shown where its author wrote it, by the source maps of a
// real compiler, whichever form they have.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect } from 'vitest';
import { buildPlaceFile } from '../../src/emulator/index.js';
import { useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const WRITTEN = `interface Cart {
  readonly items: number;
}

type Price = number;

export = {
  fails: () => {
    const cart: Cart = { items: 1 };
    error("no money for " + cart.items);
  },
};
`;

/** The same program in Luau, line by line as the compiler writes it. */
const COMPILED = `return {
    fails = function()
        local cart = { items = 1 };
        error("no money for " .. cart.items);
    end,
}
`;

/** With the compiler's own map of what it made of these lines. */
function compile(options: ts.CompilerOptions): { luau: string; map: string } {
  const { outputText, sourceMapText = '' } = ts.transpileModule(WRITTEN, {
    fileName: 'cart.spec.ts',
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, ...options },
  });
  const lines = outputText.split('\n');
  const first = lines.findIndex((line) => line.startsWith('module.exports'));
  const named = lines.find((line) => line.startsWith('//# sourceMappingURL='))?.replace('//', '--') ?? '';
  return { luau: `${'\n'.repeat(first)}${COMPILED}${named}\n`, map: sourceMapText };
}

function useProject(options: ts.CompilerOptions, asMap = (text: string) => text) {
  const folder = useTmp();
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  for (const name of ['src', 'out']) mkdirSync(join(folder, name));
  const tree = { $className: 'DataModel', ReplicatedStorage: { Shop: { $path: 'out' } } };
  write('default.project.json', JSON.stringify({ name: 'shop', tree }));
  const { luau, map } = compile({ sourceMap: true, ...options });
  write('src/cart.spec.ts', WRITTEN);
  write('out/cart.spec.luau', luau);
  if (map !== '') write('out/cart.spec.luau.map', asMap(map));
  const cli = useCli();
  const runAsync = (...args: string[]) => cli.runAsync(['test', '--emulator', ...args], { cwd: folder });
  return { folder, write, runAsync };
}

/** The map as one that was written for a file in `out`, whose sources are in `src`. */
const inOut = (text: string) =>
  text.replace('"sources":["cart.spec.ts"]', '"sources":["../src/cart.spec.ts"]');

const SHOWN = `  src/cart.spec.ts:10
     8 |   fails: () => {
     9 |     const cart: Cart = { items: 1 };
  > 10 |     error("no money for " + cart.items);
    11 |   },
    12 | };
`;

const FORMS = {
  'beside it': () => useProject({}, inOut),
  'with a root of its own': () => useProject({ sourceRoot: '../src' }),
  'within it': () => useProject({ sourceMap: false, inlineSourceMap: true, sourceRoot: '../src' }),
  'within it, with the sources': () => {
    const project = useProject({
      sourceMap: false,
      inlineSourceMap: true,
      inlineSources: true,
      sourceRoot: '../src',
    });
    rmSync(join(project.folder, 'src', 'cart.spec.ts'));
    return project;
  },
};

for (const [form, useForm] of Object.entries(FORMS)) {
  verifies(
    'testing.source-lines',
    `a compiled test fails where it was written, by a map ${form}`,
    async () => {
      const { runAsync } = useForm();
      const ran = await runAsync('--report', 'text', '--report', 'github=annotations.txt');
      expect(ran.exitCode).toBe(1);
      expect(ran.stdout).toContain('no money for 1');
      expect(ran.stdout).toContain(SHOWN);
    },
  );
}

verifies('testing.source-lines', 'a place that others built leads through both maps', async () => {
  const { folder, write, runAsync } = useProject({}, inOut);
  writeFileSync(join(folder, 'shop.rbxl'), buildPlaceFile(join(folder, 'default.project.json')));
  rmSync(join(folder, 'default.project.json'));
  const spec = { name: 'cart.spec', className: 'ModuleScript', filePaths: ['out/cart.spec.luau'] };
  const shop = { name: 'Shop', className: 'Folder', children: [spec] };
  const storage = { name: 'ReplicatedStorage', className: 'ReplicatedStorage', children: [shop] };
  write('sourcemap.json', JSON.stringify({ name: 'shop', className: 'DataModel', children: [storage] }));
  const ran = await runAsync('--place', 'shop.rbxl');
  expect(ran.stdout).toContain(SHOWN);
});
