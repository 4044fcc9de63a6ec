// The plugin as it ships: the very source that Studio and the emulated Studio run.
import files from 'luau-tree:../../../plugin/src';

export interface PluginModel {
  readonly name: string;
  /** Path below the plugin's root, with `/`, to the text of the file. */
  readonly files: Readonly<Record<string, string>>;
  /** It serves the place from outside, in its own time. */
  readonly isTool?: boolean;
}

// A copy, because what is built may read its texts late, and this goes to other threads.
/** The plugin that connects a Studio to a bridge; also for `plugins` of an emulated one. */
export const bridgePlugin: PluginModel = {
  name: 'StudioBridge',
  files: { ...files },
  isTool: true,
};
