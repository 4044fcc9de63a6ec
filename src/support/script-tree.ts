// A folder of Luau files as the tree of scripts that it becomes in Studio, by Rojo's rules for file names: for those who
// write plugin files and for the emulated Studio alike.

export type ScriptClass = 'Folder' | 'Script' | 'LocalScript' | 'ModuleScript';

export interface ScriptTree {
  readonly name: string;
  readonly className: ScriptClass;
  /** Absent for a folder. */
  readonly source?: string;
  /** Of a plugin's root: it keeps real time and real randomness where the place's are virtual and seeded. */
  readonly isTool?: boolean;
  readonly children: readonly ScriptTree[];
}

interface Folder {
  readonly files: Map<string, string>;
  readonly folders: Map<string, Folder>;
}

const SUFFIXES: readonly (readonly [string, ScriptClass])[] = [
  ['.server.luau', 'Script'],
  ['.client.luau', 'LocalScript'],
  ['.luau', 'ModuleScript'],
  ['.server.lua', 'Script'],
  ['.client.lua', 'LocalScript'],
  ['.lua', 'ModuleScript'],
];

/**
 * `files` maps paths below the root, with `/`, to text: `X.server.luau` is a Script, `X.client.luau` a LocalScript,
 * `X.luau` a ModuleScript; `init.…` makes its folder that script. Other files are left out.
 */
export function scriptTreeOf(name: string, files: Readonly<Record<string, string>>): ScriptTree {
  const root = emptyFolder();
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split('/');
    const file = parts.pop() ?? '';
    parts.reduce((folder, part) => childFolder(folder, part), root).files.set(file, text);
  }
  return folderTree(name, root);
}

const emptyFolder = (): Folder => ({ files: new Map(), folders: new Map() });

function childFolder(parent: Folder, name: string): Folder {
  const folder = parent.folders.get(name) ?? emptyFolder();
  parent.folders.set(name, folder);
  return folder;
}

function folderTree(name: string, folder: Folder): ScriptTree {
  let own: Pick<ScriptTree, 'className' | 'source'> = { className: 'Folder' };
  const children = [...folder.folders].map(([child, content]) => folderTree(child, content));
  for (const [file, source] of folder.files) {
    const script = scriptOf(file);
    if (script?.name === 'init') own = { className: script.className, source };
    else if (script) children.push({ ...script, source, children: [] });
  }
  children.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { name, ...own, children };
}

function scriptOf(file: string): { name: string; className: ScriptClass } | undefined {
  const match = SUFFIXES.find(([suffix]) => file.endsWith(suffix));
  return match && { name: file.slice(0, -match[0].length), className: match[1] };
}
