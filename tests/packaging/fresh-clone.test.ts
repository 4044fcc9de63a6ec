// A newcomer's first minutes: a copy without anything installed, and every command of the README in order.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { copyProject } from '../support/copy-project.js';
import { executedBlocks } from '../support/markdown.js';
import { useShellAsync } from '../support/use-shell.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

verifies(
  ['setup.quickstart', 'docs.readme-runs'],
  'a fresh clone does what the README says',
  async () => {
    const clone = useTmp();
    copyProject(clone);
    const shell = await useShellAsync(clone, useTmp());
    const blocks = executedBlocks(readFileSync(join(clone, 'README.md'), 'utf8'));
    const outputs: string[] = [];
    for (const block of blocks) {
      const { exitCode, output } = await shell.runBlockAsync(block);
      expect(exitCode, `${block.text}\n${output}`).toBe(0);
      outputs.push(output);
    }
    const [quickstart, oneScript, host, studio, commands] = outputs;
    expect(host).toMatch(/listening/);
    expect(studio).toMatch(/Emulated Studio/);
    expect(quickstart).toMatch(/\n {2}hello from the bridge\n/);
    expect(quickstart).toMatch(/Try next/);
    expect(oneScript).toMatch(/emulated/i);
    expect(oneScript).toMatch(/^hello$[\s\S]*^2$/m);
    expect(commands).toMatch(/"returnValue": ?0\b/);
    expect(commands).toMatch(/^from a file$/m);
    expect(commands).toMatch(/^Workspace$/m);
    expect(commands).toMatch(/emulator/);
    expect(commands).toMatch(/Edit/);
  },
  180_000,
);
