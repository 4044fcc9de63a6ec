// A plugin of another program as a folder of its sources, for those who have no program that registers it.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { isOwnPluginName, isPluginName, PLUGIN_NAME_RULE } from '../../support/plugin-name.js';
import type { TemplateSources } from './template-files.js';

/** Far more than a plugin has; a folder of everything is not read to its end. */
const MAX_FILES = 5000;
const MAX_BYTES = 16 * 1024 * 1024;
const LUAU = new Set(['.luau', '.lua']);
const NOT_OF_THE_PLUGIN = new Set(['node_modules', 'README.md', 'LICENSE']);

export interface TemplateFolder extends TemplateSources {
  /** Files that no plugin of scripts can hold. */
  readonly leftOut: readonly string[];
}

/** The folder's name is the plugin's, unless another is given. The folder itself need not be there for that. */
export function templateNameOf(folder: string, given?: string): string {
  const name = given ?? basename(resolve(folder));
  if (isPluginName(name) && !isOwnPluginName(name)) return name;
  const why = isOwnPluginName(name) ? 'is the name of the bridge’s own plugin' : 'is no name for a plugin';
  throw new BridgeError('USAGE', `${JSON.stringify(name)} ${why}.`, {
    hint: `Give it another one with --name. ${PLUGIN_NAME_RULE}`,
  });
}

export async function readTemplateFolderAsync(folder: string, given?: string): Promise<TemplateFolder> {
  const name = templateNameOf(folder, given);
  const root = resolve(folder);
  const found = await stat(root).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new BridgeError('USAGE', found ? `${root} is no folder.` : `There is no folder ${root}.`, {
      hint: 'Name the folder of a plugin’s Luau sources, in which a file ends in .server.luau.',
    });
  }
  const files = new Map<string, string>();
  const leftOut: string[] = [];
  let bytes = 0;
  for await (const path of filesIn(root)) {
    const below = relative(root, path).split(sep).join('/');
    if (!LUAU.has(extname(path))) {
      leftOut.push(below);
      continue;
    }
    const text = await readFile(path, 'utf8');
    bytes += text.length;
    if (files.size >= MAX_FILES || bytes > MAX_BYTES) {
      throw new BridgeError(
        'USAGE',
        `${root} is too large for a plugin: more than ${MAX_FILES} files or 16 MB.`,
        {
          hint: 'Name the folder of the plugin’s sources alone.',
        },
      );
    }
    files.set(below, text);
  }
  return { name, files: Object.fromEntries(files), leftOut: leftOut.sort() };
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || NOT_OF_THE_PLUGIN.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if ((await stat(path)).isFile()) yield path;
  }
}
