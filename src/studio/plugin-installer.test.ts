import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { installPluginAsync, readInstalledPluginAsync, uninstallPluginAsync } from './plugin-installer.js';

async function useFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'studio-bridge-plugins-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const plugin = { fileName: 'P.rbxmx', text: '<roblox/>' };

test('installs, sees that it is there, updates, and uninstalls', async () => {
  const folder = join(await useFolder(), 'not', 'there', 'yet');
  expect(await installPluginAsync(folder, plugin)).toMatchObject({ change: 'created' });
  expect(await installPluginAsync(folder, plugin)).toMatchObject({ change: 'unchanged' });
  expect(await installPluginAsync(folder, { ...plugin, text: 'new' })).toMatchObject({ change: 'updated' });
  expect(await readInstalledPluginAsync(folder, 'P.rbxmx')).toBe('new');
  expect(await uninstallPluginAsync(folder, 'P.rbxmx')).toBe(true);
  expect(await uninstallPluginAsync(folder, 'P.rbxmx')).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

test('a dry run tells and writes nothing', async () => {
  const folder = await useFolder();
  expect(await installPluginAsync(folder, plugin, { dryRun: true })).toMatchObject({ change: 'created' });
  expect(await readdir(folder)).toEqual([]);
  await installPluginAsync(folder, plugin);
  expect(await uninstallPluginAsync(folder, 'P.rbxmx', { dryRun: true })).toBe(true);
  expect(await readFile(join(folder, 'P.rbxmx'), 'utf8')).toBe(plugin.text);
});

test('a folder that cannot be one gives one clear sentence and leaves nothing behind', async () => {
  const folder = await useFolder();
  await writeFile(join(folder, 'file'), 'in the way');
  await expect(installPluginAsync(join(folder, 'file', 'Plugins'), plugin)).rejects.toThrow(
    /^The plugin file .*P\.rbxmx could not be (written|read): /,
  );
  expect(await readdir(folder)).toEqual(['file']);
});
