import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
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
  await expect(run('{}')).rejects.toThrow('before.json is no snapshot that this version can read.');
});
