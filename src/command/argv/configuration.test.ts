import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { verifies } from '../../../tests/support/verifies.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { defineCommand } from '../define-command.js';
import { configuredFlags, readConfiguration } from './configuration.js';
import { commandLineOf } from './flags.js';
import { parseArgv } from './parse-argv.js';

const command = defineCommand({
  name: ['console', 'logs'],
  summary: 'x',
  examples: [],
  surfaces: ['cli'],
  readOnly: true,
  run: async () => undefined,
  format: () => '',
  target: 'session',
  positionals: [],
  flags: { file: { isPath: true }, idle: { isDuration: true } },
  input: z.strictObject({
    file: z.optional(z.string()),
    count: z._default(z.int(), 50),
    idle: z.optional(z.int()),
    levels: z.optional(z.array(z.string())),
    includeInternal: z._default(z.boolean(), false),
  }),
});
const line = commandLineOf(command);
const NAMES = ['console logs', 'console exec', 'serve'];
const FILE = resolve('/project/studio-bridge.json');

function parse(content: unknown, args: string[] = [], env: Record<string, string> = {}) {
  return parseArgv(line, args, env, () =>
    configuredFlags(readConfiguration(FILE, content, NAMES), 'console logs', line),
  );
}

verifies(
  'configuration.precedence',
  'a flag wins over a variable, that over the file, that over the default',
  () => {
    const file = { port: 1, timeout: '1s', wait: 5, commands: { 'console logs': { count: 3 } } };
    const env = { STUDIO_BRIDGE_PORT: '2', STUDIO_BRIDGE_COUNT: '4', STUDIO_BRIDGE_WAIT: '6' };
    expect(parse(file)).toMatchObject({ globals: { port: 1, timeout: 1000, wait: 5 }, input: { count: 3 } });
    expect(parse(file, [], env)).toMatchObject({
      globals: { port: 2, timeout: 1000, wait: 6 },
      input: { count: 4 },
    });
    expect(parse(file, ['--port', '3', '--count', '5'], env)).toMatchObject({
      globals: { port: 3, wait: 6 },
      input: { count: 5 },
    });
    expect(parse({}).globals).toEqual({ format: 'text', verbose: false });
  },
);

test('every kind of option can stand in it', () => {
  const options = { file: 'a/b.luau', idle: '2m', levels: ['Error', 'Warning'], includeInternal: true };
  const { input, globals } = parse({
    $schema: './studio-bridge.schema.json',
    host: 'background',
    local: true,
    actions: 'tools/actions',
    commands: { 'console logs': { ...options, target: 'Lobby', wait: '1m' }, serve: { anything: 1 } },
  });
  expect(input).toEqual({ ...options, file: resolve('/project/a/b.luau'), idle: 120_000 });
  expect(globals).toMatchObject({ host: 'background', local: true, target: 'Lobby', wait: 60_000 });
  expect(globals.actions).toBe(resolve('/project/tools/actions'));
});

test('what is said of one command wins over what is said of all', () => {
  expect(parse({ port: 1, commands: { 'console logs': { port: 2 } } }).globals.port).toBe(2);
});

describe('two options that decide the same thing', () => {
  test('the nearer place decides', () => {
    expect(parse({ json: true }, ['--format', 'text']).globals.format).toBe('text');
    expect(parse({ format: 'text' }, [], { STUDIO_BRIDGE_JSON: '1' }).globals.format).toBe('json');
    expect(parse({ remote: 'box:1' }, ['--local']).globals).not.toHaveProperty('remote');
    expect(parse({ local: true }, ['--remote', 'box:1']).globals).toMatchObject({ remote: 'box:1' });
  });

  test('in one place they exclude each other', () => {
    expect(() => parse({ local: true, remote: 'box:1' })).toThrow('--local and --remote exclude each other.');
  });
});

test.each([
  [{ prot: 1 }, `There is no option "prot", which is in ${FILE}. Did you mean "port"?`],
  [{ help: true }, `There is no option "help", which is in ${FILE}.`],
  [{ comands: {} }, `There is no option "comands", which is in ${FILE}. Did you mean "commands"?`],
  [
    { commands: { 'consol logs': {} } },
    `There is no command "consol logs", which is in ${FILE}. Did you mean "console logs"?`,
  ],
  [
    { commands: { 'console logs': { cout: 1 } } },
    `There is no option "cout", which is in "console logs" of ${FILE}. Did you mean "count"?`,
  ],
  [[], `${FILE} has to hold one JSON object.`],
  [{ commands: 1 }, `"commands" in ${FILE} has to be an object.`],
  [{ commands: { serve: 1 } }, `"serve" in ${FILE} has to be an object.`],
  [{ port: '9000' }, `"port" in ${FILE} has to be a number, not "9000".`],
  [{ port: 0 }, `"port" in ${FILE} has to be a whole number from 1 to 65535, not "0".`],
  [{ timeout: 'soon' }, `"timeout" in ${FILE} has to be a time such as 5000, 30s or 2m, not "soon".`],
  [{ timeout: null }, `"timeout" in ${FILE} has to be a number or text, not null.`],
  [{ local: 'yes' }, `"local" in ${FILE} has to be true or false, not "yes".`],
  [{ target: 7 }, `"target" in ${FILE} has to be text, not 7.`],
  [{ format: 'xml' }, `"format" in ${FILE} has to be one of text, json, not "xml".`],
  [
    { commands: { 'console logs': { levels: 'Error' } } },
    `"levels" in "console logs" of ${FILE} has to be a list of texts, not "Error".`,
  ],
])('%j is refused', (content, message) => {
  expect(() => parse(content)).toThrow(BridgeError);
  expect(() => parse(content)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
});
