// Plugins of other programs as files in Studio's plugins folder: made of their sources, by the rules that hold for the
// bridge's own.
import { join } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { scriptTreeOf } from '../../support/script-tree.js';
import type { Machine } from '../machine.js';
import {
  type InstallOptions,
  installPluginAsync,
  type PluginFile,
  readInstalledPluginAsync,
  uninstallPluginAsync,
} from './plugin-installer.js';
import { renderPluginModel } from './plugin-model-file.js';
import { resolvePluginsFolder, targetPluginsFolder } from './plugins-folder.js';

export interface TemplateSources {
  readonly name: string;
  /** Path below the plugin's root, with `/`, to the text of the file. */
  readonly files: Readonly<Record<string, string>>;
}

export function createTemplateFiles(machine: Machine) {
  return {
    async installAsync(sources: TemplateSources, path: string | undefined, options: InstallOptions) {
      const file = fileOf(sources);
      return await installPluginAsync(targetPluginsFolder(machine, path, options.force), file, options);
    },
    async uninstallAsync(
      { name }: Pick<TemplateSources, 'name'>,
      path: string | undefined,
      options: InstallOptions,
    ) {
      const folder = resolvePluginsFolder(machine, path);
      const removed = await uninstallPluginAsync(folder, nameOf(name), options);
      return { path: join(folder, nameOf(name)), removed };
    },
    async statusAsync(sources: TemplateSources, path: string | undefined) {
      const folder = resolvePluginsFolder(machine, path);
      const { fileName, text } = fileOf(sources);
      const installed = await readInstalledPluginAsync(folder, fileName);
      return {
        path: join(folder, fileName),
        installed: installed !== undefined,
        current: installed === text,
      };
    },
  };
}

const nameOf = (name: string) => `${name}.rbxmx`;

function fileOf({ name, files }: TemplateSources): PluginFile {
  const tree = scriptTreeOf(name, files);
  const runs = (node: typeof tree): boolean => node.className === 'Script' || node.children.some(runs);
  if (!runs(tree)) {
    throw new BridgeError('USAGE', `The plugin ${name} has no Script, so Studio would run nothing of it.`, {
      hint: 'Give it a file that ends in .server.luau.',
    });
  }
  try {
    return { fileName: nameOf(name), text: renderPluginModel(tree) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BridgeError('USAGE', error.message, { cause: error });
  }
}
