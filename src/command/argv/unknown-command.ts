// The sentence for a command or an option that does not exist, with the one that was probably meant.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { CommandIndex } from '../command-index.js';
import { suggest } from '../suggest.js';
import { GLOBAL_OPTIONS } from './global-options.js';
import type { Invocation } from './resolve-command.js';

export function unknownCommand(
  index: CommandIndex,
  { word, group }: Extract<Invocation, { kind: 'unknown' }>,
): BridgeError {
  if (group) {
    const names = index.commands
      .filter(({ path }) => path[0] === group.name)
      .map(({ path }) => path[1] ?? '');
    const near = suggest(word, names);
    return new BridgeError(
      'USAGE',
      `${group.name} has no command ${word}.${near ? ` Did you mean ${group.name} ${near}?` : ''}`,
      { hint: `See studio-bridge ${group.name} --help` },
    );
  }
  if (word.startsWith('-'))
    return unknownOption(word, ['version', ...GLOBAL_OPTIONS.map(({ name }) => name)]);
  const names = [
    ...index.groups.map(({ name }) => name),
    ...index.commands.flatMap(({ path, aliases }) => (path.length === 1 ? [...path, ...aliases] : aliases)),
  ];
  const near = suggest(word, names) ?? fullName(index, word);
  return new BridgeError('USAGE', `Unknown command ${word}.${near ? ` Did you mean ${near}?` : ''}`);
}

export function unknownOption(typed: string, known: Iterable<string>): BridgeError {
  const near = suggest(typed.replace(/^-+/, ''), known);
  return new BridgeError('USAGE', `Unknown option ${typed}.${near ? ` Did you mean --${near}?` : ''}`);
}

/** Someone may type `list` for `process list`. */
function fullName(index: CommandIndex, word: string): string | undefined {
  return index.commands.find(({ path }) => path[1] === word)?.path.join(' ');
}
