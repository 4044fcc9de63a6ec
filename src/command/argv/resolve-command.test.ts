import { expect, test } from 'vitest';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { CommandIndex } from '../command-index.js';
import { resolveCommand } from './resolve-command.js';
import { unknownCommand } from './unknown-command.js';

const entry = (path: string[], aliases: string[] = []) => ({
  path,
  aliases,
  summary: 'x',
  startsStudio: false,
  isLongRunning: false,
  isInTerminal: true,
});
const index: CommandIndex = {
  groups: [
    { name: 'console', summary: 'x', section: 'Execution' },
    { name: 'process', summary: 'x', section: 'Infrastructure' },
  ],
  commands: [
    entry(['console', 'exec'], ['exec']),
    entry(['console', 'logs'], ['logs']),
    entry(['process', 'list'], ['sessions']),
    entry(['serve']),
  ],
};
const resolve = (...argv: string[]) => resolveCommand(index, argv);

test.each([
  [
    ['console', 'exec', 'x', '--json'],
    ['console', 'exec'],
    ['x', '--json'],
  ],
  [
    ['--port', '9', 'console', 'exec', 'x'],
    ['console', 'exec'],
    ['--port', '9', 'x'],
  ],
  [
    ['--json', 'console', '-t', 'abc', 'exec'],
    ['console', 'exec'],
    ['--json', '-t', 'abc'],
  ],
  [['exec', 'exec'], ['console', 'exec'], ['exec']],
  [['sessions'], ['process', 'list'], []],
  [['serve', '--port=9'], ['serve'], ['--port=9']],
  [
    ['console', 'exec', '--', 'serve'],
    ['console', 'exec'],
    ['--', 'serve'],
  ],
])('%j', (argv, path, args) => {
  expect(resolve(...argv)).toMatchObject({ kind: 'command', entry: { path }, args, helpWanted: false });
});

test.each([
  ['console', 'exec', '--help'],
  ['-h', 'console', 'exec'],
  ['help', 'console', 'exec'],
])('%j %j %j asks for help', (...argv) => {
  expect(resolve(...argv)).toMatchObject({
    kind: 'command',
    entry: { path: ['console', 'exec'] },
    helpWanted: true,
  });
});

test('a script that mentions --help after -- does not ask for help', () => {
  expect(resolve('exec', '--', '--help')).toMatchObject({ helpWanted: false });
});

test('no command at all', () => {
  expect(resolve()).toEqual({ kind: 'overview' });
  expect(resolve('--help')).toEqual({ kind: 'overview' });
  expect(resolve('help')).toEqual({ kind: 'overview' });
  expect(resolve('--version')).toEqual({ kind: 'version' });
  expect(resolve('console')).toMatchObject({ kind: 'group', helpWanted: false });
  expect(resolve('console', '--help')).toMatchObject({ kind: 'group', helpWanted: true });
  expect(resolve('help', 'console')).toMatchObject({ kind: 'group', helpWanted: true });
});

test.each([
  [['consle'], 'Unknown command consle. Did you mean console?'],
  [['zzz'], 'Unknown command zzz.'],
  [['list'], 'Unknown command list. Did you mean process list?'],
  [['sesions'], 'Unknown command sesions. Did you mean sessions?'],
  [['console', 'exce'], 'console has no command exce. Did you mean console exec?'],
  [['console', 'zzz'], 'console has no command zzz.'],
  [['--jsom'], 'Unknown option --jsom. Did you mean --json?'],
])('%j: %s', (argv, message) => {
  const invocation = resolve(...argv);
  if (invocation.kind !== 'unknown') return expect.unreachable();
  const error = unknownCommand(index, invocation);
  expect(error).toBeInstanceOf(BridgeError);
  expect(error).toMatchObject({ code: 'USAGE', message });
});
