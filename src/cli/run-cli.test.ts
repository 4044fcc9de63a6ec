import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { createFakeWorld } from '../../tests/support/command-context.js';
import { verifies } from '../../tests/support/verifies.js';
import { type AnyCommand, defineCommand } from '../command/define-command.js';
import { BridgeError } from '../protocol/bridge-error.js';
import { type CliWorld, runCliAsync } from './run-cli.js';
import { PLAIN } from './styles.js';

const command = defineCommand({
  name: ['console', 'exec'],
  summary: 'x',
  examples: [],
  target: 'none',
  surfaces: ['cli'],
  readOnly: true,
  positionals: ['what'],
  input: z.strictObject({ what: z.string(), depth: z._default(z.int().check(z.minimum(0)), 0) }),
  async run({ what }, { emit, notify, logger }) {
    notify('starting');
    logger.debug('detail');
    if (what === 'refuse')
      throw new BridgeError('INSTANCE_NOT_FOUND', 'No instance is there.', { details: { at: 1 } });
    if (what === 'unsure') throw new BridgeError('TIMEOUT', 'No answer.', { delivery: 'unknown' });
    if (what === 'crash') throw new TypeError('boom');
    emit({ text: 'line', to: 'result' });
    emit({ text: 'warning', to: 'diagnostics', level: 'Warning' });
    emit({ text: 'event', to: 'result', data: { event: 'x' } });
    return { what };
  },
  format: (data, { streamed }) => `${streamed ? '' : 'line\n'}the result is ${data.what}`,
  formatFailure: (data) => (data.what === 'fail' ? 'it failed' : undefined),
  exitCode: (data) => (data.what === 'fail' ? 1 : 0),
  binary: (data) => (data.what === 'bytes' ? Uint8Array.from([1, 255]) : undefined),
});

const runAsync = (...args: string[]) => runCommandAsync(command, {}, ...args);
const onScreen = (...args: string[]) => runCommandAsync(command, { isScreen: true }, ...args);

async function runCommandAsync(ran: typeof command, world: Partial<CliWorld>, ...args: string[]) {
  const written = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    write(content: string | Uint8Array) {
      written[name] += typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
    },
  });
  const code = await runCliAsync(ran as AnyCommand, args, {
    out: sink('out'),
    err: sink('err'),
    errStyles: { ...PLAIN, yellow: (text) => `<${text}>` },
    env: {},
    loadConfiguration: () => undefined,
    signal: new AbortController().signal,
    createContext: (request) => ({ ...createFakeWorld().context, ...request }),
    ...world,
  });
  return { code, ...written };
}

function useFilePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'result');
}

test('text: what is emitted and the result on standard output, the rest on standard error', async () => {
  expect(await runAsync('good')).toEqual({
    code: 0,
    out: 'line\nevent\nthe result is good\n',
    err: 'starting\n<warning>\n',
  });
});

verifies('cli.safe-text', 'a terminal is shown what would steer it; a pipe gets what there is', async () => {
  const clearing = 'clear\u001b[2J \u001b[31mred\u001b[0m';
  expect((await onScreen(clearing)).out).toContain('the result is clear\\x1b[2J \u001b[31mred\u001b[0m\n');
  expect((await runAsync(clearing)).out).toContain(`the result is ${clearing}\n`);
  expect((await onScreen(clearing, '--json')).out).toContain(JSON.stringify(clearing));
});

test('JSON: the data in one line, events as lines before it', async () => {
  expect(await runAsync('good', '--json')).toEqual({
    code: 0,
    out: '{"event":"x"}\n{"what":"good"}\n',
    err: 'starting\n',
  });
});

test('base64: the bytes of a binary result', async () => {
  expect(await runAsync('bytes', '--format', 'base64')).toMatchObject({ code: 0, out: 'Af8=\n' });
});

test('base64 of what is not binary is refused', async () => {
  expect(await runAsync('good', '--format', 'base64')).toMatchObject({
    code: 2,
    out: '',
    err: 'starting\nError: This result is not binary: it has no base64 form.\nUse --format json or --format text.\n',
  });
});

