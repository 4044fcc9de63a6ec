import { expect, test } from 'vitest';
import { createFakeWorld, sessionInfoOf } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { explorerDiff } from './diff.js';

const instance = (changes: object = {}) => ({
  className: 'Part',
  properties: { Anchored: false },
  attributes: {},
  tags: [],
  ...changes,
});
const snapshot = (instances: object) =>
  JSON.stringify({ kind: 'studio-bridge-snapshot', version: 1, root: 'game.Workspace', instances });

const BEFORE = snapshot({
  'game.Workspace': instance({ className: 'Workspace' }),
  'game.Workspace.A': instance({ attributes: { Level: 1 }, tags: ['Old'] }),
  'game.Workspace.Gone\\.x': instance({ className: 'Model' }),
  'game.Workspace.Gone\\.x.Inner': instance(),
});
const AFTER = snapshot({
  'game.Workspace': instance({ className: 'Workspace' }),
  'game.Workspace.A': instance({ properties: { Anchored: true }, tags: ['New'] }),
  'game.Workspace.B': instance(),
});

const world = (texts: Record<string, string>) =>
  createFakeWorld({
    context: {
      files: {
        ...createFakeWorld().context.files,
        readTextAsync: async (path) => texts[path] ?? '',
      },
    },
  });
const INPUT = { before: 'before.json', after: 'after.json', exitCode: true };

test('two files are compared without a Studio', async () => {
  const { context } = world({ 'before.json': BEFORE, 'after.json': AFTER });
  const data = (await runCommandAsync(explorerDiff, INPUT, context)) as Parameters<
    typeof explorerDiff.format
  >[0];
  expect(explorerDiff.format(data, { streamed: true })).toBe(
    [
      '~ game.Workspace.A  Part',
      '    Anchored: false -> true',
      '    @Level: 1 -> nil',
      '    +#New',
      '    -#Old',
      '+ game.Workspace.B  Part',
      '- game.Workspace.Gone\\.x  Model with 1 inside',
    ].join('\n'),
  );
  expect(explorerDiff.exitCode?.(data)).toBe(1);
});

test('what is told once for a class is compared like what each instance tells', async () => {
  const told = (changes: object) =>
    JSON.stringify({
      kind: 'studio-bridge-snapshot',
      version: 2,
      root: 'game.Workspace',
      classes: { Part: { Anchored: false, Locked: false } },
      instances: {
        'game.Workspace.A': { className: 'Part', properties: {} },
        'game.Workspace.B': { className: 'Part', properties: {}, without: ['Locked'] },
        'game.Workspace.C': { className: 'Part', properties: { Anchored: null } },
      },
      ...changes,
    });
  const whole = snapshot({
    'game.Workspace.A': instance({ properties: { Anchored: false, Locked: false } }),
    'game.Workspace.B': instance(),
    'game.Workspace.C': instance({ properties: { Anchored: null, Locked: false } }),
  });
  const linesAsync = async (before: string, after: string) => {
    const { context } = world({ 'before.json': before, 'after.json': after });
    const data = await runCommandAsync(explorerDiff, INPUT, context);
    return explorerDiff.format(data as Parameters<typeof explorerDiff.format>[0], { streamed: true });
  };
  expect(await linesAsync(told({}), whole)).toBe('Nothing is different.');
  expect(await linesAsync(whole, told({}))).toBe('Nothing is different.');
  const locked = told({ classes: { Part: { Anchored: false, Locked: true } } });
  expect(await linesAsync(told({}), locked)).toBe(
    [
      '~ game.Workspace.A  Part',
      '    Locked: false -> true',
      '~ game.Workspace.C  Part',
      '    Locked: false -> true',
    ].join('\n'),
  );
  expect(await linesAsync(locked, whole)).toContain('    Locked: true -> false');
});

test('a subtree that is gone by now is removed, and other failures stay failures', async () => {
  const readAsync = (code: 'INSTANCE_NOT_FOUND' | 'TIMEOUT') => {
    const answer = () => {
      throw new BridgeError(code, 'It does not come.');
    };
    const files = { ...createFakeWorld().context.files, readTextAsync: async () => BEFORE };
    const sessions = [sessionInfoOf({})];
    const { context } = createFakeWorld({ sessions, answer, context: { files } });
    return runCommandAsync(explorerDiff, { before: 'before.json', exitCode: true }, context);
  };
  expect(await readAsync('INSTANCE_NOT_FOUND')).toEqual({
    differences: [{ kind: 'removed', path: 'game.Workspace', className: 'Workspace', inside: 3 }],
    isFailure: true,
  });
  await expect(readAsync('TIMEOUT')).rejects.toThrow('It does not come.');
});

test('attributes and tags may be called as what every object has', async () => {
  const plain = snapshot({ 'game.Workspace.A': instance() });
  const named = snapshot({
    'game.Workspace.A': instance({ attributes: { constructor: 5 }, tags: ['toString', 'valueOf'] }),
  });
  const { context } = world({ 'before.json': named, 'after.json': plain });
  const data = await runCommandAsync(explorerDiff, INPUT, context);
  expect(explorerDiff.format(data as Parameters<typeof explorerDiff.format>[0], { streamed: true })).toBe(
    ['~ game.Workspace.A  Part', '    @constructor: 5 -> nil', '    -#toString', '    -#valueOf'].join('\n'),
  );
});

test('what is the same is said to be', async () => {
  const { context } = world({ 'before.json': BEFORE, 'after.json': BEFORE });
  const data = (await runCommandAsync(explorerDiff, INPUT, context)) as Parameters<
    typeof explorerDiff.format
  >[0];
  expect([explorerDiff.format(data, { streamed: true }), explorerDiff.exitCode?.(data)]).toEqual([
    'Nothing is different.',
    0,
  ]);
});

test('what is no snapshot is refused', async () => {
  const run = (text: string) =>
    runCommandAsync(explorerDiff, INPUT, world({ 'before.json': text, 'after.json': AFTER }).context);
  await expect(run('nothing')).rejects.toThrow('before.json is no snapshot: it is not JSON.');
  const isRefusedAsync = (text: string) =>
    expect(run(text)).rejects.toThrow('before.json is no snapshot that this version can read.');
  await isRefusedAsync('{}');
  await isRefusedAsync(snapshot([instance()]));
  const broken = [null, { className: 'Part' }, instance({ className: 1 }), instance({ tags: 7 })];
  for (const one of [...broken, instance({ without: [1] }), instance({ attributes: null })]) {
    await isRefusedAsync(snapshot({ 'game.Workspace.A': one }));
  }
  const told = { kind: 'studio-bridge-snapshot', version: 2, root: 'game.Workspace', instances: {} };
  await isRefusedAsync(JSON.stringify({ ...told, classes: { Part: null } }));
});
