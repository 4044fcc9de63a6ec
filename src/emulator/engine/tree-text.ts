// A tree of scripts on its way into the VM: the sources stay on this side until somebody needs them.
import type { ScriptTree } from '../../support/script-tree.js';
import type { SourceShelf } from './module-operations.js';

/** As core/plugins.luau reads it: a line each, parents first, with depth, class, number of the source and name. */
export function treeText(tree: ScriptTree, sources: SourceShelf, depth = 0): string {
  const index = tree.source === undefined ? -1 : sources.add(tree.source);
  const line = `${depth}\t${tree.className}\t${index}\t${tree.name.replaceAll('\n', ' ')}\n`;
  return line + tree.children.map((child) => treeText(child, sources, depth + 1)).join('');
}
