// A `sourcemap.json` as Rojo writes it, for places that were built by others: which file each script came from.
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { ScriptFiles } from './script-locations.js';

const node = z.object({
  name: z.string(),
  className: z.string(),
  filePaths: z.optional(z.array(z.string())),
  get children(): z.ZodMiniOptional<z.ZodMiniArray<typeof node>> {
    return z.optional(z.array(node));
  },
});
type Node = z.output<typeof node>;

const SCRIPT_CLASSES = ['ModuleScript', 'Script', 'LocalScript'];
const SOURCE = /\.luau?$/;

/** @throws if the text is no source map. */
export function readRojoSourceMap(text: string, path: string): ScriptFiles {
  const files = new Map<string, string>();
  const folder = dirname(path);
  const visit = ({ name, className, filePaths = [], children = [] }: Node, above: string) => {
    const fullName = above === '' ? name : `${above}.${name}`;
    const source = filePaths.find((each) => SOURCE.test(each)) ?? filePaths[0];
    if (SCRIPT_CLASSES.includes(className) && source !== undefined) files.set(fullName, join(folder, source));
    for (const child of children) visit(child, fullName);
  };
  const root = node.parse(JSON.parse(text));
  // The DataModel is in no full name.
  if (root.className === 'DataModel') for (const child of root.children ?? []) visit(child, '');
  else visit(root, '');
  return files;
}
