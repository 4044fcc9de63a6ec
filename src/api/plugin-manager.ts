// Studio plugins of other programs, installed the way the bridge's own is.
import { BridgeError } from '../protocol/bridge-error.js';
import { isOwnPluginName, isPluginName, PLUGIN_NAME_RULE } from '../support/plugin-name.js';
import { unlessAbortedAsync } from '../support/unless-aborted.js';
import { cancelled } from './cancelled.js';

/** What a plugin is made of. */
export interface PluginTemplate {
  /** Of the plugin in Studio and, with `.rbxmx`, of its file: letters, digits, `_` and `-`. */
  readonly name: string;
  /**
   * Luau files by their path below the plugin's root, with `/`: `Main.server.luau` runs, `X.luau` is a ModuleScript,
   * `init.luau` makes its folder one. A function is asked for them at each installation, so that what it bakes in, such
   * as a version or a port, is that of the day.
   */
  readonly files:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);
}

export interface PluginFolderOptions {
  /** The plugins folder, instead of the one that Studio uses. */
  readonly path?: string;
  /** Ends the wait with CANCELLED; a file is written whole or not at all. */
  readonly signal?: AbortSignal;
}

export interface PluginInstallOptions extends PluginFolderOptions {
  /** Write it even if the same file is there, and make the folder if there is none. */
  readonly force?: boolean;
  /** Say what would be done, and do nothing. */
  readonly dryRun?: boolean;
}

export interface InstalledPluginFile {
  readonly path: string;
  /** `unchanged`: the very same file was there already. */
  readonly change: 'created' | 'updated' | 'unchanged';
  /** sha256 of the file, in hex. */
  readonly hash: string;
}

export interface PluginFileStatus {
  readonly path: string;
  readonly installed: boolean;
  /** Whether the installed file is just what would be installed now. */
  readonly current: boolean;
}

/** The plugins that a program installs into Studio. Files are written whole or not at all, without other tools. */
export class PluginManager {
  private readonly templates = new Map<string, PluginTemplate>();

  /** Makes a plugin known. Throws USAGE if its name is none or is taken. */
  register(template: PluginTemplate): this {
    const { name } = template;
    const key = name.toLowerCase();
    if (!isPluginName(name)) {
      throw new BridgeError('USAGE', `${JSON.stringify(name)} is no name for a plugin.`, {
        hint: PLUGIN_NAME_RULE,
      });
    }
    if (isOwnPluginName(name) || [...this.templates.keys()].some((known) => known.toLowerCase() === key)) {
      throw new BridgeError('USAGE', `There is a plugin ${name} already.`, { hint: 'Choose another name.' });
    }
    this.templates.set(name, template);
    return this;
  }

  /** The names of those that are registered. */
  list(): string[] {
    return [...this.templates.keys()];
  }

  /** Puts the plugin where Studio loads it from, if it is not there as it is already. */
  async installAsync(name: string, options: PluginInstallOptions = {}): Promise<InstalledPluginFile> {
    const { path, signal, ...how } = options;
    const install = async () =>
      (await loadAsync()).installAsync(await this.sourcesAsync(name, signal), path, how);
    return await unlessAbortedAsync(install(), signal, cancelled('The installation'));
  }

  /** Takes the plugin away; `removed` is false if it was not there. */
  async uninstallAsync(
    name: string,
    { path, signal, dryRun = false }: PluginFolderOptions & { readonly dryRun?: boolean } = {},
  ): Promise<{ readonly path: string; readonly removed: boolean }> {
    const uninstall = async () => {
      const files = await loadAsync();
      signal?.throwIfAborted();
      return await files.uninstallAsync(this.demand(name), path, { dryRun });
    };
    return await unlessAbortedAsync(uninstall(), signal, cancelled('The removal'));
  }

  /** Whether the plugin is installed, and as it is now. */
  async statusAsync(name: string, { path, signal }: PluginFolderOptions = {}): Promise<PluginFileStatus> {
    const read = async () => (await loadAsync()).statusAsync(await this.sourcesAsync(name, signal), path);
    return await unlessAbortedAsync(read(), signal, cancelled('The look at the plugin'));
  }

  /** The last moment at which nothing has been written. */
  private async sourcesAsync(name: string, signal: AbortSignal | undefined) {
    const { files } = this.demand(name);
    const sources = { name, files: typeof files === 'function' ? await files() : files };
    signal?.throwIfAborted();
    return sources;
  }

  private demand(name: string): PluginTemplate {
    const template = this.templates.get(name);
    if (template) return template;
    throw new BridgeError('USAGE', `No plugin ${name} is registered.`, {
      hint: this.templates.size === 0 ? 'Register it first.' : `These are: ${this.list().join(', ')}`,
    });
  }
}

async function loadAsync() {
  const { loadTemplateFilesAsync } = await import('../app/app.js');
  return await loadTemplateFilesAsync();
}
