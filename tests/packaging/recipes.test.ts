// Does what CONTRIBUTING.md tells its readers to do, block by block, in a copy of the project.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { copyProject } from '../support/copy-project.js';
import { type CodeBlock, codeBlocks } from '../support/markdown.js';
import { type Shell, useShellAsync } from '../support/use-shell.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

verifies(
  ['docs.recipes-run', 'toolchain.generated', 'cli.one-definition', 'action.pushed'],
  'the recipes work as they are written',
  async () => {
    const project = useTmp();
    copyProject(project);
    symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
    const shell = await useShellAsync(project, useTmp());
    let output = '';
    let isFirst = true;
    for (const block of codeBlocks(readFileSync(join(project, 'CONTRIBUTING.md'), 'utf8'))) {
      const about = `${block.heading}:\n${block.text}`;
      if (block.attributes.title !== undefined) {
        edit(join(project, block.attributes.title), block);
      } else if (block.language === 'sh') {
        if (isFirst) await expectStaleAsync(shell);
        isFirst = false;
        const result = await shell.runBlockAsync(block);
        expect(result.exitCode, `${about}\n${result.output}`).toBe(0);
        output = result.output;
      } else if (block.language === 'text') {
        for (const line of block.text.trim().split('\n')) expect(output, about).toContain(line);
      }
    }
  },
  120_000,
);

/** A new command that the generated files do not know: the check says so, and names the command to run. */
async function expectStaleAsync(shell: Shell): Promise<void> {
  const { exitCode, output } = await shell.runAsync('node_modules/.bin/tsx scripts/gen.ts --check commands');
  expect(exitCode).toBe(1);
  expect(output).toMatch(/^src\/commands\/index\.generated\.ts .+Run: npm run gen$/m);
}

/** A block with a title is a file; with `after` lines to insert; with `replace` what to put instead. */
function edit(file: string, { text, attributes: { after, replace } }: CodeBlock): void {
  if (after === undefined && replace === undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  const before = readFileSync(file, 'utf8');
  const changed =
    replace === undefined
      ? before.replace(new RegExp(`^.*${escaped(after ?? '')}.*\n`, 'm'), (line) => line + text)
      : before.replace(replace, text.trim());
  expect(changed, `${file} has no ${after ?? replace}`).not.toBe(before);
  writeFileSync(file, changed);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
