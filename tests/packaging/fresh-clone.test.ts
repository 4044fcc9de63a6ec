// A newcomer's first minutes: a copy without anything installed, and every command of the README in order.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { copyProject } from '../support/copy-project.js';
import { codeBlocks } from '../support/markdown.js';
import { useShellAsync } from '../support/use-shell.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

verifies(
  ['setup.quickstart', 'docs.readme-runs'],
  'a fresh clone does what the README says',
  async () => {
    const clone = useTmp();
    copyProject(clone);
    const runAsync = await useShellAsync(clone, useTmp());
    const blocks = codeBlocks(readFileSync(join(clone, 'README.md'), 'utf8')).filter(
      ({ language, notExecuted }) => language === 'sh' && notExecuted === undefined,
    );
    const outputs: string[] = [];
    for (const { text } of blocks) {
      const { exitCode, output } = await runAsync(text);
      expect(exitCode, `${text}\n${output}`).toBe(0);
      outputs.push(output);
    }
    const [quickstart, oneScript, staying] = outputs;
    expect(quickstart).toMatch(/\n {2}hello from the bridge\n/);
    expect(quickstart).toMatch(/Try next/);
    expect(oneScript).toMatch(/emulated/i);
    expect(oneScript).toMatch(/^hello$[\s\S]*^2$/m);
    expect(staying).toMatch(/"returnValue": ?0\b/);
    expect(staying).toMatch(/^from a file$/m);
    expect(staying).toMatch(/^Workspace$/m);
    expect(staying).toMatch(/emulator/);
    expect(staying).toMatch(/Edit/);
  },
  180_000,
);
