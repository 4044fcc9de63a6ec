// Writes the three lists under src/commands that are made from the command folders: what is known of a command
// before it is loaded, how to load it, and the Luau that a host pushes to the plugins.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { AnyCommand } from '../src/command/define-command.js';
import type { InputField } from '../src/command/input-fields.js';
import type { GROUPS } from '../src/commands/groups.js';
import type { AnyAction } from '../src/protocol/define-action.js';
import { commonBuild, ROOT } from './bundling.js';

const STAMP = '// Made by `npm run gen` from the folders under src/commands. Do not edit.';

export interface GeneratedFile {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** The files as they should be; whoever calls writes or compares them. */
export async function generateCommandFilesAsync(): Promise<GeneratedFile[]> {
  const loaded = await loadAsync(findCommandFiles(), findSharedActions());
  const modules = loaded.modules.map(describeModule);
  const handlers = [
    ...loaded.shared.map(({ path, exports }) => ({
      file: `../command/${path}.luau`,
      answers: actionsOf(`src/command/${path}`, exports),
    })),
    ...modules.map(({ path, actions: answers }) => ({ file: `./${path}.luau`, answers })),
  ];
  return [
    { path: 'src/commands/index.generated.ts', text: indexText(modules, loaded) },
    { path: 'src/commands/loaders.generated.ts', text: loadersText(modules) },
    { path: 'src/commands/actions.generated.ts', text: actionsText(handlers) },
  ];
}

/** `mcp/mcp` and `mcp/install/install`: a folder holds a command if it has a file of its own name. */
export function findCommandFiles(): string[] {
  const root = join(ROOT, 'src/commands');
  const found: string[] = [];
  const visit = (folder: string, depth: number) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const file = join(folder, entry.name, entry.name);
      if (existsSync(`${file}.ts`)) found.push(relative(root, file).replaceAll('\\', '/'));
      if (depth === 1) visit(join(folder, entry.name), 2);
    }
  };
  visit(root, 1);
  return found.sort();
}

/** Actions that several commands ask for: a `.luau` under src/command with a `.ts` beside it. */
export function findSharedActions(): string[] {
  const root = join(ROOT, 'src/command');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.luau'))
    .map((file) => file.slice(0, -'.luau'.length).replaceAll('\\', '/'))
    .sort();
}

interface SourceModule {
  readonly path: string;
  readonly exports: Record<string, unknown>;
}

interface Loaded {
  readonly modules: readonly SourceModule[];
  readonly shared: readonly SourceModule[];
  readonly groups: typeof GROUPS;
  readonly inputFields: (schema: AnyCommand['input']) => InputField[];
}

