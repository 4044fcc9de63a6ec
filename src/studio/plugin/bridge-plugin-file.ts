// The bridge's own plugin as the file that Studio loads: the sources with what this machine bakes into them.
import { scriptTreeOf } from '../../support/script-tree.js';
import { type BakedSettings, installedPlugin } from './installed-plugin.js';
import type { PluginFile } from './plugin-installer.js';
import { renderPluginModel } from './plugin-model-file.js';

export const PLUGIN_FILE_NAME = 'StudioBridge.rbxmx';

export function bridgePluginFile(settings: BakedSettings): PluginFile {
  const { name, files } = installedPlugin(settings);
  return { fileName: PLUGIN_FILE_NAME, text: renderPluginModel(scriptTreeOf(name, files)) };
}

/** The version that an installed file says it is; undefined if it is not one of ours. */
export function pluginVersionOf(text: string): string | undefined {
  return /PLUGIN_VERSION = "([^"]+)"/.exec(text)?.[1];
}

/** The ports that were given to an installed file; undefined if it looks at its own list. */
export function pluginPortsOf(text: string): number[] | undefined {
  return /^\s*ports = \{ ([\d, ]+) \},$/m.exec(text)?.[1]?.split(',').map(Number);
}
