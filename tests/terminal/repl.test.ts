// The terminal as its user sees it: keys go in, and the screen is compared with the pictures in docs/terminal.md.
// STUDIO_BRIDGE_PICTURES=write puts what was seen into the document.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { PROGRAM } from '../../scripts/program.js';
import { freePortAsync } from '../support/free-port.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { type Terminal, useTerminal } from '../support/use-terminal.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const DOCUMENT = join(ROOT, 'docs/terminal.md');
const PROMPT = /^>$/m;

async function useReplAsync(args: readonly string[] = [], rows = 24) {
  const studio = await useStudioProcessAsync('Lobby');
  const env = {
    STUDIO_BRIDGE_HOME: studio.home,
    STUDIO_BRIDGE_PORT: String(studio.port),
    STUDIO_BRIDGE_LOCAL: 'true',
    STUDIO_BRIDGE_WAIT: '10s',
  };
  const open = () =>
    useTerminal({
      command: [process.execPath, PROGRAM, 'terminal', ...args],
      env,
      cwd: studio.home,
      columns: 76,
      rows,
    });
  const terminal = open();
  await terminal.seesAsync(PROMPT);
  return { ...studio, terminal, open };
}

/** Types it, runs it, and waits for what comes of it. */
async function enterAsync(terminal: Terminal, text: string, wanted: RegExp | string): Promise<string> {
  terminal.type(text);
  terminal.press('M-Enter');
  return await terminal.seesAsync(wanted);
}

function expectPicture(name: string, screen: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const block = new RegExp(`(\`\`\`text picture="${name}"\\n)([\\s\\S]*?)(\`\`\`)`);
  if (process.env.STUDIO_BRIDGE_PICTURES === 'write') {
    writeFileSync(
      DOCUMENT,
      text.replace(block, (_, start: string, _old, end: string) => `${start}${screen}\n${end}`),
    );
    return;
  }
  expect(screen).toBe(block.exec(text)?.[2]?.trimEnd());
}

