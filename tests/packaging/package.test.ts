// The published package, as a user gets it: packed, installed in an empty folder, and used from there.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { executedBlocks } from '../support/markdown.js';
import { type PackedProject, packProject } from '../support/pack-project.js';
import { useShellAsync } from '../support/use-shell.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';
import { readExamples } from './api-examples.js';
import { nodeLines } from './node-lines.js';
import { MCP_MESSAGES, ONE_SHOT, PERSISTENT, TYPES } from './samples.js';

const INSTALL = 'npm install --prefer-offline --no-audit --no-fund --loglevel=error';
const STRICT = {
  target: 'ES2022',
  module: 'NodeNext',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
};

describe('the packed package', () => {
  let folder: string;
  let packed: PackedProject;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'studio-bridge-pack-'));
    packed = packProject(folder);
  }, 120_000);
  let installed: string | undefined;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A shell in an empty project that has the package installed: once in the same way, and copied from then on. */
  async function useInstalledAsync(...flags: string[]) {
    // Addresses of files have to be made and read with care for such a name, as for those of Windows.
    const project = join(useTmp(), 'My game #1, 50% dönë');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
    const shell = await useShellAsync(project, useTmp());
    if (flags.length === 0 && installed !== undefined) {
      cpSync(installed, project, { recursive: true, verbatimSymlinks: true });
      return { ...shell, project };
    }
    const { exitCode, output } = await shell.runAsync([INSTALL, ...flags, packed.file].join(' '));
    expect(exitCode, output).toBe(0);
    if (flags.length === 0) {
      installed = join(folder, 'installed');
      cpSync(project, installed, { recursive: true, verbatimSymlinks: true });
    }
    return { ...shell, project };
  }

  test('holds what is built, its licences, and nothing else', () => {
    expect(packed.contents).toEqual(
      expect.arrayContaining([
        'dist/cli.cjs',
        'dist/index.js',
        'studio-bridge.schema.json',
        'dist/studio-worker.cjs',
        'dist/THIRD_PARTY_NOTICES.txt',
      ]),
    );
    expect(
      packed.contents.filter(
        (path) => !/^(dist\/|package\.json$|README\.md$|LICENSE$|studio-bridge\.schema\.json$)/.test(path),
      ),
    ).toEqual([]);
    expect(packed.contents.filter((path) => /\.(test|spec)\./.test(path))).toEqual([]);
    expect(packed.unpackedBytes).toBeLessThan(5_000_000);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts.prepack).toBe('npm run build');
  });

  verifies(
    'setup.package',
    'runs the commands of the README from another folder',
    async () => {
      const shell = await useInstalledAsync();
      const blocks = executedBlocks(readFileSync(join(ROOT, 'README.md'), 'utf8')).filter(({ text }) =>
        text.startsWith('npx studio-bridge '),
      );
      const outputs: string[] = [];
      for (const block of blocks) {
        const { exitCode, output } = await shell.runBlockAsync(block);
        expect(exitCode, `${block.text}\n${output}`).toBe(0);
        outputs.push(output);
      }
      expect(outputs[0]).toMatch(/^hello$[\s\S]*^2$/m);
      expect(outputs.join('\n')).toMatch(/"returnValue": ?0\b[\s\S]*emulator[\s\S]*Edit/);
    },
    120_000,
  );

  test('is what npm and TypeScript take for a sound package', async () => {
    const tools = join(ROOT, 'node_modules', '.bin');
    const { runAsync } = await useShellAsync(folder, useTmp());
    const lint = await runAsync(`'${tools}/publint' --strict '${packed.file}'`);
    expect(lint.exitCode, lint.output).toBe(0);
    const types = await runAsync(`'${tools}/attw' --profile esm-only '${packed.file}'`);
    expect(types.exitCode, types.output).toBe(0);
  }, 60_000);

  verifies(
    ['library.types', 'library.samples'],
    'compiles under strict settings without the types of Node, and runs the samples of the guide',
    async () => {
      const { runAsync, project } = await useInstalledAsync();
      const compilerOptions = { ...STRICT, types: [], noEmit: true };
      const programs = { persistent: PERSISTENT, 'one-shot': ONE_SHOT, types: TYPES };
      for (const [name, text] of Object.entries(programs)) writeFileSync(join(project, `${name}.mts`), text);
      const files = Object.keys(programs).map((name) => `${name}.mts`);
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      const compiled = await runAsync(`'${join(ROOT, 'node_modules/.bin/tsc')}' -p .`);
      expect(compiled.exitCode, compiled.output).toBe(0);
    },
    60_000,
  );

  verifies(
    ['setup.node-lines', 'library.samples'],
    'runs commands, the samples of the guide and the MCP server on every line of Node',
    async () => {
      const { runAsync, project } = await useInstalledAsync();
      writeFileSync(join(project, 'persistent.mjs'), PERSISTENT);
      writeFileSync(join(project, 'one-shot.mjs'), ONE_SHOT);
      writeFileSync(join(project, 'mcp.jsonl'), MCP_MESSAGES);
      for (const { name, program } of nodeLines()) {
        const run = `'${program}' node_modules/@quenty/studio-bridge/dist/cli.cjs`;
        const expectAsync = async (commands: string, output: string) =>
          expect(await runAsync(commands), name).toEqual({ exitCode: 0, output });
        await expectAsync(`${run} --help | head -1`, 'studio-bridge <command> [options]\n');
        await expectAsync(
          `mkdir -p build && ${run} process run --emulator --save-to build/test.rbxl 'return 1 + 1' 2>/dev/null`,
          '2\n',
        );
        await expectAsync(
          `'${program}' one-shot.mjs`,
          '[Print] Hello from studio-bridge!\ntrue\nHello from studio-bridge!\n',
        );
        await expectAsync(
          `${run} emulator --place-name Sample >/dev/null 2>&1 & '${program}' persistent.mjs`,
          'true 0\nEdit Sample\n',
        );
        const mcp = await runAsync(`${run} mcp < mcp.jsonl`);
        expect(mcp.output, name).toMatch(/"id":1,?.*\n.*"studio_console_exec"/);
      }
    },
    180_000,
  );

  verifies(
    ['library.documented', 'library.types'],
    'compiles and runs the examples of the library, which print what the page says',
    async () => {
      const { runAsync, runBlockAsync, project } = await useInstalledAsync();
      const examples = readExamples();
      expect(examples.length).toBeGreaterThan(5);
      for (const { name, text } of examples) writeFileSync(join(project, `${name}.ts`), text);
      const files = examples.map(({ name }) => `${name}.ts`);
      const typeRoots = [join(ROOT, 'node_modules', '@types')];
      const compilerOptions = { ...STRICT, types: ['node'], typeRoots };
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      const compiled = await runAsync(`'${join(ROOT, 'node_modules/.bin/tsc')}' -p .`);
      expect(compiled, compiled.output).toMatchObject({ exitCode: 0 });

      const stays = { language: 'sh', heading: '', notExecuted: undefined };
      const text = 'npx studio-bridge serve';
      await runBlockAsync({ ...stays, text, attributes: { terminal: 'host' } });
      const studio = 'npx studio-bridge emulator --place-name Lobby';
      await runBlockAsync({ ...stays, text: studio, attributes: { terminal: 'studio' } });
      for (const { name, output } of examples)
        expect(await runAsync(`node ${name}.js`), name).toEqual({ exitCode: 0, output });
    },
    120_000,
  );

  verifies(
    'setup.optional-packages',
    'says what is missing without its optional packages',
    async () => {
      const { runAsync } = await useInstalledAsync('--omit=optional');
      for (const command of ['process run "return 1"', 'emulator']) {
        const { exitCode, output } = await runAsync(`npx studio-bridge ${command}`);
        expect(exitCode, output).toBe(3);
        expect(output).toMatch(/luau-web/);
        expect(output).toMatch(/npm install luau-web@1\.3\.0/);
        expect(output).not.toMatch(/^\s+at /m);
      }
      const help = await runAsync('npx studio-bridge --help');
      expect(help.exitCode, help.output).toBe(0);
    },
    120_000,
  );
});
