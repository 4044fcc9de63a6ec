// A wall that refuses nothing is a wish: every rule of .dependency-cruiser.mjs is shown an import that it must
// refuse, and the imports of a healthy project, which it must let pass.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import { forbidden, options } from '../.dependency-cruiser.mjs';
import { useTmp } from './support/use-tmp.js';
import { verifiesTogether } from './support/verifies.js';

/** Packages that the fixtures import; each becomes an empty module under node_modules/. */
const PACKAGES = [
  'ws',
  '@noble/hashes',
  'fzstd',
  '@modelcontextprotocol/server',
  'fast-png',
  'jsonc-parser',
  'smol-toml',
  'luau-web',
  'csv-parse',
  'picomatch',
  'js-yaml',
  'rbx-dom',
  'zod',
  'chalk',
];

type Files = Readonly<Record<string, string>>;

/** An import of `to` by `from`, both made; written as tests of walls read best: who → whom. */
const imports = (from: string, to: string, code = `import '${to}';`): Files => ({
  [from]:
    to.startsWith('src/') || to.startsWith('tests/') ? code.replace(to, relativeImport(from, to)) : code,
  ...(to.startsWith('src/') || to.startsWith('tests/') ? { [to]: 'export const x = 1;' } : {}),
});

const OFFENCES: Record<string, Files> = {
  'no-cycles': {
    'src/support/a.ts': "import type { B } from './b.js'; export type A = B | 1;",
    'src/support/b.ts': "import type { A } from './a.js'; export type B = A | 2;",
  },
  'support-is-a-leaf': imports('src/support/clock.ts', 'src/protocol/limits.ts'),
  'protocol-imports-zod-only': imports('src/protocol/codec.ts', 'node:fs'),
  'bridge-internal-stays-inside': imports('src/api/session.ts', 'src/bridge/internal/host.ts'),
  'bridge-has-three-users': imports(
    'src/command/define-command.ts',
    'src/bridge/bridge-session.ts',
    "import type { x } from 'src/bridge/bridge-session.ts';",
  ),
  'bridge-knows-no-command': imports('src/bridge/internal/host.ts', 'src/commands/index.generated.ts'),
  'framework-knows-no-command-and-no-surface': imports('src/command/run-command.ts', 'src/cli/render.ts'),
  'a-command-stands-alone': imports('src/commands/console/exec/exec.ts', 'src/commands/console/logs/logs.ts'),
  'a-command-gets-the-world-as-ctx': imports('src/commands/console/exec/exec.ts', 'node:fs'),
  'commands-have-known-users': imports('src/emulator/index.ts', 'src/commands/index.generated.ts'),
  'commands-come-from-the-index': imports('src/cli/main.ts', 'src/commands/console/exec/exec.ts'),
  'machines-and-runners-belong-to-the-app': imports('src/api/studio-bridge.ts', 'src/studio/studio.ts'),
  'tests-run-in-jobs': imports('src/testing/jobs/cloud-job-context.ts', 'src/studio/studio.ts'),
  'nobody-imports-a-surface': imports('src/mcp/server.ts', 'src/terminal/repl.ts'),
  'heavy-parts-load-late': imports('src/cli/main.ts', 'src/emulator/index.ts'),
  'the-emulator-has-one-door': imports('src/testing/emulator-backend.ts', 'src/emulator/luau/vm.ts'),
  'the-emulator-has-known-users': imports('src/bridge/bridge-connection.ts', 'src/emulator/index.ts'),
  'the-emulator-stands-alone': imports('src/emulator/studio/studio.ts', 'src/bridge/bridge-session.ts'),
  'the-emulator-makes-no-messages': imports('src/emulator/studio/studio.ts', 'src/protocol/envelope.ts'),
  'the-vm-knows-no-engine': imports('src/emulator/luau/vm.ts', 'src/emulator/engine/task.ts'),
  'the-app-is-composed-at-the-top': imports('src/bridge/bridge-connection.ts', 'src/app/app.ts'),
  'the-api-is-for-outsiders': imports('src/cli/main.ts', 'src/api/bridge-connection.ts'),
  'ws-has-one-door': imports('src/bridge/bridge-connection.ts', 'ws'),
  'the-mcp-sdk-has-one-door': imports('src/cli/main.ts', '@modelcontextprotocol/server'),
  'fast-png-has-one-door': imports('src/emulator/engine/picture.ts', 'fast-png'),
  'jsonc-parser-has-one-door': imports('src/app/app.ts', 'jsonc-parser'),
  'smol-toml-has-one-door': imports('src/app/app.ts', 'smol-toml'),
  'luau-web-has-one-door': imports('src/emulator/engine/task.ts', 'luau-web'),
  'noble-hashes-has-one-door': imports('src/bridge/bridge-connection.ts', '@noble/hashes'),
  'fzstd-has-one-door': imports('src/bridge/bridge-connection.ts', 'fzstd'),
  'csv-parse-has-one-door': imports('src/emulator/studio/studio.ts', 'csv-parse'),
  'js-yaml-has-one-door': imports('src/app/app.ts', 'js-yaml'),
  'picomatch-has-one-door': imports('src/emulator/studio/studio.ts', 'picomatch'),
  'rbx-dom-has-one-door': imports('src/emulator/places/place.ts', 'rbx-dom'),
  'zod-is-the-small-one': imports('src/protocol/codec.ts', 'zod'),
  'a-new-package-needs-a-door': imports('src/cli/render.ts', 'chalk'),
  'src-does-not-need-its-tests': imports('src/cli/main.ts', 'tests/support/use-cli.ts'),
  'every-import-resolves': { 'src/cli/main.ts': "import './not-there.js';" },
};

