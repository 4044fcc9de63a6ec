// What is installed on this machine: Node, token, Studio, plugin, emulated Studio.
import type { MachineProbes, PartProbe, PluginProbe } from '../../command/world/machine-probes.js';
import type { Check } from './check.js';

export function checkRuntime({ version, nodeVersion }: MachineProbes): Check {
  return { hop: 'version', state: 'ok', finding: `studio-bridge ${version} on Node ${nodeVersion}.` };
}

export function checkToken({ works, detail, mend }: PartProbe): Check {
  return works
    ? { hop: 'token', state: 'ok', finding: detail }
    : {
        hop: 'token',
        state: 'wrong',
        finding: detail,
        mend: mend ?? 'Delete the token file; the next command makes a new one. Then restart the host.',
      };
}

export function checkStudio(program: string | undefined): Check {
  return program === undefined
    ? {
        hop: 'studio',
        state: 'note',
        finding: 'Roblox Studio was not found on this machine; commands that start one use the emulated one.',
      }
    : { hop: 'studio', state: 'ok', finding: `Roblox Studio is ${program}.` };
}

export function checkPlugin(plugin: PluginProbe, version: string, hasStudio: boolean): Check {
  const mend = 'studio-bridge plugin install';
  if (plugin.problem !== undefined || plugin.folder === undefined) {
    return {
      hop: 'plugin',
      state: hasStudio ? 'wrong' : 'note',
      finding: plugin.problem ?? 'There is no folder for Studio plugins on this machine.',
      ...(hasStudio ? { mend: 'Name the folder: studio-bridge plugin install --path FOLDER' } : {}),
    };
  }
  if (plugin.version === undefined) {
    return { hop: 'plugin', state: 'wrong', finding: `The plugin is not in ${plugin.folder}.`, mend };
  }
  return plugin.version === version
    ? {
        hop: 'plugin',
        state: 'ok',
        finding: `The plugin, version ${plugin.version}, is in ${plugin.folder}.`,
      }
    : {
        hop: 'plugin',
        state: 'note',
        finding: `The plugin in ${plugin.folder} is version ${plugin.version}; this is ${version}.`,
        mend,
      };
}

export function checkEmulator({ works, detail }: PartProbe): Check {
  return works
    ? { hop: 'emulator', state: 'ok', finding: `An emulated Studio can run here: ${detail}.` }
    : {
        hop: 'emulator',
        state: 'note',
        finding: `No emulated Studio can run here: ${firstLine(detail)}`,
        mend: 'npm install luau-web@1.3.0',
      };
}

export function checkPlaceFiles({ works, detail }: PartProbe): Check {
  return works
    ? { hop: 'places', state: 'ok', finding: `Place files can be read: ${detail}.` }
    : {
        hop: 'places',
        state: 'note',
        finding: `Place files cannot be read: ${firstLine(detail)}`,
        mend: 'npm install rbx-dom@0.3.0',
      };
}

/** What follows is where in Node it went wrong, which helps nobody here. */
function firstLine(detail: string): string {
  return detail.split('\n', 1)[0] ?? detail;
}
