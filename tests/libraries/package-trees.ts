// Packages from npm as the trees of scripts that Rojo makes of them, so that libraries run exactly as published: what
// a package's project file names is mounted under the project's name, otherwise the folder under its own.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Dom } from 'rbx-dom';
import type { ScriptClass, ScriptTree } from '../../src/support/script-tree.js';

interface ProjectFile {
  readonly name?: string;
  readonly tree: { readonly $path?: string };
}

const SCRIPT = /^(.+?)(\.server|\.client)?\.luau?$/;
const CLASSES = { '.server': 'Script', '.client': 'LocalScript' } as const;

/** A folder, or a scope of node_modules, with everything in it. */
export function folderTree(path: string, name: string): ScriptTree {
  const project = join(path, 'default.project.json');
  if (existsSync(project)) {
    const { name: projectName, tree } = JSON.parse(readFileSync(project, 'utf8')) as ProjectFile;
    return pathTree(join(path, tree.$path ?? '.'), projectName ?? name) ?? emptyFolder(name);
  }
  return plainFolderTree(path, name);
}

function plainFolderTree(path: string, name: string): ScriptTree {
  let own: ScriptTree = emptyFolder(name);
  const children: ScriptTree[] = [];
  for (const entry of readdirSync(path).sort()) {
    const tree = pathTree(join(path, entry), entry);
    if (tree?.name === 'init' && tree.className !== 'Folder') own = { ...tree, name };
    else if (tree) children.push(tree);
  }
  return { ...own, children };
}

/** Nothing if it is a file that is not a script. */
function pathTree(path: string, name: string): ScriptTree | undefined {
  if (statSync(path).isDirectory()) {
    return existsSync(join(path, 'default.project.json'))
      ? folderTree(path, name)
      : plainFolderTree(path, name);
  }
  if (/\.rbxmx?$/.test(path)) return modelTree(path, name);
  const [, scriptName, kind] = SCRIPT.exec(name) ?? [];
  if (scriptName === undefined) return undefined;
  const className = kind === '.server' || kind === '.client' ? CLASSES[kind] : 'ModuleScript';
  return { name: scriptName, className, source: readFileSync(path, 'utf8'), children: [] };
}

/** A model file with one root. */
function modelTree(path: string, name: string): ScriptTree {
  const bytes = readFileSync(path);
  const dom = path.endsWith('x') ? Dom.fromXml(bytes) : Dom.fromBinary(bytes);
  const convert = (referent: string): ScriptTree[] => {
    const instance = dom.instance(referent);
    if (!instance) return [];
    const { Source: source } = instance.properties;
    const [text] = Object.values(source ?? {});
    return [
      {
        name: instance.name,
        className: CLASS_NAMES.find((known) => known === instance.className) ?? 'Folder',
        ...(typeof text === 'string' ? { source: text } : {}),
        children: instance.children.flatMap(convert),
      },
    ];
  };
  const [root] = dom.root().children.flatMap(convert);
  return { ...(root ?? emptyFolder(name)), name };
}

const CLASS_NAMES: readonly ScriptClass[] = ['Folder', 'Script', 'LocalScript', 'ModuleScript'];

const emptyFolder = (name: string): ScriptTree => ({ name, className: 'Folder', children: [] });
