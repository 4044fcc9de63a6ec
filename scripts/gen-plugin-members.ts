// docs/plugin-members.md: which members of Roblox the plugin and its actions use, found in their sources, and what
// happens without them, from scripts/plugin-members.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundling.js';
import type { GeneratedFile } from './generated-file.js';
import { PLUGIN_MEMBERS, type PluginMember } from './plugin-members.js';

/** Path of a Luau file to its text. */
export type Sources = Readonly<Record<string, string>>;

const PLUGIN = 'plugin/src';
const ACTIONS = ['src/command', 'src/commands'];
/** The components of datatypes, which are read one by one to be sent. */
const DATATYPES = join(PLUGIN, 'Values', 'datatypes.luau');
/** What functions of the engine give and take, which is documented with them, and the plugin's own names. */
const FIELDS = new Set(
  [
    // RequestAsync gives these, GetPropertiesOfClass those, and CaptureScreenshot takes the last two.
    'StatusCode Body',
    'Name Type Serialized Permits Write Display DeprecationMessage EngineType ScriptType',
    'Format UICaptureMode',
    // A decoder of the plugin's.
    'Number',
    // Items of enums that are kept in a variable.
    'Commit Cancel Ready Error',
  ].flatMap((names) => names.split(' ')),
);
const DATATYPE_NAMES = new Set(['CFrame', 'DateTime', 'Enum', 'EnumItem', 'RBXScriptConnection', 'Vector3']);

const HEADER = `<!-- Generated from the plugin's sources and scripts/plugin-members.ts by npm run gen. Do not edit. -->
# What the plugin uses of Roblox

Every member of the engine that the plugin and its actions touch, and what happens in a Studio that lacks it. What turned
out to be missing in a running Studio is listed by \`studio-bridge process info\`.
`;

export function generatePluginMembers(): GeneratedFile {
  return { path: 'docs/plugin-members.md', text: pluginMembersText(readSources(), PLUGIN_MEMBERS) };
}

/** Throws if the sources use what nobody has thought about, or no longer use what is listed. */
export function pluginMembersText(sources: Sources, members: readonly PluginMember[]): string {
  const used = usedNames(sources);
  const listed = new Set(members.map(({ member }) => nameOf(member)));
  const forgotten = [...used].filter(([name]) => !listed.has(name));
  if (forgotten.length > 0) {
    const lines = forgotten.map(([name, files]) => `  ${name} in ${[...files].join(', ')}`);
    throw new Error(`Say in scripts/plugin-members.ts what happens without:\n${lines.join('\n')}`);
  }
  const code = Object.values(sources).map(withoutText).join('\n');
  const gone = members.filter(({ member }) => !new RegExp(`[.:]${nameOf(member)}\\b`).test(code));
  if (gone.length > 0) {
    const names = gone.map(({ member }) => member).join(', ');
    throw new Error(
      `The plugin does not use these any more, so remove them from scripts/plugin-members.ts: ${names}`,
    );
  }
  const rows = [...members]
    .sort((a, b) => a.member.localeCompare(b.member))
    .map(({ member, without }) => `| \`${member}\` | [documentation](${linkOf(member)}) | ${without} |`);
  return `${HEADER}
| member | where it is documented | without it |
|---|---|---|
${rows.join('\n')}

The components of datatypes (\`Vector2.X\`, \`ColorSequence.Keypoints\`) are used as documented under
[datatypes](https://create.roblox.com/docs/reference/engine/datatypes).
`;
}

/** The names of members that are no part of the plugin, and the files that use them. */
function usedNames(sources: Sources): Map<string, Set<string>> {
  const own = new Set(Object.values(sources).flatMap(ownNames));
  const used = new Map<string, Set<string>>();
  for (const [file, source] of Object.entries(sources)) {
    if (file === DATATYPES) continue;
    const code = withoutText(source)
      .replaceAll('(Enum :: any)', 'Enum')
      .replace(/\b(script|Enum)(\.\w+)+/g, '$1');
    for (const [, name = ''] of code.matchAll(/(?<=[\w)\]])\s*[.:]([A-Z][a-z]\w*|[A-Z]{2,}[a-z]\w*)\b/g)) {
      if (own.has(name) || FIELDS.has(name)) continue;
      const files = used.get(name) ?? new Set();
      used.set(name, files.add(file));
    }
  }
  return used;
}

function ownNames(source: string): string[] {
  const patterns = [/function \w+[.:](\w+)/g, /^local (\w+)/gm, /^export type (\w+)/gm, /^type (\w+)/gm];
  return patterns.flatMap((pattern) =>
    [...withoutText(source).matchAll(pattern)].map(([, name = '']) => name),
  );
}

const withoutText = (source: string) => source.replace(/--[^\n]*/g, '').replace(/"[^"\n]*"|`[^`]*`/g, '""');

const nameOf = (member: string) => member.slice(member.indexOf('.') + 1);

function linkOf(member: string): string {
  const [owner = '', name = ''] = member.split('.');
  const kind = DATATYPE_NAMES.has(owner) ? 'datatypes' : 'classes';
  return `https://create.roblox.com/docs/reference/engine/${kind}/${owner}#${name}`;
}

function readSources(): Sources {
  const sources: Record<string, string> = {};
  for (const folder of [PLUGIN, ...ACTIONS]) {
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!file.endsWith('.luau') || file.endsWith('.spec.luau') || file.startsWith('Generated')) continue;
      const path = join(folder, file);
      sources[path.replaceAll('\\', '/')] = readFileSync(join(ROOT, path), 'utf8');
    }
  }
  return sources;
}
