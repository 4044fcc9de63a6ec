// Colours, only on a terminal and never with NO_COLOR.
import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

export interface Styles {
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const colour = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`;
const plain = (text: string) => text;

export const PLAIN: Styles = { dim: plain, red: plain, yellow: plain };
const COLOURED: Styles = { dim: colour(2, 22), red: colour(31, 39), yellow: colour(33, 39) };

/** What is no device is none: Node's module for terminals brings that for networks with it. */
export function isTerminal(fd: number): boolean {
  try {
    if (!fstatSync(fd).isCharacterDevice()) return false;
  } catch {
    // Not every system knows what its consoles are.
  }
  return isatty(fd);
}

export function stylesOf(fd: number, env: Environment): Styles {
  return wantsColour(isTerminal(fd), env) ? COLOURED : PLAIN;
}

/** An empty NO_COLOR counts as none, as no-color.org says. */
export function wantsColour(isTerminal: boolean, env: Environment): boolean {
  return isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** One that can draw a line again; it may do so without colours. */
export function isLiveTerminal(fd: number, env: Environment): boolean {
  return isTerminal(fd) && env.TERM !== 'dumb';
}
