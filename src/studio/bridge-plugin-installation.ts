// Installing the bridge's own plugin on this machine.
import { join } from 'node:path';
import { PACKAGE_VERSION } from '../support/version.js';
import { bridgePluginFile, PLUGIN_FILE_NAME, pluginPortsOf, pluginVersionOf } from './bridge-plugin-file.js';
import type { BakedSettings } from './installed-plugin.js';
import type { Machine } from './machine.js';
import { installPluginAsync, readInstalledPluginAsync, uninstallPluginAsync } from './plugin-installer.js';
import { resolvePluginsFolder } from './plugins-folder.js';

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
  return {
    async installAsync(request: {
      path?: string | undefined;
      force: boolean;
      dryRun: boolean;
      ports?: readonly number[] | undefined;
    }) {
      const folder = resolvePluginsFolder(machine, request.path);
      const pairing = request.dryRun ? await findPairingAsync() : await ensurePairingAsync();
      const result = await installPluginAsync(
        folder,
        bridgePluginFile({ pairing, ports: request.ports }),
        request,
      );
      return { ...result, version: PACKAGE_VERSION };
    },
    async uninstallAsync({ path, dryRun }: { path?: string | undefined; dryRun: boolean }) {
      const folder = resolvePluginsFolder(machine, path);
      const removed = await uninstallPluginAsync(folder, PLUGIN_FILE_NAME, { dryRun });
      return { path: join(folder, PLUGIN_FILE_NAME), removed };
    },
    async statusAsync({ path }: { path?: string | undefined }) {
      const folder = resolvePluginsFolder(machine, path);
      const installed = await readInstalledPluginAsync(folder, PLUGIN_FILE_NAME);
      const ports = installed === undefined ? undefined : pluginPortsOf(installed);
      return {
        path: join(folder, PLUGIN_FILE_NAME),
        ports,
        installedVersion: installed === undefined ? undefined : (pluginVersionOf(installed) ?? 'unknown'),
        version: PACKAGE_VERSION,
        current: installed === bridgePluginFile({ pairing: await findPairingAsync(), ports }).text,
      };
    },
  };
}
