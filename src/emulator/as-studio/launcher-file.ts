// The executable that is put where Studio is: a few lines of shell that start this program as its stand-in.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { makeFolder } from '../../support/make-folder.js';
import { readStandInSettings } from './stand-in-settings.js';

export interface Launcher {
  readonly launcher: string;
  /** Without one, a file of the launcher's name with `.json` behind it counts, if it is there. */
  readonly settings: string | undefined;
  readonly node: string;
  readonly program: string;
}

/** @throws BridgeError FILE_NOT_WRITABLE, USAGE for settings that are there and are none. */
export function writeLauncher({ launcher, settings, node, program }: Launcher): string {
  const path = resolve(launcher);
  const given = settings === undefined ? [] : [`set -- --settings ${quoted(resolve(settings))} -- "$@"`];
  const beside = [
    'if [ -f "$0.json" ]; then set -- --settings "$0.json" -- "$@"',
    'else set -- -- "$@"',
    'fi',
  ];
  const lines = [
    '#!/bin/sh',
    `# Stands in for Roblox Studio, with its options ${optionsOf(settings ?? `${path}.json`)} and the others that are documented.`,
    ...(settings === undefined ? beside : given),
    // The folders that go with a Studio are found from where it is.
    'export ROBLOX_STUDIO_PATH="$0"',
    `exec ${quoted(node)} ${quoted(resolve(program))} emulator --as-studio --config none "$@"`,
  ];
  try {
    makeFolder(dirname(path));
    writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o755 });
  } catch (cause) {
    throw new BridgeError('FILE_NOT_WRITABLE', `The launcher ${path} cannot be written.`, { cause });
  }
  return path;
}

/** A program has the names of its options in it, and one without the task RunScript not that of the task's option. */
function optionsOf(settings: string): string {
  const { runScript = true } = existsSync(settings) ? readStandInSettings(settings, {}) : {};
  return runScript ? 'localPlaceFile, runScriptFile' : 'localPlaceFile';
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
