// A folder of Luau files as the tree of scripts that it becomes in Studio, by the file names that Rojo uses.

export type ScriptClass = 'Folder' | 'Script' | 'LocalScript' | 'ModuleScript';

export interface ScriptNode {
  readonly name: string;
  readonly className: ScriptClass;
  /** Absent for a folder. */
  readonly source?: string;
  readonly children: readonly ScriptNode[];
}

interface Folder {
  readonly files: Map<string, string>;
  readonly folders: Map<string, Folder>;
}

const SUFFIXES: readonly [string, ScriptClass][] = [
  ['.server.luau', 'Script'],
  ['.client.luau', 'LocalScript'],
  ['.luau', 'ModuleScript'],
];

/**
 * The tree under one root. `files` maps paths relative to the root, with `/`, to text: `X.server.luau` is a
 * Script, `X.client.luau` a LocalScript, `X.luau` a ModuleScript; `init.…` turns the folder it is in into that
 * script. Children are in order of name.
 */
export function scriptTree(name: string, files: Readonly<Record<string, string>>): ScriptNode {
  const root: Folder = { files: new Map(), folders: new Map() };
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split('/');
    const file = parts.pop() ?? '';
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? { files: new Map(), folders: new Map() };
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.set(file, text);
  }
  return folderNode(name, root);
}

function folderNode(name: string, folder: Folder): ScriptNode {
  let own: Pick<ScriptNode, 'className' | 'source'> = { className: 'Folder' };
  const children: ScriptNode[] = [...folder.folders].map(([child, content]) => folderNode(child, content));
  for (const [file, source] of folder.files) {
    const script = scriptOf(file);
    if (!script) continue;
    if (script.name === 'init') own = { className: script.className, source };
    else children.push({ ...script, source, children: [] });
  }
  children.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { name, ...own, children };
}

function scriptOf(file: string): { name: string; className: ScriptClass } | undefined {
  for (const [suffix, className] of SUFFIXES) {
    if (file.endsWith(suffix)) return { name: file.slice(0, -suffix.length), className };
  }
  return undefined;
}
