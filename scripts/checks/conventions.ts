// The conventions that no linter at hand knows, each as a pattern, where it applies, and what to do instead.
import type { ProjectFile } from './project-files.js';

interface Convention {
  readonly name: string;
  readonly applies: (path: string) => boolean;
  readonly pattern: RegExp;
  readonly instead: string;
  /** Looks at comments too. */
  readonly comments?: true;
}

const isTest = (path: string) => /\.(test|spec)\.\w+$/.test(path) || path.startsWith('tests/');
const ships = (path: string) => path.startsWith('src/') && path.endsWith('.ts') && !isTest(path);
const isCode = (path: string) => /\.(ts|mjs)$/.test(path) && !path.startsWith('scripts/checks/conventions');

const CONVENTIONS: readonly Convention[] = [
  {
    name: 'time comes from the clock',
    applies: (path) => ships(path) && path !== 'src/support/clock.ts',
    pattern: /\b(Date\.now|performance\.now|new Date\(\)|setTimeout|setInterval|node:timers)\b/,
    instead: 'take a Clock (src/support/clock.ts), so that tests can drive the time',
  },
  {
    name: 'only a surface prints and exits',
    applies: (path) => ships(path) && !/^src\/(cli|terminal|mcp)\//.test(path),
    pattern: /\bconsole\.\w+\(|\bprocess\.(stdout|stderr|exit)\b/,
    instead: 'return data, or use the logger; rendering and exit codes are the work of cli/',
  },
  {
    name: 'the system is asked in one place',
    applies: (path) => ships(path) && path !== 'src/support/operating-system.ts',
    pattern:
      /\bprocess\.platform\b|\bplatform\b[^=]*\} = process\b|\bimport \{[^}]*\b(platform|type)\b[^}]*\} from 'node:os'/,
    instead: 'take the platform as an argument, or ask operatingSystem() (src/support/operating-system.ts)',
  },
  {
    name: 'folders are made in one way',
    applies: (path) => ships(path),
    pattern: /\bmkdir(Sync)?\(.*recursive/,
    instead: "use makeFolder (src/support/make-folder.ts): Node's own way never ends below /proc",
  },
  {
    name: 'promises say so',
    applies: ships,
    // `run` and `prepare` are the parts of a command definition.
    pattern: /\basync (?:function )?(?!\w*Async\b|run\b|prepare\b)\w+\s*[(<]/,
    instead: 'let the name end in Async',
  },
  {
    name: 'no way around the types',
    applies: isCode,
    // Biome knows `any`.
    pattern: /\bas unknown as\b/,
    instead: 'narrow the type with a check or a schema',
  },
  {
    name: 'the schema library is taken in parts',
    applies: ships,
    // As a type it costs nothing; as a value it brings the whole library, 400 kB, into whatever is built.
    pattern: /\binstanceof z\.core\b|\bz\.locales\b|\} = z;/,
    instead: 'use safeParse and problemOf (src/protocol/schema-demand.ts)',
  },
  {
    name: 'no check is silenced',
    applies: isCode,
    pattern: /@ts-(ignore|expect-error|nocheck)|biome-ignore|stylua: ignore/,
    instead: 'mend what it complains about',
    comments: true,
  },
  {
    name: 'finished work only',
    applies: (path) => isCode(path) || path.endsWith('.luau'),
    pattern: /\b(TODO|FIXME|XXX|HACK)\b/,
    instead: 'do it now, or leave it out',
    comments: true,
  },
  {
    name: 'tests run',
    applies: (path) => isTest(path) && isCode(path),
    pattern: /\b(test|it|describe|suite)\.(only|skip|todo|skipIf|runIf)\(|\bretry:\s*[1-9]/,
    instead: 'mend the test; no test is skipped, narrowed or retried',
  },
  {
    name: 'tests do not sleep',
    applies: (path) => isTest(path) && isCode(path),
    pattern: /setTimeout\(\s*(r|res|resolve|done)\b|timers\/promises/,
    instead: 'await an event, or advance the manual clock',
  },
];

const FORBIDDEN_NAMES = /^(utils?|helpers?|misc|common|shared)$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
// What jest writes beside its specs has its own name.
const LUAU_NAME = /^[A-Za-z][A-Za-z0-9]*(\.(spec(\.snap)?|server|client))?$/;

/** One sentence for every breach: where, what, and what to do instead. */
export function breaches(files: readonly ProjectFile[]): string[] {
  return files.flatMap((file) => [...nameBreaches(file), ...headerBreaches(file), ...patternBreaches(file)]);
}

function patternBreaches({ path, text }: ProjectFile): string[] {
  const due = CONVENTIONS.filter(({ applies }) => applies(path));
  return text.split('\n').flatMap((line, index) => {
    const isComment = /^\s*(\/\/|\/\*|\*|--)/.test(line);
    return due
      .filter(({ pattern, comments }) => (comments || !isComment) && pattern.test(line))
      .map(({ name, instead }) => `${path}:${index + 1} ${name}: ${instead}.`);
  });
}

/** A unit test is explained by the file beside it. */
function headerBreaches({ path, text }: ProjectFile): string[] {
  if (path.startsWith('src/') && isTest(path)) return [];
  const body = text.replace(/^#!.*\n/, '').replace(/^(--!.*\n)+/, '');
  return /^\s*(\/\/|\/\*|--)/.test(body)
    ? []
    : [`${path}:1 files say why they exist: begin it with a comment of one to four lines.`];
}

function nameBreaches({ path }: ProjectFile): string[] {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  if (FORBIDDEN_NAMES.test(name)) return [`${path} is a drawer: name it for the noun that it owns.`];
  // What is sent as one script is named as the TypeScript that sends it.
  const isSent = /^src\/commands\/|\/batch-runner(?:\.spec)?\.luau$/.test(path);
  const isLuauModule = path.endsWith('.luau') && !isSent;
  if (isLuauModule && !LUAU_NAME.test(name)) return [`${path}: Luau files are PascalCase or camelCase.`];
  if (!isLuauModule && !KEBAB.test(name)) return [`${path}: file names are kebab-case.`];
  return [];
}
