// What a value has to be, in words that follow its name: schemas are used without a locale and say "Invalid input".
import type * as z from 'zod/mini';

/** Zod's text where a schema has none of its own. */
export const NO_MESSAGE = 'Invalid input';

/** "has to be a whole number"; a message of the schema's own goes before all else. */
export function demandOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `must not have ${issue.keys.map(quoted).join(', ')}`;
  if (issue.message !== NO_MESSAGE) return issue.message;
  switch (issue.code) {
    case 'invalid_value':
      return `has to be ${choice(issue.values.map(String))}`;
    case 'invalid_type':
      return `has to be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `has to be ${amount(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
    case 'too_big':
      return `has to be ${amount(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`;
    case 'invalid_format':
      return `has to be ${issue.format === 'regex' ? `text that matches ${issue.pattern}` : `of the form ${issue.format}`}`;
    case 'not_multiple_of':
      return `has to be a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return demandOfUnion(issue);
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues[0] ? demandOf(issue.issues[0]) : 'has to have other keys';
    case 'custom':
      return 'has to be something else';
  }
}

/** The same after the path to what is wrong, as in `players.0.name has to be text`; `root` is what the whole is called. */
export function problemOf(issue: z.core.$ZodIssue | undefined, root?: string): string {
  const path = [...(root === undefined ? [] : [root]), ...(issue?.path ?? [])];
  const demand = issue ? demandOf(issue) : 'is not right';
  // A schema's own message may be a sentence by itself.
  return `${path.map(String).join('.') || 'it'}${/^(has|must|is) /.test(demand) ? '' : ':'} ${demand}`;
}

function demandOfUnion(issue: Extract<z.core.$ZodIssue, { code: 'invalid_union' }>): string {
  if ('options' in issue && Array.isArray(issue.options))
    return `has to be ${choice(issue.options.map(String))}`;
  // What was meant is likely what the value comes nearest to.
  const [inner] = [...issue.errors]
    .sort((a, b) => depth(b) - depth(a))
    .flatMap((issues) => issues.slice(0, 1));
  if (inner && inner.path.length > 0) return `is not right: ${problemOf(inner)}`;
  const demands = issue.errors.flatMap(([first]) =>
    first ? [demandOf(first).replace(/^has to be /, '')] : [],
  );
  return demands.length === 0
    ? 'has to be something else'
    : `has to be ${[...new Set(demands)].join(' or ')}`;
}

function depth([issue]: readonly z.core.$ZodIssue[]): number {
  return issue?.path.length ?? 0;
}

function choice(values: readonly string[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
}

function amount(origin: string, bound: string, limit: number | bigint): string {
  const number = `${bound} ${limit}`;
  if (origin === 'string') return `text of ${number} ${limit === 1 ? 'character' : 'characters'}`;
  return origin === 'array' || origin === 'set' ? `a list of ${number}` : number;
}

function quoted(key: string): string {
  return JSON.stringify(key);
}

const TYPE_NAMES: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  null: 'null',
};