/** Bundled first, because the definitions import Luau text. */
async function loadAsync(paths: readonly string[], shared: readonly string[]): Promise<Loaded> {
  const folder = join(ROOT, 'node_modules', '.cache', 'studio-bridge-gen');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `commands-${process.pid}.mjs`);
  await build({
    ...commonBuild,
    stdin: {
      resolveDir: join(ROOT, 'src/commands'),
      contents: [
        ...paths.map((path, at) => `import * as module${at} from './${path}.js';`),
        ...shared.map((path, at) => `import * as shared${at} from '../command/${path}.js';`),
        `export const modules = [${paths.map((path, at) => `{ path: '${path}', exports: module${at} }`).join(', ')}];`,
        `export const shared = [${shared.map((path, at) => `{ path: '${path}', exports: shared${at} }`).join(', ')}];`,
        `export { GROUPS as groups } from './groups.js';`,
        `export { inputFields } from '../command/input-fields.js';`,
      ].join('\n'),
    },
    outfile,
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}

interface CommandModule {
  readonly path: string;
  readonly exportName: string;
  readonly command: AnyCommand;
  readonly actions: readonly AnyAction[];
}

function describeModule({ path, exports }: SourceModule): CommandModule {
  const commands = Object.entries(exports).filter((entry): entry is [string, AnyCommand] =>
    isCommand(entry[1]),
  );
  const [exportName, command] = commands[0] ?? [];
  if (exportName === undefined || command === undefined || commands.length > 1) {
    throw new Error(`src/commands/${path}.ts has to export one command.`);
  }
  if (command.name.join('/') !== path.slice(0, path.lastIndexOf('/'))) {
    throw new Error(`The command of src/commands/${path}.ts is named ${command.name.join(' ')}.`);
  }
  const hasLuau = existsSync(join(ROOT, 'src/commands', `${path}.luau`));
  return { path, exportName, command, actions: hasLuau ? actionsOf(`src/commands/${path}`, exports) : [] };
}

/** One Luau may answer two messages, one that only looks and one that changes something. */
function actionsOf(path: string, exports: SourceModule['exports']): AnyAction[] {
  const actions = Object.values(exports).filter(isAction);
  if (actions.length > 0) return actions;
  throw new Error(`${path}.ts has to export the action that ${path}.luau answers.`);
}

function isCommand(value: unknown): value is AnyCommand {
  return typeof value === 'object' && value !== null && 'surfaces' in value && 'run' in value;
}

function isAction(value: unknown): value is AnyAction {
  return typeof value === 'object' && value !== null && 'request' in value && 'response' in value;
}

function indexText(modules: readonly CommandModule[], { groups, inputFields }: Loaded): string {
  const used = Object.entries(groups).filter(([name]) =>
    modules.some(({ command }) => command.name.length === 2 && command.name[0] === name),
  );
  return [
    STAMP,
    `import type { CommandIndex } from '../command/command-index.js';`,
    '',
    'export const commandIndex: CommandIndex = {',
    '  groups: [',
    ...used.map(([name, { summary, section }]) => `    ${literal({ name, summary, section })},`),
    '  ],',
    '  commands: [',
    ...modules.flatMap(({ command }) => [
      '    {',
      `      path: ${literal(command.name)},`,
      `      summary: ${literal(command.summary)},`,
      ...(command.section === undefined ? [] : [`      usage: ${literal(usage(command, inputFields))},`]),
      ...(command.section === undefined ? [] : [`      section: ${literal(command.section)},`]),
      `      aliases: ${literal(command.aliases ?? [])},`,
      `      startsStudio: ${command.startsStudio === true},`,
      `      isLongRunning: ${command.isLongRunning === true},`,
      `      isInTerminal: ${command.surfaces.includes('repl')},`,
      '    },',
    ]),
    '  ],',
    '};',
    '',
  ].join('\n');
}

function loadersText(modules: readonly CommandModule[]): string {
  return [
    STAMP,
    `import type { AnyCommand } from '../command/define-command.js';`,
    '',
    '/** By the words of the command, with a blank between them. */',
    'export const commandLoaders: Readonly<Record<string, () => Promise<AnyCommand>>> = {',
    ...modules.map(
      ({ path, exportName, command }) =>
        `  ${literal(command.name.join(' '))}: async () => (await import('./${path}.js')).${exportName},`,
    ),
    '};',
    '',
  ].join('\n');
}

function usage(command: AnyCommand, inputFields: Loaded['inputFields']): string {
  const required = inputFields(command.input).filter(
    (field) => field.required && command.positionals.includes(field.name),
  );
  return [...command.name, ...required.map(({ name }) => `<${name}>`)].join(' ');
}

interface Handler {
  readonly file: string;
  readonly answers: readonly AnyAction[];
}

function actionsText(handlers: readonly Handler[]): string {
  const used = handlers.filter(({ answers }) => answers.length > 0);
  return [
    STAMP,
    ...used.map(({ file }, at) => `import source${at} from '${file}';`),
    '',
    'export interface ActionScript {',
    '  readonly name: string;',
    '  readonly responseType: string;',
    '  readonly readOnly: boolean;',
    '  readonly source: string;',
    '}',
    '',
    'export const ACTION_SCRIPTS: readonly ActionScript[] = [',
    ...used.flatMap(({ answers }, at) =>
      answers.map(
        ({ request, response, readOnly }) =>
          `  { name: ${literal(request)}, responseType: ${literal(response)}, readOnly: ${readOnly}, source: source${at} },`,
      ),
    ),
    '];',
    '',
  ].join('\n');
}

function literal(value: unknown): string {
  return JSON.stringify(value);
}
