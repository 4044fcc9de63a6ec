// What a user of bash gets who presses Tab.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useShellHome } from '../support/use-shell-home.js';
import { useTerminal } from '../support/use-terminal.js';
import { verifies } from '../support/verifies.js';

/** What bash would offer for the words, of which the last is being typed. */
function bashLines(...words: string[]): string {
  const list = ['studio-bridge', ...words].map((word) => `'${word}'`).join(' ');
  return `source <(studio-bridge completion bash); COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _studio_bridge; printf '%s\\n' "\${COMPREPLY[@]}"`;
}

describe('bash', () => {
  const askAsync = async (...words: string[]) => {
    const { runAsync } = useShellHome();
    return (await runAsync('bash', '-c', bashLines(...words))).trimEnd().split('\n');
  };

  verifies('completion.commands', 'completes commands, options and the values of options', async () => {
    expect(await askAsync('co')).toEqual(['console', 'completion']);
    expect(await askAsync('console', '')).toEqual(['exec', 'logs']);
    expect(await askAsync('console', 'logs', '--le')).toEqual(['--levels']);
    expect(await askAsync('console', 'logs', '--levels', 'Error,W')).toEqual(['Error,Warning']);
    expect(await askAsync('console', 'exec', '--format', '')).toEqual(['text', 'json', 'base64']);
    expect(await askAsync('logs', '--direction', 'h')).toEqual(['head']);
  });

  test('completes behind an equals sign, which bash takes for the end of a word', async () => {
    expect(await askAsync('process', 'list', '--format', '=', 'j')).toEqual(['json']);
    expect(await askAsync('process', 'list', '--format', '=')).toEqual(['text', 'json']);
  });

  test('completes on the line of a terminal', async () => {
    const { home, env } = useShellHome();
    writeFileSync(join(home, 'script.luau'), '');
    writeFileSync(join(home, 'rc'), "PS1='> '\nsource <(studio-bridge completion bash)\n");
    const terminal = useTerminal({ command: ['bash', '--rcfile', join(home, 'rc'), '-i'], env, cwd: home });
    await terminal.seesAsync(/^>$/m);
    terminal.type('studio-bridge plug\t');
    await terminal.seesAsync(/studio-bridge plugin$/m);
    terminal.type('inst\t');
    await terminal.seesAsync('plugin install');
    terminal.press('C-u');
    terminal.type('studio-bridge console exec --file scr\t');
    await terminal.seesAsync('--file script.luau');
  });
});
