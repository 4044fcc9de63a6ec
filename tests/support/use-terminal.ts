// A real terminal for a program: tmux draws what it writes and sends it the keys of a keyboard.
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { childEnv } from '../../scripts/checks/tool.js';
import { useTmp } from './use-tmp.js';

export interface TerminalOptions {
  readonly command: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Terminal {
  /** What is on the screen now, without blanks at the ends of lines and empty lines at the end. */
  screen(): string;
  /** The same with the escapes of its colours. */
  colouredScreen(): string;
  /** Keys by the names that tmux has for them: Enter, C-c, Tab, M-Enter, F5. */
  press(...keys: string[]): void;
  /** Text as it stands, escapes included. */
  type(text: string): void;
  /** Waits until the screen shows it. */
  seesAsync(pattern: RegExp | string): Promise<string>;
  resize(columns: number, rows: number): void;
  /** Resolves when the program has ended. */
  readonly ended: Promise<unknown>;
}

export function useTerminal({ command, columns = 80, rows = 24, env = {}, cwd }: TerminalOptions): Terminal {
  const folder = useTmp('sb-tmux-');
  const socket = join(folder, 's');
  // The terminal decides about colours here, not whoever runs the tests.
  const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...inherited } = childEnv();
  const surroundings = { ...inherited, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', TMUX: '' };
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: surroundings,
    });
  // Not by tmux's own means: it would put its own PATH in place of this one.
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  // It waits until somebody watches: nothing that it draws goes unseen.
  tmux(
    ...['new-session', '-d', '-x', String(columns), '-y', String(rows)],
    ...(cwd === undefined ? [] : ['-c', cwd]),
    `tmux -S ${socket} wait-for ready; exec env ${[...variables, ...command].map(quoted).join(' ')}`,
  );
  tmux('set', '-g', 'window-size', 'manual');
  tmux('set', '-s', 'escape-time', '0');
  const watcher = spawn('tmux', ['-S', socket, '-C', 'attach'], { env: surroundings });
  onTestFinished(() => {
    try {
      tmux('kill-server');
    } catch {
      // It ends by itself with the last program in it.
    }
  });
  const changes = watch(watcher);
  const ended = once(watcher, 'close');
  tmux('wait-for', '-S', 'ready');

  const capture = (...flags: string[]) =>
    tmux('capture-pane', '-p', ...flags)
      .replace(/[^\S\n]+$/gm, '')
      .trimEnd();
  const screen = () => {
    try {
      return capture();
    } catch {
      return '';
    }
  };
  return {
    screen,
    colouredScreen: () => capture('-e'),
    press: (...keys) => void tmux('send-keys', ...keys),
    type: (text) => void tmux('send-keys', '-l', text),
    resize: (width, height) => void tmux('resize-window', '-x', String(width), '-y', String(height)),
    ended,
    async seesAsync(pattern) {
      const isThere = (text: string) =>
        typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
      let hasEnded = false;
      void ended.then(() => {
        hasEnded = true;
      });
      let last = '';
      for (;;) {
        const changed = once(changes, 'change');
        const text = screen();
        last = text || last;
        if (isThere(text)) return text;
        if (hasEnded) throw new Error(`The program ended without ${String(pattern)} on the screen:\n${last}`);
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<boolean>((resolve) => {
          timer = setTimeout(() => resolve(true), WAIT_MS);
        });
        const isLate = await Promise.race([changed.then(() => false), ended.then(() => false), late]);
        clearTimeout(timer);
        if (isLate) throw new Error(`${String(pattern)} did not come to the screen:\n${screen()}`);
      }
    },
  };
}

/** Without any change of the screen: then nothing will come any more. */
const WAIT_MS = 15_000;

/** `change` for every piece that the program writes. */
function watch(watcher: ChildProcessWithoutNullStreams): EventEmitter {
  const changes = new EventEmitter();
  watcher.stdin.on('error', () => {});
  watcher.stdout.setEncoding('utf8').on('data', () => changes.emit('change'));
  return changes;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
