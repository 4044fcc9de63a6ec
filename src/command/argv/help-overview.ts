// The help that needs no command to be loaded: the overview, and the list of a group.
import type { CommandGroup, CommandIndex } from '../command-index.js';

const WIDTH = 22;

export function overviewText(index: CommandIndex): string {
  const sections = new Map<string, string[]>();
  const add = (section: string, left: string, right: string) =>
    sections.set(section, [...(sections.get(section) ?? []), row(left, right)]);
  for (const group of index.groups) add(group.section, `${group.name} <command>`, group.summary);
  for (const { path, section, summary, usage } of index.commands) {
    if (section !== undefined) add(section, usage ?? path.join(' '), summary);
  }
  const lists = [...sections].map(([title, rows]) => [`${title}:`, ...rows, ''].join('\n'));
  return [
    'studio-bridge <command> [options]',
    '',
    ...lists,
    'Options and examples of a command: studio-bridge <command> --help',
    '',
  ].join('\n');
}

export function groupText(index: CommandIndex, group: CommandGroup): string {
  const rows = index.commands
    .filter(({ path }) => path.length === 2 && path[0] === group.name)
    .map(({ path, summary }) => row(path[1] ?? '', summary));
  return [
    `studio-bridge ${group.name} <command> [options]`,
    '',
    group.summary,
    '',
    'Commands:',
    ...rows,
    '',
    `Options and examples of a command: studio-bridge ${group.name} <command> --help`,
    '',
  ].join('\n');
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(WIDTH)} ${right}`;
}
