// Whether the plugin that Studio will load can find this host: told before Studio is started, which takes a while.
import { BridgeError } from '../../protocol/bridge-error.js';
import { DEFAULT_PORT, FALLBACK_PORTS } from '../../protocol/limits.js';
import type { StudioInstallation } from '../installation.js';
import type { Machine } from '../machine.js';
import { PLUGIN_FILE_NAME, pluginPortsOf } from './bridge-plugin-file.js';
import { readInstalledPluginAsync } from './plugin-installer.js';
import { resolvePluginsFolder } from './plugins-folder.js';

/** @throws BridgeError PLUGIN_NOT_INSTALLED if it is not there, or looks for its host at other ports. */
export async function requirePluginAsync(
  machine: Machine,
  installation: StudioInstallation,
  port: number,
): Promise<void> {
  const folder = resolvePluginsFolder(machine, undefined, installation);
  const text = await readInstalledPluginAsync(folder, PLUGIN_FILE_NAME);
  if (text === undefined) {
    throw new BridgeError(
      'PLUGIN_NOT_INSTALLED',
      `The plugin is not in ${folder}, so Studio would never connect.`,
      { hint: 'Install it: studio-bridge plugin install. To start Studio without waiting for it: --no-wait' },
    );
  }
  const ports = pluginPortsOf(text) ?? [DEFAULT_PORT, ...FALLBACK_PORTS];
  if (ports.includes(port)) return;
  throw new BridgeError(
    'PLUGIN_NOT_INSTALLED',
    `The plugin in ${folder} looks for a host at port ${ports.join(', ')}, and not at ${port}.`,
    { hint: `Install it for that port: studio-bridge plugin install --port ${port}` },
  );
}
