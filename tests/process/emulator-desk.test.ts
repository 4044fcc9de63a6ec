// `emulator --operate`: the plugin's button and switch, pressed from a shell.
import { join } from 'node:path';
import { expect } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import { verifies } from '../support/verifies.js';

verifies('plugin.panel', 'is opened, switched and pictured by lines on standard input', async () => {
  const cli = useCli();
  const port = String(await freePortAsync());
  const host = cli.start(['serve', '--port', port]);
  await host.seesAsync(/listening/);
  const picture = join(cli.home, 'panel.png');
  const input = `press StudioBridge\nclick Connect automatically\npicture ${picture}\ndance\n`;
  const emulator = cli.start(['emulator', '--operate', '--port', port], { input });
  await host.seesAsync(/connected: Place1/);
  await emulator.seesAsync(/Wrote .*panel\.png/);
  await emulator.seesAsync(
    /"dance" is nothing that can be done\. There are: press BUTTON, click TEXT, see/,
    'stderr',
  );
  expect(emulator.written.stdout).toContain('Toolbar: [StudioBridge], pressed\nWindow StudioBridge\n');
  expect(emulator.written.stdout).toContain('  [Connect automatically: off]');
  await host.seesAsync(/Session \w+ disconnected/);
  expect((await emulator.interruptAsync()).exitCode).toBe(0);
});

verifies(
  'plugin.panel',
  'stands in the edited side of a play test, and another side is looked at, too',
  async () => {
    const cli = useCli();
    const port = String(await freePortAsync());
    const host = cli.start(['serve', '--port', port]);
    await host.seesAsync(/listening/);
    const input = 'side client\nside edit\npress StudioBridge\nside Player2\n';
    const emulator = cli.start(['emulator', '--operate', '--play', '--port', port], { input });
    await emulator.seesAsync(
      /Toolbar: nothing\nToolbar: [\s\S]*Toolbar: \[StudioBridge\], pressed\nWindow StudioBridge\n/,
    );
    await emulator.seesAsync(/There is not one side Player2\. There are: edit, server, Player1\./, 'stderr');
    expect((await emulator.interruptAsync()).exitCode).toBe(0);
  },
);

verifies('plugin.panel', 'several Studios cannot be operated by one hand', async () => {
  expect(await useCli().runAsync(['emulator', '--operate', '--instances', '2'])).toMatchObject({
    exitCode: 2,
    stderr: 'Error: --operate is for one emulated Studio.\nLeave out --instances.\n',
  });
});
