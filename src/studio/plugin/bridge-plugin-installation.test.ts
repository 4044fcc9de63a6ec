import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { PACKAGE_VERSION } from '../../support/version.js';
import { thisMachine } from '../machine.js';
import { createPluginInstallation } from './bridge-plugin-installation.js';

const PAIRING = { keyId: 'key', secret: 'a "secret"' };

function useInstallation() {
  let pairing: typeof PAIRING | undefined;
  const installation = createPluginInstallation({
    machine: thisMachine(),
    findPairingAsync: async () => pairing,
    ensurePairingAsync: async () => {
      pairing = PAIRING;
      return pairing;
    },
  });
  return { installation, path: useTmp() };
}

test('installs with the secret baked in, and knows it again', async () => {
  const { installation, path } = useInstallation();
  expect(await installation.statusAsync({ path })).toMatchObject({
    installedVersion: undefined,
    current: false,
  });
  await installation.installAsync({ path, force: false, dryRun: false });
  expect(await installation.statusAsync({ path })).toMatchObject({
    installedVersion: PACKAGE_VERSION,
    current: true,
  });
  expect(await readFile(join(path, 'StudioBridge.rbxmx'), 'utf8')).toContain('secret = "a \\"secret\\""');
  expect(await installation.uninstallAsync({ path, dryRun: false })).toMatchObject({ removed: true });
});

test('a dry run makes no secret', async () => {
  const { installation, path } = useInstallation();
  expect(await installation.installAsync({ path, force: false, dryRun: true })).toMatchObject({
    change: 'created',
  });
  expect(await installation.statusAsync({ path })).toMatchObject({ installedVersion: undefined });
});

test('another port is another file', async () => {
  const { installation, path } = useInstallation();
  await installation.installAsync({ path, force: false, dryRun: false });
  expect(await installation.installAsync({ path, force: false, dryRun: false, ports: [4000] })).toMatchObject(
    { change: 'updated' },
  );
  expect(await readFile(join(path, 'StudioBridge.rbxmx'), 'utf8')).toContain('ports = { 4000 }');
  expect(await installation.statusAsync({ path })).toMatchObject({ ports: [4000], current: true });
});

verifies(
  'plugin.install-errors',
  'a folder that was named and is not there is refused, unless it shall be made',
  async () => {
    const { installation, path } = useInstallation();
    const missing = join(path, 'Plugns');
    for (const dryRun of [true, false]) {
      await expect(installation.installAsync({ path: missing, force: false, dryRun })).rejects.toMatchObject({
        code: 'FILE_NOT_WRITABLE',
        message: `There is no folder ${missing}.`,
        hint: expect.stringContaining('Plugins Folder'),
      });
    }
    expect(readdirSync(path)).toEqual([]);
    await installation.installAsync({ path: missing, force: true, dryRun: false });
    expect(readdirSync(missing)).toEqual(['StudioBridge.rbxmx']);
  },
);

verifies(
  'plugin.templates',
  'a folder of sources is installed, compared and removed as another plugin',
  async () => {
    const { installation, path } = useInstallation();
    const template = join(path, 'my-plugin');
    const plugins = join(path, 'My Plugins');
    mkdirSync(join(template, 'Lib'), { recursive: true });
    mkdirSync(plugins);
    writeFileSync(join(template, 'Main.server.luau'), 'print(require(script.Parent.Lib.Text))');
    writeFileSync(join(template, 'Lib', 'Text.lua'), 'return "<mine>"');
    writeFileSync(join(template, 'icon.png'), '');
    const request = { path: plugins, template, force: false, dryRun: false };
    expect(await installation.installAsync({ ...request, dryRun: true })).toMatchObject({
      change: 'created',
    });
    expect(readdirSync(plugins)).toEqual([]);
    expect(await installation.installAsync(request)).toMatchObject({
      change: 'created',
      leftOut: ['icon.png'],
    });
    expect(readFileSync(join(plugins, 'my-plugin.rbxmx'), 'utf8')).toContain('return "<mine>"');
    expect(await installation.installAsync(request)).toMatchObject({ change: 'unchanged' });
    expect(await installation.statusAsync(request)).toMatchObject({ installed: true, current: true });
    writeFileSync(join(template, 'Lib', 'Text.lua'), 'return "new"');
    expect(await installation.statusAsync(request)).toMatchObject({ installed: true, current: false });
    rmSync(template, { recursive: true });
    expect(await installation.uninstallAsync(request)).toMatchObject({ removed: true });
    expect(readdirSync(plugins)).toEqual([]);
  },
);

test.each([
  ['StudioBridge', undefined, '"StudioBridge" is the name of the bridge’s own plugin.'],
  ['two words', undefined, '"two words" is no name for a plugin.'],
  ['gone', undefined, /^There is no folder .+gone\.$/],
  ['file.luau', 'Named', /^.+file\.luau is no folder\.$/],
  ['idle', undefined, 'The plugin idle has no Script, so Studio would run nothing of it.'],
])('the folder %s is no plugin', async (folder, name, message) => {
  const { installation, path } = useInstallation();
  mkdirSync(join(path, 'idle'));
  writeFileSync(join(path, 'file.luau'), '');
  const request = { path, template: join(path, folder), name, force: false, dryRun: false };
  await expect(installation.installAsync(request)).rejects.toMatchObject({
    code: 'USAGE',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
  expect(readdirSync(path).sort()).toEqual(['file.luau', 'idle']);
});
