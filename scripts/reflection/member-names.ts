// The names of methods, events and callbacks of every class. Only names and kinds are taken: they let the emulator
// tell what it does not emulate from what does not exist.
import { readTypeDefinitions } from './type-definitions.js';

/** m: method, e: event, c: callback or another value. */
export type MemberKind = 'm' | 'e' | 'c';

const FOR_ALL = 'generated/None.d.ts';
const FOR_PLUGINS = 'generated/PluginSecurity.d.ts';
const INTERFACE = /^interface (\w+)/;
const MEMBER = /^ {4}(?:readonly )?(\w+)(\??[(:<].*)$/;
/** The package has its own name for the root class. */
const ROOT_CLASS = { name: 'RBXObject', ours: 'Object' };

export interface MemberNames {
  readonly kinds: ReadonlyMap<string, MemberKind>;
  /** Those that only plugins may use. */
  readonly forPlugins: ReadonlySet<string>;
}

export function readMemberNames(): Map<string, MemberNames> {
  const forAll = new Map<string, Map<string, MemberKind>>();
  const forPlugins = new Map<string, Map<string, MemberKind>>();
  readFile(readTypeDefinitions(FOR_ALL), forAll);
  readFile(readTypeDefinitions(FOR_PLUGINS), forPlugins);
  return new Map(
    [...new Set([...forAll.keys(), ...forPlugins.keys()])].map((name) => {
      const open = forAll.get(name) ?? new Map<string, MemberKind>();
      const own = forPlugins.get(name) ?? new Map<string, MemberKind>();
      const kinds = new Map([...open, ...own]);
      return [name, { kinds, forPlugins: new Set([...own.keys()].filter((each) => !open.has(each))) }];
    }),
  );
}

function readFile(text: string, classes: Map<string, Map<string, MemberKind>>): void {
  let members = new Map<string, MemberKind>();
  for (const line of text.split('\n')) {
    const className = INTERFACE.exec(line)?.[1];
    if (className !== undefined) {
      const name = className === ROOT_CLASS.name ? ROOT_CLASS.ours : className;
      members = classes.get(name) ?? new Map();
      classes.set(name, members);
      continue;
    }
    const [, name, rest] = MEMBER.exec(line) ?? [];
    if (name !== undefined && rest !== undefined && !name.startsWith('_nominal')) {
      members.set(name, kindOf(rest));
    }
  }
}

function kindOf(declaration: string): MemberKind {
  if (declaration.includes('RBXScriptSignal') && declaration.startsWith(':')) return 'e';
  return /^\??[(<]/.test(declaration) ? 'm' : 'c';
}
