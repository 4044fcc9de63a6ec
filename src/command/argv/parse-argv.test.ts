import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import { defineCommand } from '../define-command.js';
import { commandLineOf } from './flags.js';
import { parseArgv } from './parse-argv.js';

const common = {
  name: ['console', 'logs'],
  summary: 'x',
  examples: [],
  surfaces: ['cli'],
  readOnly: true,
  run: async () => undefined,
  format: () => '',
} as const;
const command = defineCommand({
  ...common,
  target: 'session',
  positionals: ['code'],
  flags: { file: { short: 'f' }, count: { short: 'n' }, fields: { bare: '*' }, set: { isRepeated: true } },
  input: z.strictObject({
    code: z.optional(z.string()),
    file: z.optional(z.string()),
    count: z._default(z.int(), 50),
    levels: z.optional(z.array(z.string())),
    includeInternal: z._default(z.boolean(), false),
    fields: z.optional(z.array(z.string())),
    set: z.optional(z.array(z.string())),
  }),
});
const line = commandLineOf(command);
const parse = (args: string[], env = {}) => parseArgv(line, args, env);

test.each([
  [['return 1'], { code: 'return 1' }],
  [['-'], { code: '-' }],
  [['--file', 'a.luau'], { file: 'a.luau' }],
  [['--file=a.luau'], { file: 'a.luau' }],
  [['-f', 'a.luau'], { file: 'a.luau' }],
  [['-fa.luau'], { file: 'a.luau' }],
  [['-n', '3'], { count: 3 }],
  [['--count', '-3'], { count: -3 }],
  [['--count', 'x'], { count: 'x' }],
  [['--levels', 'Error,Warning', '--levels', 'Print'], { levels: ['Error', 'Warning', 'Print'] }],
  [['--include-internal'], { includeInternal: true }],
  [['--includeInternal'], { includeInternal: true }],
  [['--no-include-internal'], { includeInternal: false }],
  [['--include-internal=false'], { includeInternal: false }],
  [['--', '--file'], { code: '--file' }],
  [['--fields'], { fields: ['*'] }],
  [['--fields', '--count', '3'], { fields: ['*'], count: 3 }],
  [['--fields', 'a,b'], { fields: ['a', 'b'] }],
  [['--set', 'Size=1,2,3', '--set', 'Name=x'], { set: ['Size=1,2,3', 'Name=x'] }],
])('%j', (args, input) => {
  expect(parse(args).input).toEqual(input);
});

test.each(['--!strict\nreturn 1', '-- a comment', '--[[ block ]] return 1', '-1'])(
  'a script may begin with dashes: %j',
  (code) => {
    expect(parse([code, '--json'])).toMatchObject({ input: { code }, globals: { format: 'json' } });
    expect(parse(['--json', code]).input).toEqual({ code });
  },
);

test('global options are typed', () => {
  const { globals } = parse([
    ...['--port', '9000', '--timeout', '30s', '--wait', '1.5m', '-t', 'abc', '--context', 'server'],
    ...['--token', 'T', '--format', 'json', '-o', 'out.png', '--verbose', '--remote', 'box:38741'],
  ]);
  expect(globals).toEqual({
    port: 9000,
    timeout: 30_000,
    wait: 90_000,
    target: 'abc',
    context: 'server',
    token: 'T',
    format: 'json',
    output: 'out.png',
    verbose: true,
    remote: 'box:38741',
  });
});

test('without options the form is text', () => {
  expect(parse([]).globals).toEqual({ format: 'text', verbose: false });
});

test('the environment fills in what the command line leaves out, for every option', () => {
  const env = { STUDIO_BRIDGE_PORT: '9000', STUDIO_BRIDGE_COUNT: '7', STUDIO_BRIDGE_INCLUDE_INTERNAL: '1' };
  expect(parse([], env)).toMatchObject({
    input: { count: 7, includeInternal: true },
    globals: { port: 9000 },
  });
  expect(parse(['--port', '1', '--count', '2'], env)).toMatchObject({
    input: { count: 2 },
    globals: { port: 1 },
  });
  expect(parse([], { STUDIO_BRIDGE_PORT: '' }).globals).not.toHaveProperty('port');
});