describe('the terminal', () => {
  verifies('repl.values', 'shows what is printed and returned, and folds what is deep', async () => {
    const { terminal } = await useReplAsync();
    await enterAsync(terminal, '1 + 1', /^2$/m);
    await enterAsync(terminal, 'print("hello"); return workspace', /^game\.Workspace$/m);
    await enterAsync(terminal, '{ name = "Lobby", spawn = { at = { 1, 2, 3 } } }', 'Folded');
    await enterAsync(terminal, '.unfold', /at = \{ 1, 2, 3 \}/);
    await enterAsync(terminal, 'error("too hot")', /Stack End\n>$/);
    expectPicture('values', terminal.screen());
    expect(terminal.colouredScreen()).toContain('\u001b[31mterminal:1: too hot');
  });

  verifies(
    'repl.lines',
    'Enter begins a line, indented as the block is, and the arrows move in it',
    async () => {
      const { terminal } = await useReplAsync();
      terminal.type('for i = 1, 3 do');
      terminal.press('Enter');
      terminal.type('print(i)');
      terminal.press('Enter');
      terminal.type('end');
      await terminal.seesAsync(/^· {3}end$/m);
      expectPicture('lines', terminal.screen());
      terminal.press('Up', 'End', 'BSpace');
      terminal.type(' * 10)');
      terminal.press('F5');
      await terminal.seesAsync(/^· end\n10\n20\n30\n>$/m);
      terminal.press('Up');
      await terminal.seesAsync(/print\(i \* 10\)\n· end$/);
      terminal.press('C-c');
      await terminal.seesAsync(/30\n>$/);
    },
  );

  verifies('repl.keys', 'every way to say Ctrl+Enter runs what is typed', async () => {
    const { terminal } = await useReplAsync();
    const keys = ['\u001b[13;5u', '\u001b[27;5;13~', '\n', '\u001b\r', '\u001b[15~', '\r\r'];
    for (const [at, key] of keys.entries()) {
      terminal.type(`${at} + 100${key}`);
      await terminal.seesAsync(new RegExp(`^${at + 100}$`, 'm'));
    }
    terminal.press('C-c');
    await terminal.ended;
  });

  verifies('repl.completion', 'Tab offers what the running Studio has', async () => {
    const { terminal } = await useReplAsync();
    await enterAsync(
      terminal,
      'local p = Instance.new("Part"); p.Name = "Door"; p.Parent = workspace',
      PROMPT,
    );
    terminal.type('workspace.Do\t');
    await terminal.seesAsync(/^> workspace\.Door$/m);
    terminal.type('.Can\t');
    await terminal.seesAsync(/CanCollide/);
    expectPicture('completion', terminal.screen());
    terminal.press('C-c');
    terminal.type('game:GetService("RunService"):Is\t');
    await terminal.seesAsync(/IsServer/);
    terminal.press('C-c');
    terminal.type('Enum.KeyCode.Retu\t');
    await terminal.seesAsync('> Enum.KeyCode.Return');
    terminal.press('C-c');
    terminal.type('.explorer q\t game.Workspace.Do\t');
    await terminal.seesAsync('> .explorer query game.Workspace.Door');
    terminal.press('Enter');
    await terminal.seesAsync(/Part/);
  });

  verifies('repl.output', 'output that arrives while somebody types leaves what is typed whole', async () => {
    const { terminal } = await useReplAsync();
    await enterAsync(terminal, 'for i = 1, 5 do task.delay(i * 0.3, print, "tick", i) end', PROMPT);
    terminal.type('print("I am');
    await terminal.seesAsync('tick 2');
    terminal.type(' typing")');
    const screen = await terminal.seesAsync('tick 5');
    expect(screen).toMatch(/tick 1\ntick 2\ntick 3\ntick 4\ntick 5\n> print\("I am typing"\)$/);
    expectPicture('output', screen);
  });

  verifies('repl.paste', 'a paste of several lines is typed and not run', async () => {
    const { terminal } = await useReplAsync();
    terminal.type('\u001b[200~local a = 1\nlocal b = 2\nprint(a + b)\n\u001b[201~');
    await terminal.seesAsync(/^· print\(a \+ b\)\n·$/m);
    terminal.press('M-Enter');
    await terminal.seesAsync(/^3$/m);
  });

  verifies('repl.history', 'what was typed is there the next time', async () => {
    const { terminal, open } = await useReplAsync();
    await enterAsync(terminal, 'print("kept")', /^kept$/m);
    terminal.press('C-d');
    await terminal.ended;
    const second = open();
    await second.seesAsync(PROMPT);
    second.press('Up');
    await second.seesAsync('> print("kept")');
  });

  verifies('repl.dot-commands', 'every command is a dot command, and the target can be changed', async () => {
    const { terminal, start, host } = await useReplAsync([], 40);
    await enterAsync(terminal, '.help', /\n {2}\.[a-z-]+ [^\n]+\n(?:[^\n>][^\n]*\n)?>$/);
    await enterAsync(terminal, '.clear', /^>$/);
    await enterAsync(terminal, '.process info', /\nPlugin [\s\S]*\n>$/);
    await enterAsync(terminal, '.logs --cuont 3', /Did you mean --count\?[\s\S]*\n>$/);
    await enterAsync(terminal, '.help context', /Show the context[\s\S]*\n>$/);
    expectPicture('dot', terminal.screen());
    await enterAsync(terminal, '.contxt', 'Did you mean .context?');
    const second = start(['emulator', '--place-name', 'Arena']);
    await second.seesAsync(/is up/);
    await host.seesAsync(/"placeName":"Arena"/);
    await enterAsync(terminal, '.connect Arena', 'Using Arena');
    await enterAsync(terminal, 'game.Name', /^"Arena"$/m);
    await enterAsync(terminal, '.context server', /No session in context server/);
    await enterAsync(terminal, '.context', /^\* edit$/m);
  });

  verifies(
    'repl.interrupt',
    'Ctrl+C ends what runs, clears what is typed, and leaves where nothing is',
    async () => {
      const { terminal } = await useReplAsync();
      terminal.type('print("begun") while true do task.wait() end\n');
      await terminal.seesAsync(/^begun$/m);
      terminal.press('C-c');
      await terminal.seesAsync(/cancelled[\s\S]*\n>$/);
      terminal.type('unfinished');
      terminal.press('C-c');
      await terminal.seesAsync(/\n>$/);
      terminal.press('C-c');
      await terminal.ended;
    },
  );

  verifies(
    'repl.launch',
    'it starts a Studio of its own where none is, and a script comes first',
    async () => {
      const home = useTmp();
      writeFileSync(join(home, 'init.luau'), 'greeting = "hello from init"\nprint("ready")');
      const command = [process.execPath, PROGRAM, 'terminal', '--emulator', '--script', 'init.luau'];
      const env = {
        STUDIO_BRIDGE_HOME: home,
        STUDIO_BRIDGE_LOCAL: 'true',
        STUDIO_BRIDGE_PORT: String(await freePortAsync()),
      };
      const terminal = useTerminal({ command, env, cwd: home, columns: 76 });
      await terminal.seesAsync(/^ready$[\s\S]*^>$/m);
      await enterAsync(terminal, 'greeting', /^"hello from init"$/m);
      terminal.press('C-d');
      await terminal.ended;
    },
  );

  test('a narrow window wraps what is typed, also when its size changes', async () => {
    const { terminal } = await useReplAsync();
    terminal.resize(30, 12);
    terminal.type('print("a line that is longer than the window")');
    await terminal.seesAsync(/^> print\("a line that is longer\n {3}than the window"\)$/m);
    terminal.press('Home');
    terminal.type('x = 1 ');
    await terminal.seesAsync(/^> x = 1 print\("a line that is\n {2}longer than the window"\)$/m);
    terminal.press('C-c');
    await enterAsync(terminal, '"語" .. "😀"', /^"語😀"$/m);
  });
});
