// Documents rot quietly: every link and every path that they name has to lead somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../scripts/bundling.js';
import { codeBlocks } from './support/markdown.js';

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path.replaceAll('\\', '/')}`),
].sort();

describe('documents', () => {
  test.each(DOCUMENTS)('%s leads to what exists', (document) => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    const created = new Set(codeBlocks(text).map(({ attributes }) => attributes.title));
    const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
    const links = [...prose.matchAll(/\]\((?!https?:)([^)#]*)#?[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => target !== '');
    const paths = [...prose.matchAll(/`((?:src|plugin|tests|scripts|bench|docs)\/[\w./-]+)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => !created.has(path));
    const missing = [
      ...links.filter((target) => !existsSync(join(ROOT, dirname(document), target))),
      ...paths.filter((path) => !existsSync(join(ROOT, path))),
    ];
    expect(missing).toEqual([]);
  });

  test('every block of shell commands is one that is run, or says what it needs', () => {
    const blocks = DOCUMENTS.flatMap((document) => codeBlocks(readFileSync(join(ROOT, document), 'utf8')));
    const others = ['bash', 'shell', 'console', 'zsh', 'powershell'];
    expect(blocks.filter(({ language }) => others.includes(language)).map(({ text }) => text)).toEqual([]);
    expect(
      blocks.flatMap(({ notExecuted }) => (notExecuted === undefined ? [] : [notExecuted])).sort(),
    ).toEqual([
      'it is what runs these blocks',
      'it needs Docker',
      'it needs Roblox Studio',
      'it needs Windows',
      'it needs Windows',
      'it needs Windows',
      'it needs a codespace',
      'it needs a key of Open Cloud',
      'it needs a repository with a remote',
      'it needs another machine',
    ]);
  });

  test('the program in the README is one that is compiled and run', () => {
    const programs = (document: string) =>
      codeBlocks(readFileSync(join(ROOT, document), 'utf8')).filter(({ language }) => language === 'ts');
    const run = programs('docs/api.md').map(({ text }) => text);
    for (const { text } of programs('README.md'))
      expect(run.filter((program) => program.startsWith(text))).toHaveLength(1);
  });

  test('every decision is on their list', () => {
    const folder = join(ROOT, 'docs/decisions');
    const list = readFileSync(join(folder, 'README.md'), 'utf8');
    const pages = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
    expect(pages.filter((name) => !list.includes(`(${name})`))).toEqual([]);
    for (const name of pages) {
      expect(readFileSync(join(folder, name), 'utf8'), name).toMatch(
        /^# \d+\. .+\n\n\*\*Context\.\*\*[\s\S]+\*\*Decision\.\*\*[\s\S]+\*\*Consequences\.\*\*/,
      );
    }
  });
});
