import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { createPluginInstallation } from './bridge-plugin-installation.js';
import { thisMachine } from './machine.js';

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
  const { version } = await installation.installAsync({ path, force: false, dryRun: false });
  expect(await installation.statusAsync({ path })).toMatchObject({
    installedVersion: version,
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
