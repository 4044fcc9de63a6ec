// The plugins in Studio's folder of local plugins: model files, and files with a single script.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ScriptTree } from '../../support/script-tree.js';
import { messageOf } from '../../support/thrown-text.js';
import type { Engine } from '../engine/engine.js';
import { packPlace } from '../places/packed-place.js';
import { readPlace } from '../places/place-file.js';
import { toBytes } from '../places/value-type.js';
import type { LoadablePlugin } from '../studio/emulated-studio.js';

/** In the order of their names. `tell` hears of those that cannot be read. */
export function readPlugins(folder: string, tell: (problem: string) => void): LoadablePlugin[] {
  return namesIn(folder).flatMap((name) => {
    try {
      return readPlugin(join(folder, name), name) ?? [];
    } catch (error) {
      tell(`The plugin ${name} cannot be loaded: ${messageOf(error)}`);
      return [];
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readPlugin(path: string, name: string): LoadablePlugin | undefined {
  switch (extname(name).toLowerCase()) {
    case '.rbxm':
    case '.rbxmx':
      return modelPlugin(`user_${name}`, readFileSync(path));
    case '.lua':
    case '.luau':
      return scriptPlugin(`user_${name}`, readFileSync(path, 'utf8'));
    default:
      return undefined;
  }
}

function modelPlugin(name: string, bytes: Buffer): LoadablePlugin {
  const place = readPlace(bytes);
  return {
    loadInto(engine: Engine) {
      const addSource = (source: string) => engine.addSource(toBytes(source));
      engine.loadPluginModel(name, packPlace(place, { addSource }).bytes);
    },
  };
}

function scriptPlugin(name: string, source: string): LoadablePlugin {
  const tree: ScriptTree = { name, className: 'Script', source, children: [] };
  return { loadInto: (engine) => engine.loadPlugin(tree) };
}
