// Does what the guides tell their readers to do, block by block: files are written, commands are run, and the lines that
// are promised below a command have to be in what it says.
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { PROGRAM } from '../../scripts/program.js';
import { codeBlocks, executedBlocks } from '../support/markdown.js';
import { useShellAsync } from '../support/use-shell.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const GUIDES = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .filter((name) => executedBlocks(readFileSync(join(ROOT, 'docs', name), 'utf8')).length > 0);

/** A project with the package installed, and a home with nothing in it. */
async function useProjectAsync() {
  const [project, home] = [useTmp(), useTmp()];
  const modules = join(project, 'node_modules', '@quenty');
  mkdirSync(modules, { recursive: true });
  symlinkSync(ROOT, join(modules, 'studio-bridge'));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  symlinkSync(PROGRAM, join(bin, 'studio-bridge'));
  const shell = await useShellAsync(project, join(home, '.studio-bridge'), {
    HOME: home,
    PATH: `${bin}:${process.env.PATH}`,
  });
  return { project, ...shell };
}

describe('the guides', () => {
  for (const name of GUIDES) {
    verifies('docs.guides-run', name, async () => {
      const { project, runBlockAsync } = await useProjectAsync();
      let output = '';
      for (const block of codeBlocks(readFileSync(join(ROOT, 'docs', name), 'utf8'))) {
        const { text, language, attributes, notExecuted } = block;
        if (attributes.title !== undefined) {
          const file = join(project, attributes.title);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text);
        } else if (language === 'sh' && notExecuted === undefined) {
          const result = await runBlockAsync(block);
          expect(result.exitCode, `${text}\n${result.output}`).toBe(0);
          output = result.output;
        } else if (language === 'text' && attributes.picture === undefined && output !== '') {
          for (const line of text.trim().split('\n')) expect(output, text).toContain(line);
        } else if (language !== 'text') output = '';
      }
    });
  }
});
