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
/** `<!-- generated: index BridgeConnection SessionQuery -->` */
const MARKER = /(<!-- generated: (\w+) ([\w ]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;
const ENTRIES: Readonly<Record<string, string>> = {
  index: 'src/index.ts',
  emulator: 'src/api/emulator.ts',
  protocol: 'src/protocol/index.ts',
};

export function generateApiDocs(): GeneratedFile {
  const exports = readEntries();
  const page = readFileSync(join(ROOT, PAGE), 'utf8');
  const told = new Set<string>();
  const text = page.replace(MARKER, (_whole, begin: string, entry: string, names: string, end: string) => {
    const parts = names.split(' ').map((name) => {
      const found = exports.get(entry)?.find((one) => one.name === name);
      if (!found) throw new Error(`${PAGE} asks for ${name} of ${entry}, which is not exported.`);
      told.add(identityOf(found));
      return exportText(found);
    });
    return `${begin}\n${parts.join('\n\n')}\n\n${end}`;
  });
  const untold = [...exports].flatMap(([entry, all]) =>
    all.filter((one) => !told.has(identityOf(one))).map(({ name }) => `${entry} ${name}`),
  );
  if (untold.length > 0) throw new Error(`${PAGE} has no place for: ${untold.join(', ')}`);
  return { path: PAGE, text };
}

function readEntries(): Map<string, Export[]> {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.build.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const files = Object.values(ENTRIES).map((file) => join(ROOT, file));
  const program = ts.createProgram([...files, join(ROOT, 'src/luau-modules.d.ts')], options);
  const reader = new EntryReader(program);
  return new Map(Object.entries(ENTRIES).map(([name, file]) => [name, reader.read(join(ROOT, file))]));
}

function exportText({ name, kind, text, definition, members }: Export): string {
  const heading = `### \`${name}\``;
  const intro = text === '' ? [] : [text];
  switch (kind) {
    case 'type':
      return [heading, ...intro, `\`\`\`ts\ntype ${name} = ${definition};\n\`\`\``].join('\n\n');
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
      `| \`${name}${isOptional ? '?' : ''}\` | \`${cell(type)}\` | ${cell(withCodes(text))} |`,
  );
  return ['| field | type | |', '|---|---|---|', ...rows].join('\n');
}

const identityOf = ({ name, origin }: Export) => `${origin} ${name}`;
const cell = (text: string) => text.replaceAll('|', '\\|');
/** Error codes as code. */
const withCodes = (text: string) =>
  text.replaceAll(/(?<!`)\b[A-Z_]{4,}\b(?!`)/g, (word) => (word in ERROR_CATALOG ? `\`${word}\`` : word));
