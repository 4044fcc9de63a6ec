// What a user of zsh gets who presses Tab.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useShellHome } from '../support/use-shell-home.js';
import { useTerminal } from '../support/use-terminal.js';

describe('zsh', () => {
  test('completes on the line of a terminal', async () => {
    const { home, env } = useShellHome();
    const lines = [
      "PS1='> '",
      'autoload -Uz compinit; compinit -u',
      'source <(studio-bridge completion zsh)',
    ];
    writeFileSync(join(home, '.zshrc'), `${lines.join('\n')}\n`);
    writeFileSync(join(home, 'script.luau'), '');
    const terminal = useTerminal({ command: ['zsh', '-i'], env, cwd: home });
    await terminal.seesAsync(/^>$/m);
    terminal.type('studio-bridge plug\t');
    await terminal.seesAsync(/studio-bridge plugin$/m);
    terminal.type('\t');
    const screen = await terminal.seesAsync(/uninstall/);
    expect(screen).toMatch(/install\s+-- Install the plugin into Studio/);
    terminal.press('C-u');
    terminal.type('studio-bridge console exec --format=j\t');
    await terminal.seesAsync('--format=json');
    terminal.press('C-u');
    terminal.type('studio-bridge console exec --file scr\t');
    await terminal.seesAsync('--file script.luau');
  });
});
