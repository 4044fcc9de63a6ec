// `npm run gen`: writes every generated file from its one source, or with names of sources (`npm run gen commands`)
// what is made from those; with --check it only says which are stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './bundling.js';
import { generateApiDocs } from './gen-api-docs.js';
import { generateCommandDocsAsync } from './gen-command-docs.js';
import { generateCommandFilesAsync } from './gen-commands.js';
import { generateConfigurationSchemaAsync } from './gen-configuration-schema.js';
import { generateEmulatorDocsAsync } from './gen-emulator-docs.js';
import { generateErrorDocs } from './gen-errors.js';
import { generateMcpFilesAsync } from './gen-mcp.js';
import { generatePlaceData } from './gen-place-data.js';
import { generatePluginMembers } from './gen-plugin-members.js';
import { generatePluginProtocol } from './gen-plugin-protocol.js';
import { generateProtocolDocsAsync } from './gen-protocol-docs.js';
import { generateReflection } from './gen-reflection.js';
import type { GeneratedFile } from './generated-file.js';

type Generator = () => GeneratedFile | GeneratedFile[] | Promise<GeneratedFile | GeneratedFile[]>;

/** In order: a later one may read what an earlier one wrote. */
const GENERATORS: readonly (readonly [generate: Generator, ...sources: string[]])[] = [
  [generateErrorDocs, 'errors'],
  [generatePluginProtocol, 'protocol'],
  [generatePluginMembers, 'plugin'],
  [generateReflection, 'reflection'],
  [generatePlaceData, 'reflection'],
  [generateCommandFilesAsync, 'commands'],
  [generateCommandDocsAsync, 'commands'],
  [generateProtocolDocsAsync, 'protocol', 'commands'],
  [generateConfigurationSchemaAsync, 'commands'],
  [generateEmulatorDocsAsync, 'emulator'],
  [generateMcpFilesAsync, 'commands'],
  [generateApiDocs, 'library', 'errors'],
];

async function mainAsync(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const sources = new Set(GENERATORS.flatMap(([, ...names]) => names));
  for (const asked of positionals) {
    if (sources.has(asked)) continue;
    console.log(`Nothing is made from ${asked}; there are ${[...sources].join(', ')}.`);
    return 2;
  }
  const stale: string[] = [];
  for (const [generate, ...names] of GENERATORS) {
    if (positionals.length > 0 && !names.some((name) => positionals.includes(name))) continue;
    for (const { path, text } of [await generate()].flat()) {
      const file = join(ROOT, path);
      if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
      stale.push(path);
      if (values.check) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  if (!values.check) {
    console.log(stale.length === 0 ? 'Nothing to change.' : `Wrote ${stale.join(', ')}`);
    return 0;
  }
  for (const path of stale) console.log(`${path} is not what its source gives. Run: npm run gen`);
  return stale.length === 0 ? 0 : 1;
}

process.exitCode = await mainAsync();
