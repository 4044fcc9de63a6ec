// The inventory of the engine as tables: first the services at a glance, then every class with its members.

interface Member {
  readonly name: string;
  readonly kind: 'property' | 'method' | 'event' | 'callback';
  readonly isEmulated: boolean;
}

export interface ClassEntry {
  readonly name: string;
  readonly kind: 'service' | 'creatable' | 'other';
  readonly superclass: string;
  readonly members: readonly Member[];
}

/** As core/inventory.luau writes it. */
export function parseInventory(text: string): ClassEntry[] {
  return text
    .slice(1)
    .split('\n#')
    .map((section) => {
      const [header = '', ...lines] = section.split('\n');
      const [name = '', kind, superclass = ''] = header.split(' ');
      return {
        name,
        kind: kind as ClassEntry['kind'],
        superclass,
        members: lines.map((line) => {
          const [member = '', memberKind, mark] = line.split(' ');
          return { name: member, kind: memberKind as Member['kind'], isEmulated: mark === '+' };
        }),
      };
    });
}

export function totals(classes: readonly ClassEntry[]): string {
  const all = classes.flatMap(({ members }) => members);
  const share = (kind: Member['kind']) => {
    const ofKind = all.filter((member) => member.kind === kind);
    return `${ofKind.filter(({ isEmulated }) => isEmulated).length} of ${ofKind.length}`;
  };
  return (
    `In numbers: ${classes.length} classes; ${share('property')} properties can be read, and ${share('method')} methods, ` +
    `${share('event')} events and ${share('callback')} callbacks are emulated.`
  );
}

/** Services that do something, with how much of what they offer. */
export function serviceTable(classes: readonly ClassEntry[]): string {
  const rows = classes
    .filter(({ kind, members }) => kind === 'service' && active(members).some(({ isEmulated }) => isEmulated))
    .map(({ name, members }) => {
      const offered = active(members);
      const missing = offered.filter(({ isEmulated }) => !isEmulated).length;
      const count = `${offered.length - missing} of ${offered.length}`;
      return `| ${linkTo(name)} | ${count} | ${missing === 0 ? 'all of it' : ''} |`;
    });
  const silent = classes
    .filter(({ kind, members }) => kind === 'service' && active(members).length > 0)
    .filter(({ members }) => active(members).every(({ isEmulated }) => !isEmulated))
    .map(({ name }) => name);
  return [
    'Methods, events and callbacks of the services that have behaviour here:',
    '',
    '| service | emulated | |',
    '|---|---|---|',
    ...rows,
    '',
    `Of these there is the instance with its properties, but nothing that it does: ${silent.join(', ')}.`,
  ].join('\n');
}

/** Where a class is told of: the pages are named by the first letter of what is in them. */
const pageOf = (name: string) => `emulator/${name.slice(0, 1).toLowerCase()}.md`;
const linkTo = (name: string) => `[${name}](${pageOf(name)}#${name.toLowerCase()})`;

/** All classes by letter, each with the way to its members. */
export function classIndex(classes: readonly ClassEntry[]): string {
  const bare = classes.filter(({ members }) => members.length === 0).map(({ name }) => name);
  return [
    ...[...byLetter(classes)].map(([, list]) => `${list.map(({ name }) => linkTo(name)).join(', ')}.`),
    `Without members of their own: ${bare.join(', ')}.`,
  ].join('\n\n');
}

/** A page for each letter, with every class that has members of its own; what it inherits is told where it comes from. */
export function classPages(classes: readonly ClassEntry[]): { path: string; text: string }[] {
  return [...byLetter(classes)].map(([letter, list]) => ({
    path: pageOf(letter),
    text: [
      `# Emulated classes: ${letter}`,
      '',
      'What of them is emulated in the [emulated Studio](../emulator.md).',
      '',
      ...list.flatMap(classSection),
    ].join('\n'),
  }));
}

function byLetter(classes: readonly ClassEntry[]): Map<string, ClassEntry[]> {
  const letters = new Map<string, ClassEntry[]>();
  for (const entry of classes) {
    if (entry.members.length === 0) continue;
    const letter = entry.name.slice(0, 1).toUpperCase();
    letters.set(letter, [...(letters.get(letter) ?? []), entry]);
  }
  return letters;
}

function classSection({ name, superclass, kind, members }: ClassEntry): string[] {
  const origin = superclass ? `extends ${superclass}` : 'the root';
  const rows = (['method', 'event', 'callback', 'property'] as const)
    .map((memberKind) => [memberKind, members.filter((member) => member.kind === memberKind)] as const)
    .filter(([, list]) => list.length > 0)
    .map(([memberKind, list]) => {
      const names = (isEmulated: boolean) =>
        list.flatMap((member) => (member.isEmulated === isEmulated ? [member.name] : [])).join(', ');
      return `| ${PLURALS[memberKind]} | ${names(true)} | ${names(false)} |`;
    });
  const origins = kind === 'service' ? `${origin}; a service` : origin;
  return [`## ${name}`, '', `${origins}`, '', '| | emulated | not emulated |', '|---|---|---|', ...rows, ''];
}

const PLURALS = {
  method: 'methods',
  event: 'events',
  callback: 'callbacks',
  property: 'properties',
} as const;

const active = (members: readonly Member[]) => members.filter(({ kind }) => kind !== 'property');
