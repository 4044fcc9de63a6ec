// Installing the bridge's own plugin on this machine.
import { join } from 'node:path';
import { PACKAGE_VERSION } from '../../support/version.js';
import type { Machine } from '../machine.js';
import { bridgePluginFile, PLUGIN_FILE_NAME, pluginPortsOf, pluginVersionOf } from './bridge-plugin-file.js';
import type { BakedSettings } from './installed-plugin.js';
import { installPluginAsync, readInstalledPluginAsync, uninstallPluginAsync } from './plugin-installer.js';
import { resolvePluginsFolder, targetPluginsFolder } from './plugins-folder.js';
import { createTemplateFiles } from './template-files.js';
import { readTemplateFolderAsync, templateNameOf } from './template-folder.js';

interface PluginPlace {
  readonly path?: string | undefined;
  /** The folder of another plugin's sources, instead of the bridge's own. */
  readonly template?: string | undefined;
  readonly name?: string | undefined;
}

interface InstallRequest extends PluginPlace {
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly ports?: readonly number[] | undefined;
}

export interface InstallationParts {
  readonly machine: Machine;
  /** Made when the plugin is first installed. */
  ensurePairingAsync(): Promise<BakedSettings['pairing']>;
  findPairingAsync(): Promise<BakedSettings['pairing']>;
}

export function createPluginInstallation({
  machine,
  ensurePairingAsync,
  findPairingAsync,
}: InstallationParts) {
  const templates = createTemplateFiles(machine);
  return {
    async installAsync({ path, template, name, ports, ...how }: InstallRequest) {
      if (template !== undefined) {
        const sources = await readTemplateFolderAsync(template, name);
        return { ...(await templates.installAsync(sources, path, how)), leftOut: sources.leftOut };
      }
      const folder = targetPluginsFolder(machine, path, how.force);
      const pairing = how.dryRun ? await findPairingAsync() : await ensurePairingAsync();
      const result = await installPluginAsync(folder, bridgePluginFile({ pairing, ports }), how);
      return { ...result, version: PACKAGE_VERSION };
    },
    async uninstallAsync({ path, template, name, dryRun }: PluginPlace & { dryRun: boolean }) {
      if (template !== undefined) {
        return await templates.uninstallAsync({ name: templateNameOf(template, name) }, path, { dryRun });
      }
      const folder = resolvePluginsFolder(machine, path);
      const removed = await uninstallPluginAsync(folder, PLUGIN_FILE_NAME, { dryRun });
      return { path: join(folder, PLUGIN_FILE_NAME), removed };
    },
    async statusAsync({ path, template, name }: PluginPlace) {
      if (template !== undefined) {
        return await templates.statusAsync(await readTemplateFolderAsync(template, name), path);
      }
      const folder = resolvePluginsFolder(machine, path);
      const installed = await readInstalledPluginAsync(folder, PLUGIN_FILE_NAME);
      const ports = installed === undefined ? undefined : pluginPortsOf(installed);
      return {
        path: join(folder, PLUGIN_FILE_NAME),
        ports,
        installed: installed !== undefined,
        installedVersion: installed === undefined ? undefined : (pluginVersionOf(installed) ?? 'unknown'),
        version: PACKAGE_VERSION,
        current: installed === bridgePluginFile({ pairing: await findPairingAsync(), ports }).text,
      };
    },
  };
}
