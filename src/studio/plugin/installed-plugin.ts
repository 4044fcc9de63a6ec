// The bridge's plugin with what this machine gives it: the sources with one file of them written anew. Both ways into
// a Studio begin with it, the file that is installed and the emulated Studio.
import { PACKAGE_VERSION } from '../../support/version.js';
import { bridgePlugin, type PluginModel } from './plugin-files.js';

export interface BakedSettings {
  /** Ports at which the plugin looks for a host; without them its own list. */
  readonly ports?: readonly number[] | undefined;
  /** For one host: the plugin goes with it and shows nothing in Studio. */
  readonly isEphemeral?: boolean | undefined;
  /** The mark of the one Studio that it is for. */
  readonly run?: string | undefined;
  readonly pairing?: { readonly keyId: string; readonly secret: string } | undefined;
}

/** Where the plugin's sources keep what is baked in. */
const INSTALLATION = 'Generated/Installation.luau';

export function installedPlugin(settings: BakedSettings): PluginModel {
  return { ...bridgePlugin, files: { ...bridgePlugin.files, [INSTALLATION]: installationText(settings) } };
}

function installationText({ ports, isEphemeral, run, pairing }: BakedSettings): string {
  const lines = [
    `	installedBy = ${JSON.stringify(PACKAGE_VERSION)},`,
    ...(ports ? [`	ports = { ${ports.join(', ')} },`] : []),
    ...(isEphemeral ? ['	isEphemeral = true,'] : []),
    ...(run === undefined ? [] : [`	run = ${JSON.stringify(run)},`]),
    ...(pairing
      ? [
          `	pairing = { keyId = ${JSON.stringify(pairing.keyId)}, secret = ${JSON.stringify(pairing.secret)} },`,
        ]
      : []),
  ];
  return `--!strict\n-- What this installation of the plugin was given. Written by studio-bridge plugin install.\nreturn table.freeze({\n${lines.join('\n')}\n})\n`;
}
