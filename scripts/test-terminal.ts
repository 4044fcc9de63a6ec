// `npm run test:terminal`: what users see and type, in a real terminal (tmux) and in real shells. What needs a program
// that is not here does not run, and that is said; continuous integration has them all. Arguments go on to vitest.
import { spawnSync } from 'node:child_process';
import { runToolAsync } from './checks/tool.js';

const TERMINAL = 'tmux';
const SHELLS = ['zsh', 'fish'];

const isMissing = (name: string) => spawnSync(name, [name === TERMINAL ? '-V' : '--version']).status !== 0;
const missing = [TERMINAL, ...SHELLS].filter(isMissing);
if (missing.length > 0) {
  console.log(`Not on this machine: ${missing.join(', ')}. What needs them was not tested.`);
  console.log(`In Debian: apt-get install ${missing.join(' ')}`);
}
if (missing.length > 0 && process.env.CI) process.exitCode = 1;
if (!missing.includes(TERMINAL)) {
  const { exitCode, output } = await runToolAsync('vitest', [
    'run',
    '--config',
    'vitest.terminal.config.ts',
    ...missing.map((name) => `--exclude=tests/terminal/${name}.test.ts`),
    ...process.argv.slice(2),
  ]);
  console.log(output);
  process.exitCode = exitCode || process.exitCode;
}