const HEALTHY: Files = {
  'src/support/clock.ts': 'export const x = 1;',
  'src/protocol/codec.ts': "import * as z from 'zod/mini'; export const x = z;",
  'src/bridge/internal/host.ts':
    "import ws from 'ws'; import { x } from '../../protocol/codec.js'; export const y = [ws, x];",
  'src/bridge/bridge-connection.ts': "import './internal/host.js'; import '../support/clock.js';",
  'src/command/define-command.ts': "import '../protocol/codec.js';",
  'src/commands/console/exec/exec.luau': 'return function() end',
  'src/commands/console/exec/exec.ts':
    "import source from './exec.luau'; import './parts.js'; import '../../../command/define-command.js'; export const x = source;",
  'src/commands/console/exec/parts.ts': "import * as z from 'zod/mini'; export const x = z;",
  'src/commands/index.generated.ts': "import './console/exec/exec.js';",
  'src/emulator/luau/vm.ts': "import '../../support/clock.js'; export const x = () => import('luau-web');",
  'src/emulator/studio/studio.ts':
    "import files from 'luau-tree:../../../plugin/src'; import url from 'worker:./studio-worker'; import '../luau/vm.js'; export const x = [files, url];",
  'src/emulator/index.ts': "import './studio/studio.js'; export interface Options { a: number }",
  'src/studio/studio.ts': "import '../support/clock.js';",
  'src/app/app.ts':
    "import '../bridge/bridge-connection.js'; import '../studio/studio.js'; import '../commands/index.generated.js'; import type { Options } from '../emulator/index.js'; export const x = (_: Options) => import('../emulator/index.js');",
  'src/cli/main.ts': "import './parse.js'; void import('../app/app.js'); void import('../mcp/server.js');",
  'src/cli/parse.ts': "import '../commands/index.generated.js';",
  'src/mcp/server.ts': "import '@modelcontextprotocol/server';",
  'src/api/bridge-connection.ts': "import '../bridge/bridge-connection.js';",
  'src/index.ts': "import './api/bridge-connection.js';",
};

verifiesTogether(['toolchain.walls', 'emulator.no-protocol'], 'import walls', () => {
  test('every rule has an offence to prove it on', () => {
    expect(Object.keys(OFFENCES).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
  });

  test.each(Object.entries(OFFENCES))('%s refuses what it is there for', async (name, files) => {
    expect(await violationsAsync(files)).toContain(name);
  });

  test('a healthy project passes, virtual imports included', async () => {
    expect(await violationsAsync(HEALTHY)).toEqual([]);
  });
});

/** The names of the rules that a project of these files breaks. */
async function violationsAsync(files: Files): Promise<string[]> {
  const root = useTmp();
  const packages = Object.fromEntries(
    PACKAGES.flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' })],
      [`node_modules/${name}/index.js`, ''],
    ]),
  );
  const manifest = JSON.stringify({
    type: 'module',
    dependencies: Object.fromEntries(PACKAGES.map((p) => [p, '1'])),
  });
  const everything: Files = {
    ...packages,
    'node_modules/zod/mini/index.js': '',
    'package.json': manifest,
    ...files,
  };
  for (const [path, text] of Object.entries(everything)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { output } = await cruise(['src'], {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden },
    outputType: 'json',
  });
  const { summary } = typeof output === 'string' ? JSON.parse(output) : output;
  return summary.violations.map((violation: { rule: { name: string } }) => violation.rule.name);
}

function relativeImport(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  return `${up === '' ? './' : up}${to.replace(/\.ts$/, '.js')}`;
}
