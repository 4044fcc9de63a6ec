// `emulator --play` as a user types it, and commands that reach the contexts of the test.
import { expect } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import { verifies } from '../support/verifies.js';

verifies(
  'play.command',
  'the contexts of a play test are listed together and reached by --context',
  async () => {
    const cli = useCli();
    const env = { STUDIO_BRIDGE_PORT: String(await freePortAsync()) };
    const host = cli.start(['serve', '--json'], { env });
    cli.start(['emulator', '--players', '2', '--place-name', 'Arena'], { env });
    await host.seesAsync(/"player":"Player1"/);
    await host.seesAsync(/"player":"Player2"/);
    const list = await cli.runAsync(['process', 'list'], { env });
    const rows = list.stdout.trim().split('\n').slice(1);
    expect(rows.map((row) => row.replace(/^\w+\s+Arena\s+\w+\s+/, '').replace(/\s+/g, ' '))).toEqual([
      'edit Edit emulator',
      'server Run emulator',
      'client (Player1) Client emulator',
      'client (Player2) Client emulator',
    ]);
    const script = 'return #game.Players:GetPlayers(), game:GetService("RunService"):IsServer()';
    expect(await cli.runAsync(['console', 'exec', script, '--context', 'server'], { env })).toMatchObject({
      stdout: '2\ntrue\n',
      exitCode: 0,
    });
    expect(await cli.runAsync(['console', 'exec', script, '--context', 'client'], { env })).toMatchObject({
      stderr: expect.stringContaining('2 sessions are connected'),
      exitCode: 2,
    });
  },
);
