// The help texts as users see them: a change of a definition shows here.
import { describe, expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { commandLineOf } from '../command/argv/flags.js';
import { commandText, generalText } from '../command/argv/help-command.js';
import { groupText, overviewText } from '../command/argv/help-overview.js';
import { parseArgv } from '../command/argv/parse-argv.js';
import { resolveCommand } from '../command/argv/resolve-command.js';
import { validateInput } from '../command/validate-input.js';
import { commandIndex } from '../commands/index.generated.js';
import { commandLoaders } from '../commands/loaders.generated.js';
import { splitWords } from '../terminal/split-words.js';

verifies('cli.help', 'the overview lists every group and command', () => {
  const text = overviewText(commandIndex);
  expect(text).toMatchSnapshot();
  for (const { path } of commandIndex.commands) expect(text).toMatch(new RegExp(`^  ${path[0]}\\b`, 'm'));
});

test.each(commandIndex.groups)('the group $name', (group) => {
  expect(groupText(commandIndex, group)).toMatchSnapshot();
});

/** The names of what every command takes. */
const GENERAL = /^General:\n(?: {2}--.*\n)+/m;

test('the options of every command', () => {
  expect(generalText()).toMatchSnapshot();
});

test('what every command takes is described, with its variables, where that is asked for', async () => {
  const command = await commandLoaders['process list']?.();
  const text = command ? commandText(command, { general: 'described' }) : '';
  expect(text).toMatch(
    /^ +--port <number> +Port of the bridge host \(default: 38741\) \[STUDIO_BRIDGE_PORT\]$/m,
  );
  expect(text).not.toContain('--help --all');
});

test.each([
  ['serve', ['format', 'json']],
  ['terminal', []],
  ['mcp', ['format', 'json']],
  ['process list', ['format', 'json', 'output', 'open']],
])('%s lists only the options of a result that it has', async (name, options) => {
  const command = await commandLoaders[name]?.();
  const text = command ? commandText(command) : '';
  const listed = [...(text.split('\nOutput:\n')[1]?.split('\n\n')[0] ?? '').matchAll(/--([a-z]+)\b/g)];
  expect([...new Set(listed.map(([, option]) => option))]).toEqual(options);
});

test.each([
  ['viewport screenshot', 'text, json, base64'],
  ['process list', 'text, json'],
])('%s lists the forms its result can have', async (name, forms) => {
  const command = await commandLoaders[name]?.();
  expect(command && commandText(command)).toContain(`Form of the result (${forms}; default: text)`);
});

test.each([
  ['login', []],
  ['emulator', ['port']],
  ['process run', ['wait', 'timeout', 'read-only']],
  ['process list', ['wait', 'port', 'timeout', 'remote', 'local', 'read-only', 'host', 'token', 'actions']],
])('%s lists only the options of a connection that it heeds', async (name, heeded) => {
  const command = await commandLoaders[name]?.();
  const text = command ? (GENERAL.exec(commandText(command))?.[0] ?? '') : '';
  const listed = [...text.matchAll(/--([a-z-]+)\b/g)].map(([, option]) => option);
  const always = ['config', 'verbose', 'help'];
  expect(listed.filter((option) => option !== undefined && !always.includes(option))).toEqual(heeded);
});

describe.each(Object.entries(commandLoaders))('%s', (name, load) => {
  test('has this help', async () => {
    expect(commandText(await load(), { general: 'none' })).toMatchSnapshot();
  });

  test('is listed as it is defined', async () => {
    const command = await load();
    const entry = commandIndex.commands.find(({ path }) => path.join(' ') === name);
    expect(entry).toMatchObject({ path: command.name, summary: command.summary });
  });

  test('has flags that do not clash and descriptions for all of them', async () => {
    const { flags, positionals } = commandLineOf(await load());
    const spellings = flags.flatMap(({ name: long, short }) =>
      short === undefined ? [long] : [long, short],
    );
    expect(new Set(spellings).size).toBe(spellings.length);
    expect(flags.filter(({ about }) => about === '').map(({ name: long }) => long)).toEqual([]);
    expect(positionals.filter(({ description }) => description === '')).toEqual([]);
  });

  test('has examples that name it, and that it understands', async () => {
    const command = await load();
    const { examples } = command;
    expect(examples.length).toBeGreaterThan(0);
    for (const { line } of examples) {
      const invocation = resolveCommand(commandIndex, line.split(' '));
      expect(invocation).toMatchObject({ kind: 'command', entry: { path: name.split(' ') } });
      // What another program does with it is not ours.
      const words = splitWords(line.split(/ (?:[|&]|[<>]+) /)[0] ?? '');
      const { input } = parseArgv(commandLineOf(command), words.slice(name.split(' ').length), {});
      expect(validateInput(command.input, input), line).toBeDefined();
    }
  });
});

test('no two commands share a name or an alias', () => {
  const names = commandIndex.commands.flatMap(({ path, aliases }) => [path.join(' '), ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ['process run', '120s; 60s in an emulated Studio'],
  ['process launch', '90s'],
  ['process list', '10s'],
])('%s says how long it waits for a session', async (name, time) => {
  const command = await commandLoaders[name]?.();
  expect(command && commandText(command, { general: 'described' })).toContain(
    `for a session to appear (default: ${time})`,
  );
});