test.each([
  [['--fiel', 'x'], 'Unknown option --fiel. Did you mean --file?'],
  [['--jsn'], 'Unknown option --jsn. Did you mean --json?'],
  [['--zzzzzz'], 'Unknown option --zzzzzz.'],
  [['-x'], 'Unknown option -x.'],
  [['--file'], '--file needs a value: --file <file>'],
  [['--file', '--json'], '--file needs a value: --file <file>'],
  [['--port'], '--port needs a value: --port <number>'],
  [['--file', 'a', '-f', 'b'], '--file is given twice.'],
  [['a', 'b c'], 'There is one argument too many: "b c".'],
  [['--port', '0'], '--port has to be a whole number from 1 to 65535, not "0".'],
  [['--port', '65536'], '--port has to be a whole number from 1 to 65535, not "65536".'],
  [['--port', 'x'], '--port has to be a whole number from 1 to 65535, not "x".'],
  [['--timeout', 'soon'], '--timeout has to be a time such as 5000, 30s or 2m, not "soon".'],
  [['--format', 'xml'], '--format has to be one of text, json, not "xml".'],
  [['--context', 'play'], '--context has to be one of edit, client, server, not "play".'],
  [['--json=maybe'], '--json has to be true or false, not "maybe".'],
  [['--local', '--remote', 'x'], '--local and --remote exclude each other.'],
])('%j is refused: %s', (args, message) => {
  expect(() => parse(args)).toThrow(BridgeError);
  expect(() => parse(args)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
});

test('a wrong value from the environment is blamed on the variable', () => {
  expect(() => parse([], { STUDIO_BRIDGE_PORT: 'x' })).toThrow(
    'STUDIO_BRIDGE_PORT has to be a whole number from 1 to 65535, not "x".',
  );
  expect(parse([], { STUDIO_BRIDGE_COUNT: 'x' }).labelOf('count')).toBe('STUDIO_BRIDGE_COUNT');
});

test('a field is called what the user calls it', () => {
  const { labelOf } = parse([]);
  expect(labelOf('code')).toBe('<code>');
  expect(labelOf('includeInternal')).toBe('--include-internal');
});

test('choices are understood in any case', () => {
  expect(parse(['--context', 'Server', '--format', 'JSON']).globals).toMatchObject({
    context: 'server',
    format: 'json',
  });
  const levels = z.optional(z.array(z.enum(['Print', 'Error'])));
  const chosen = defineCommand({
    ...common,
    target: 'none',
    input: z.strictObject({ levels }),
    positionals: [],
  });
  const { input } = parseArgv(commandLineOf(chosen), ['--levels', 'error,PRINT,other'], {});
  expect(input).toEqual({ levels: ['Error', 'Print', 'other'] });
});

test("an option of the command's own replaces the global one of that name", () => {
  const own = defineCommand({
    ...common,
    target: 'none',
    input: z.strictObject({ timeout: z.optional(z.int()) }),
    positionals: [],
  });
  const parsed = parseArgv(commandLineOf(own), ['--timeout', '5'], {});
  expect(parsed).toMatchObject({ input: { timeout: 5 } });
  expect(parsed.globals).not.toHaveProperty('timeout');
  expect(() => parseArgv(commandLineOf(own), ['--target', 'x'], {})).toThrow('Unknown option --target.');
});

test('an option of a command that shares its name with a global one does not take what the environment says of that', () => {
  const own = defineCommand({
    ...common,
    target: 'none',
    positionals: [],
    flags: { local: { hasNoVariable: true } },
    input: z.strictObject({ local: z.optional(z.boolean()) }),
  });
  const env = { STUDIO_BRIDGE_LOCAL: 'true' };
  expect(parseArgv(commandLineOf(own), [], env).input).toEqual({});
  expect(parseArgv(commandLineOf(own), ['--local'], env).input).toEqual({ local: true });
});