test('--output: a file that would be taken for another kind is refused', async () => {
  const picture = { ...command, fileType: '.png' };
  const refused = await runCommandAsync(picture, {}, 'bytes', '-o', 'a.bmp');
  expect(refused).toEqual({
    code: 2,
    out: '',
    err: 'Error: What is written is a .png file, and a.bmp would be taken for another.\nLet its name end in .png.\n',
  });
  for (const name of ['A.PNG', 'picture']) {
    expect(await runCommandAsync(picture, {}, 'bytes', '-o', `${useFilePath()}-${name}`)).toMatchObject({
      code: 0,
    });
  }
  expect(await runCommandAsync(picture, {}, 'bytes', '--json', '-o', `${useFilePath()}.json`)).toMatchObject({
    code: 0,
  });
});

test('--output: text with what was emitted, bytes as they are, JSON', async () => {
  const path = useFilePath();
  expect(await runAsync('good', '-o', path)).toMatchObject({ code: 0, out: '' });
  expect(readFileSync(path, 'utf8')).toBe('line\nthe result is good\n');
  await runAsync('bytes', '-o', path);
  expect([...readFileSync(path)]).toEqual([1, 255]);
  await runAsync('good', '-o', path, '--json');
  expect(readFileSync(path, 'utf8')).toBe('{"what":"good"}\n');
});

test('--output to a place that cannot be written is refused before anything is done', async () => {
  const { code, err } = await runAsync('good', '-o', '/no/such/folder/file');
  expect(code).toBe(2);
  expect(err).toMatch(
    /^Error: Cannot write \/no\/such\/folder\/file: its folder does not exist\.\nCheck that the folder exists/,
  );
});

test('--output that cannot be written after all: what the command came to is the exit code, if it failed', async () => {
  const full = 'Error: Cannot write /dev/full: the disk is full.\n';
  expect(await runAsync('good', '-o', '/dev/full')).toMatchObject({
    code: 3,
    err: expect.stringContaining(full),
  });
  expect(await runAsync('fail', '-o', '/dev/full')).toMatchObject({
    code: 1,
    err: expect.stringContaining(full),
  });
});

test('a result that is a failure: its text on standard error and its exit code', async () => {
  expect(await runAsync('fail')).toMatchObject({ code: 1, err: 'starting\n<warning>\nit failed\n' });
  expect(await runAsync('fail', '--json')).toMatchObject({ code: 1, err: 'starting\n' });
});

test('an error: one sentence, the next step, the exit code, no stack', async () => {
  expect(await runAsync('refuse')).toEqual({
    code: 1,
    out: '',
    err: 'starting\nError: No instance is there.\nList what is there: studio-bridge explorer query <parent> --children\n',
  });
});

test('an error in JSON is an object on standard output', async () => {
  const { out, err } = await runAsync('refuse', '--json');
  expect(JSON.parse(out)).toEqual({
    error: {
      code: 'INSTANCE_NOT_FOUND',
      message: 'No instance is there.',
      hint: 'List what is there: studio-bridge explorer query <parent> --children',
      details: { at: 1 },
    },
  });
  expect(err).toContain('Error: No instance is there.');
});

test('what is not known about a request is said', async () => {
  const { err, code } = await runAsync('unsure');
  expect(code).toBe(3);
  expect(err).toContain('Whether the request took effect in Studio is not known.\n');
});

test('--verbose adds the stack and the details', async () => {
  const { err } = await runAsync('refuse', '--verbose');
  expect(err).toMatch(/BridgeError: No instance is there\.\n\s+at .*run-cli\.test\.ts/);
  expect(err).toContain('details: {"at":1}');
  expect((await runAsync('crash')).err).not.toContain('   at ');
});

test('bad usage points to the help of the command', async () => {
  expect(await runAsync()).toEqual({
    code: 2,
    out: '',
    err: 'Error: <what> is missing.\nSee studio-bridge console exec --help\n',
  });
  expect(await runAsync('x', '--depth', '-1')).toMatchObject({
    code: 2,
    err: 'Error: --depth has to be at least 0, not -1.\nSee studio-bridge console exec --help\n',
  });
  expect(await runAsync('x', '--dept', '1', '--json')).toMatchObject({
    out: '{"error":{"code":"USAGE","message":"Unknown option --dept. Did you mean --depth?","hint":"See studio-bridge console exec --help"}}\n',
  });
});
