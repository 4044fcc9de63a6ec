// Another user of the same machine reaches the same loopback, but not the token. Only the superuser can be two users;
// elsewhere the stranger is the same user without the state folder.
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const STRANGER = process.getuid?.() === 0 ? 65_534 : undefined;
const asStranger = STRANGER === undefined ? {} : { uid: STRANGER };

describe('a process of another user', () => {
  /** A host of the user, and a state folder of the stranger. */
  async function useStrangerAsync() {
    const cli = useCli();
    const port = String(await freePortAsync());
    const own = useTmp();
    chmodSync(own, 0o777);
    const runAsync = (args: string[], home: string) =>
      cli.runAsync([...args, '--port', port], {
        ...asStranger,
        cwd: '/',
        env: { STUDIO_BRIDGE_HOME: home, NODE_COMPILE_CACHE: own },
      });
    return { cli, port, own, runAsync };
  }

  verifies('bridge.other-user', 'learns nothing from a host', async () => {
    const { cli, port, own, runAsync } = await useStrangerAsync();
    await cli.start(['serve', '--port', port]).seesAsync(/listening/);
    const without = await runAsync(['process', 'list'], own);
    expect(without).toMatchObject({ exitCode: 4, stdout: '' });
    expect(without.stderr).toMatch(/The host asks for a token, and this process has none\./);
    const stop = await runAsync(['serve', '--stop'], own);
    expect(stop).toMatchObject({ exitCode: 4, stdout: '' });
    if (STRANGER !== undefined) {
      const peeking = await runAsync(['process', 'list'], cli.home);
      expect(peeking).toMatchObject({ exitCode: 4, stdout: '' });
      expect(peeking.stderr).toMatch(/The token file .+ cannot be read: reading it is not permitted/);
    }
    expect(await cli.runAsync(['process', 'list', '--port', port])).toMatchObject({ exitCode: 0 });
  });

  verifies('bridge.other-user', 'cannot pass for a host', async () => {
    const { cli, port, own } = await useStrangerAsync();
    mkdirSync(join(own, 'state'), { mode: 0o777 });
    chmodSync(join(own, 'state'), 0o777);
    const env = { STUDIO_BRIDGE_HOME: join(own, 'state'), NODE_COMPILE_CACHE: own };
    const host = cli.start(['serve', '--port', port], { ...asStranger, cwd: '/', env });
    await host.seesAsync(/listening/);
    await cli.start(['serve', '--port', String(await freePortAsync())]).seesAsync(/listening/);
    const result = await cli.runAsync(['console', 'exec', 'print("secret")', '--port', port]);
    expect(result).toMatchObject({ exitCode: 4, stdout: '' });
    expect(result.stderr).toMatch(/did not accept the token/);
  });
});
