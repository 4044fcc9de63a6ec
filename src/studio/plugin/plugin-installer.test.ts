import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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

test('a dry run says what would be in the way', async () => {
  const folder = await useFolder();
  await symlink(join(folder, 'nowhere'), join(folder, 'dangling'));
  await writeFile(join(folder, 'file'), '');
  for (const dryRun of [true, false]) {
    await expect(installPluginAsync(join(folder, 'dangling'), plugin, { dryRun })).rejects.toThrow(
      'could not be written: a file, or a link to what is not there, is in the way.',
    );
    await expect(installPluginAsync(join(folder, 'file'), plugin, { dryRun })).rejects.toThrow(
      'a file is where a folder has to be.',
    );
  }
  expect((await readdir(folder)).sort()).toEqual(['dangling', 'file']);
});

test('a link to a folder, a path with spaces and a file that may not be written are no hindrance', async () => {
  const folder = await useFolder();
  await mkdir(join(folder, 'My Plugins'));
  await symlink(join(folder, 'My Plugins'), join(folder, 'link'));
  await writeFile(join(folder, 'My Plugins', 'P.rbxmx'), 'old', { mode: 0o444 });
  expect(await installPluginAsync(join(folder, 'link'), plugin)).toMatchObject({ change: 'updated' });
  expect(await readdir(join(folder, 'My Plugins'))).toEqual(['P.rbxmx']);
  expect(await readInstalledPluginAsync(join(folder, 'My Plugins'), 'P.rbxmx')).toBe(plugin.text);
});
