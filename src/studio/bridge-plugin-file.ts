// The bridge's own plugin as the file that Studio loads: the sources with what this machine bakes into them.
import { PACKAGE_VERSION } from '../support/version.js';
import { bridgePlugin } from './plugin-files.js';
import type { PluginFile } from './plugin-installer.js';
import { renderPluginModel } from './plugin-model-file.js';
import { scriptTree } from './script-tree.js';

export const PLUGIN_FILE_NAME = 'StudioBridge.rbxmx';

export interface BakedSettings {
  /** Ports at which the plugin looks for a host; without them its own list. */
  readonly ports?: readonly number[] | undefined;
  readonly pairing?: { readonly keyId: string; readonly secret: string } | undefined;
}

/** Where the plugin's sources keep what is baked in. */
const INSTALLATION = 'Generated/Installation.luau';

export function bridgePluginFile(settings: BakedSettings): PluginFile {
  const files = { ...bridgePlugin.files, [INSTALLATION]: installationText(settings) };
  return { fileName: PLUGIN_FILE_NAME, text: renderPluginModel(scriptTree(bridgePlugin.name, files)) };
}

/** The version that an installed file says it is; undefined if it is not one of ours. */
export function pluginVersionOf(text: string): string | undefined {
  return /PLUGIN_VERSION = "([^"]+)"/.exec(text)?.[1];
}

function installationText({ ports, pairing }: BakedSettings): string {
  const lines = [
    `	installedBy = ${JSON.stringify(PACKAGE_VERSION)},`,
    ...(ports ? [`	ports = { ${ports.join(', ')} },`] : []),
    ...(pairing
      ? [
          `	pairing = { keyId = ${JSON.stringify(pairing.keyId)}, secret = ${JSON.stringify(pairing.secret)} },`,
        ]
      : []),
  ];
  return `--!strict\n-- What this installation of the plugin was given. Written by studio-bridge plugin install.\nreturn table.freeze({\n${lines.join('\n')}\n})\n`;
}
