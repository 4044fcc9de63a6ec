// docs/api.md: its words and its examples are written by hand, and every name that the package exports is put between
// its markers from the declaration and the comment that it has in the sources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ERROR_CATALOG } from '../src/protocol/error-catalog.js';
import { EntryReader, type Export, type Member } from './api-docs/read-entry.js';
import { ROOT } from './bundling.js';
import type { GeneratedFile } from './generated-file.js';

const PAGE = 'docs/api.md';
/** `<!-- generated: index BridgeConnection SessionQuery -->`, or `rest` for what has no place of its own. */
const MARKER = /(<!-- generated: (\w+) ([\w ]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;
const REST = 'rest';
const ENTRIES: Readonly<Record<string, string>> = {
  index: 'src/index.ts',
  emulator: 'src/api/emulator.ts',
  protocol: 'src/protocol/index.ts',
};

export function generateApiDocs(): GeneratedFile {
  const entries = readEntries();
  const page = readFileSync(join(ROOT, PAGE), 'utf8');
  const placed = new Set(
    [...page.matchAll(MARKER)].flatMap(([, , entry = '', names = '']) =>
      find(entries.get(entry) ?? [], names).map(identityOf),
    ),
  );
  const text = page.replace(MARKER, (_whole, begin: string, entry: string, names: string, end: string) => {
    const all = entries.get(entry) ?? [];
    const chosen = names === REST ? all.filter((one) => !placed.has(identityOf(one))) : find(all, names);
    return `${begin}\n${chosen.map(exportText).join('\n\n')}\n\n${end}`;
  });
  return { path: PAGE, text };
}

function find(all: readonly Export[], names: string): Export[] {
  if (names === REST) return [];
  return names.split(' ').map((name) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new Error(`${PAGE} asks for ${name}, which is not exported there.`);
    return found;
  });
}

function readEntries(): Map<string, Export[]> {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.build.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const files = Object.values(ENTRIES).map((file) => join(ROOT, file));
  const program = ts.createProgram({
    rootNames: [...files, join(ROOT, 'src/luau-modules.d.ts')],
    options,
    host: hostWithoutAmbientTypes(options),
  });
  const reader = new EntryReader(program);
  return new Map(Object.entries(ENTRIES).map(([name, file]) => [name, reader.read(join(ROOT, file))]));
}

/** No name of Node's is told by its members, and reading its declarations takes as long as all the rest. */
function hostWithoutAmbientTypes(options: ts.CompilerOptions): ts.CompilerHost {
  const resolveTypeReferenceDirectiveReferences: ts.CompilerHost['resolveTypeReferenceDirectiveReferences'] =
    (references) => references.map(() => ({ resolvedTypeReferenceDirective: undefined }));
  return { ...ts.createCompilerHost(options), resolveTypeReferenceDirectiveReferences };
}

function exportText({ name, kind, text, definition, members }: Export): string {
  const heading = `### \`${name}\``;
  const intro = text === '' ? [] : [text];
  switch (kind) {
    case 'type':
      return [heading, ...intro, `\`\`\`ts\ntype ${name} = ${brokenUp(definition)};\n\`\`\``].join('\n\n');
    case 'function':
    case 'value':
      return [heading, ...members.map((member) => listItem(demandText(name, member)))].join('\n\n');
    case 'class':
      return [heading, ...intro, members.map((one) => listItem(demandText(name, one))).join('\n')].join(
        '\n\n',
      );
    case 'object': {
      const methods = members.filter(({ isMethod }) => isMethod);
      const fields = members.filter(({ isMethod }) => !isMethod);
      const table = fields.length === 0 ? [] : [fieldTable(fields)];
      const list = methods.length === 0 ? [] : [methods.map(listItem).join('\n')];
      return [heading, ...intro, ...table, ...list].join('\n\n');
    }
  }
}

/** A class is used by its members, so none may go without a word. */
function demandText(owner: string, member: Member): Member {
  if (member.text === '' && member.name !== 'constructor')
    throw new Error(`${owner}.${member.name} is published without a comment.`);
  return member;
}

function listItem({ signature, text, throws, parameters }: Member): string {
  const lines = [
    text,
    ...parameters.map((one) => `- ${one}`),
    ...throws.map((one) => `- Throws ${withCodes(one)}`),
  ];
  return [`- \`${signature}\``, ...lines.filter((line) => line !== '').map((line) => `  ${line}`)].join('\n');
}

function fieldTable(fields: readonly Member[]): string {
  const rows = fields.map(
    ({ name, type, isOptional, text }) =>
      `| \`${name}${isOptional ? '?' : ''}\` | \`${cell(isOptional ? type.replace(/ \| undefined$/, '') : type)}\` | ${cell(withCodes(text))} |`,
  );
  return ['| field | type | |', '|---|---|---|', ...rows].join('\n');
}

/** A long union has a line for each of its parts. */
const brokenUp = (definition: string) =>
  definition.length > 100 && !definition.includes('\n')
    ? `\n  | ${definition.replaceAll(' | { type:', '\n  | { type:')}`
    : definition;
const identityOf = ({ name, origin }: Export) => `${origin} ${name}`;
const cell = (text: string) => text.replaceAll('|', '\\|');
/** Error codes as code. */
const withCodes = (text: string) =>
  text.replaceAll(/(?<!`)\b[A-Z_]{4,}\b(?!`)/g, (word) => (word in ERROR_CATALOG ? `\`${word}\`` : word));
