// The emulated Studios of the program are paired with this user's hosts as soon as the plugin has been installed here.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { type Cli, useCli } from '../support/use-cli.js';
import { verifies } from '../support/verifies.js';

async function isPairedAsync(cli: Cli): Promise<string | undefined> {
  const port = ['--port', String(await freePortAsync())];
  const host = cli.start(['serve', '--json', ...port]);
  const studio = cli.start(['emulator', ...port]);
  const [, paired] = await host.seesAsync(/"session-connected".*?"paired":(\w+)/);
  await studio.interruptAsync();
  await host.interruptAsync();
  return paired;
}

verifies('emulator.paired', 'an emulated Studio is paired once the plugin is installed', async () => {
  const cli = useCli();
  expect(await isPairedAsync(cli)).toBe('false');
  expect(readdirSync(cli.home)).not.toContain('pairing');
  expect(
    await cli.runAsync(['plugin', 'install', '--force', '--path', join(cli.home, 'plugins')]),
  ).toMatchObject({
    exitCode: 0,
  });
  expect(await isPairedAsync(cli)).toBe('true');
  expect(await cli.runAsync(['process', 'run', '--emulator', 'return 1'])).toMatchObject({ stdout: '1\n' });
});
