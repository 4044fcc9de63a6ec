// The plugin as it ships: the very source that Studio and the emulated Studio run.
import files from 'luau-tree:../../plugin/src';

export interface PluginModel {
  readonly name: string;
  /** Path below the plugin's root, with `/`, to the text of the file. */
  readonly files: Readonly<Record<string, string>>;
}

export const bridgePlugin: PluginModel = { name: 'StudioBridge', files };
