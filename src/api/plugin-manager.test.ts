import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { verifies } from '../../tests/support/verifies.js';
import { PluginManager } from './plugin-manager.js';

const files = { 'Main.server.luau': 'print(require(script.Parent.Lib))', 'Lib.luau': 'return "<mine>"' };

verifies('plugin.templates', 'another plugin is installed, told of and taken away', async () => {
  const path = useTmp();
  let version = 1;
  const plugins = new PluginManager().register({
    name: 'Mine',
    files: async () => ({ ...files, 'Version.luau': `return ${version}` }),
  });
  expect(plugins.list()).toEqual(['Mine']);
  expect(await plugins.statusAsync('Mine', { path })).toMatchObject({ installed: false, current: false });
  expect(await plugins.installAsync('Mine', { path, dryRun: true })).toMatchObject({ change: 'created' });
  expect(await plugins.statusAsync('Mine', { path })).toMatchObject({ installed: false });
  const first = await plugins.installAsync('Mine', { path });
  expect(first).toMatchObject({ path: join(path, 'Mine.rbxmx'), change: 'created' });
  expect(readFileSync(first.path, 'utf8')).toContain('return "<mine>"');
  expect(await plugins.installAsync('Mine', { path })).toEqual({ ...first, change: 'unchanged' });
  version = 2;
  expect(await plugins.statusAsync('Mine', { path })).toMatchObject({ installed: true, current: false });
  expect(await plugins.installAsync('Mine', { path })).toMatchObject({ change: 'updated' });
  expect(readdirSync(path)).toEqual(['Mine.rbxmx']);
  expect(await plugins.uninstallAsync('Mine', { path })).toEqual({ path: first.path, removed: true });
  expect(await plugins.uninstallAsync('Mine', { path })).toEqual({ path: first.path, removed: false });
});

test('names that are none, that are taken and that nobody knows', async () => {
  const plugins = new PluginManager().register({ name: 'Mine', files });
  expect(() => plugins.register({ name: 'mine', files })).toThrow('There is a plugin mine already.');
  expect(() => plugins.register({ name: 'StudioBridge', files })).toThrow(
    'There is a plugin StudioBridge already.',
  );
  expect(() => plugins.register({ name: '../x', files })).toThrow('"../x" is no name for a plugin.');
  await expect(plugins.installAsync('Other')).rejects.toMatchObject({
    message: 'No plugin Other is registered.',
    hint: 'These are: Mine',
  });
});

test('a plugin that would do nothing, or that no file can hold, is refused', async () => {
  const path = useTmp();
  const plugins = new PluginManager()
    .register({ name: 'Idle', files: { 'Lib.luau': 'return 1' } })
    .register({ name: 'Odd', files: { 'Main.server.luau': 'print("\u0001")' } });
  await expect(plugins.installAsync('Idle', { path })).rejects.toMatchObject({
    code: 'USAGE',
    message: 'The plugin Idle has no Script, so Studio would run nothing of it.',
  });
  await expect(plugins.installAsync('Odd', { path })).rejects.toMatchObject({
    code: 'USAGE',
    message: 'The source of Main holds the character U+0001, which a model file cannot carry.',
  });
  expect(readdirSync(path)).toEqual([]);
});
