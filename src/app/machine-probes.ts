// How this machine answers `doctor`. Beside app.ts, because it asks parts that may not know each other.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findStateFolder } from '../bridge/state-folder.js';
import type { MachineProbes, PartProbe, PluginProbe } from '../command/world/machine-probes.js';
import { toBridgeError } from '../protocol/bridge-error.js';
import { findInstallations } from '../studio/find-studio.js';
import { thisMachine } from '../studio/machine.js';
import { operatingSystem } from '../support/operating-system.js';
import { PACKAGE_VERSION } from '../support/version.js';

const LOAD_TIMEOUT_MS = 10_000;

export const machineProbes: MachineProbes = {
  version: PACKAGE_VERSION,
  nodeVersion: process.versions.node,
  probePortAsync: async (port) => (await import('../bridge/port-probe.js')).probePortAsync(port),
  findPortHolderAsync: async (port) =>
    (await import('../studio/port-holder.js')).findPortHolderAsync(port, operatingSystem()),
  probeTokenAsync: () =>
    probeAsync(async () => {
      const { probeTokenFileAsync } = await import('../bridge/token-probe.js');
      return await probeTokenFileAsync(findStateFolder());
    }),
  probePluginAsync,
  findStudio() {
    const found = findInstallations(thisMachine());
    return 'missing' in found ? undefined : found[0]?.studio;
  },
  probeEmulatorAsync: () =>
    probeAsync(async () => {
      const { startEmulatedStudioAsync } = await import('../emulator/studio/start-emulated-studio.js');
      const studio = await startEmulatedStudioAsync({ plugins: [] });
      await studio.closeAsync();
      return 'its Luau VM started and passed its checks';
    }),
  probePlaceFilesAsync: () =>
    probeAsync(async () => {
      const path = findPlaceLibrary();
      if (path === undefined) throw new Error('The optional package rbx-dom is not installed.');
      await loadAloneAsync(path);
      return `rbx-dom is at ${path} and loads`;
    }),
};

function findPlaceLibrary(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('rbx-dom');
  } catch {
    return undefined;
  }
}

/** In a process of its own: whether its native part fits this machine shows only when it is loaded. */
async function loadAloneAsync(path: string): Promise<void> {
  const script = `await import(${JSON.stringify(pathToFileURL(path).href)})`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    timeout: LOAD_TIMEOUT_MS,
  });
}

async function probeAsync(look: () => Promise<string>): Promise<PartProbe> {
  try {
    return { works: true, detail: await look() };
  } catch (error) {
    const { message, hint } = toBridgeError(error);
    return { works: false, detail: message, mend: hint };
  }
}

async function probePluginAsync(): Promise<PluginProbe> {
  const [{ resolvePluginsFolder }, { readInstalledPluginAsync }, { PLUGIN_FILE_NAME, pluginVersionOf }] =
    await Promise.all([
      import('../studio/plugin/plugins-folder.js'),
      import('../studio/plugin/plugin-installer.js'),
      import('../studio/plugin/bridge-plugin-file.js'),
    ]);
  try {
    const folder = resolvePluginsFolder(thisMachine());
    const text = await readInstalledPluginAsync(folder, PLUGIN_FILE_NAME);
    return { folder, version: text === undefined ? undefined : pluginVersionOf(text) };
  } catch (error) {
    return { folder: undefined, version: undefined, problem: toBridgeError(error).message };
  }
}
