// Machines that are not as one expects them: no home folder, a plugins folder that is a link or cannot be written.
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { useCli } from '../support/use-cli.js';
import { useStandIn } from '../support/use-stand-in.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

/** Nobody's number: no name, no home. Only the superuser can be somebody else; others have a home that is not there. */
const NOBODY = process.getuid?.() === 0 ? 4_242 : undefined;

verifies('launch.bad-input', 'a user without a home folder is told what to name', async () => {
  const cli = useCli();
  chmodSync(cli.home, 0o777);
  const alone = NOBODY === undefined ? { HOME: '' } : { HOME: undefined };
  const as = (env: Record<string, string | undefined>) => ({
    cwd: cli.home,
    ...(NOBODY === undefined ? {} : { uid: NOBODY }),
    env: { ...alone, ...env },
  });
  for (const args of [
    ['process', 'launch', '--wait', '10ms'],
    ['process', 'list', '--wait', '10ms'],
    ['plugin', 'install'],
  ]) {
    const result = await cli.runAsync(args, as({ STUDIO_BRIDGE_HOME: undefined }));
    // Where the system knows one all the same, there is nothing to complain of.
    if (NOBODY === undefined) continue;
    expect(result).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr:
        'Error: This user has no home folder, and studio-bridge has to keep a token somewhere.\n' +
        'Name a folder for it: STUDIO_BRIDGE_HOME=/path (or set HOME).\n',
    });
  }
  const named = await cli.runAsync(['process', 'run', 'return 1'], as({ STUDIO_BRIDGE_HOME: cli.home }));
  expect(named).toMatchObject({ exitCode: 0, stdout: '1\n' });
});

verifies('launch.bad-input', 'a state folder that cannot be written is said to be so', async () => {
  const cli = useCli();
  const { program } = useStandIn();
  chmodSync(cli.home, 0o777);
  const file = join(useTmp(), 'file');
  writeFileSync(file, '');
  // What nobody can make anything in, the superuser neither.
  for (const state of [join(file, 'state'), '/proc/nothing/state'])
    for (const args of [
      ['process', 'run', 'return 1'],
      ['process', 'launch', '--no-wait'],
      ['process', 'launch', '--no-wait', '--emulator'],
    ]) {
      const env = { ROBLOX_STUDIO_PATH: program, STUDIO_BRIDGE_HOME: state };
      const result = await cli.runAsync(args, { env });
      expect(result, `${args} ${state}`).toMatchObject({ exitCode: 2, stdout: '' });
      expect(result.stderr).toMatch(
        /^(Using .+\n)?Error: The pairing secret file .+\n.*STUDIO_BRIDGE_HOME|cannot be kept in .*launches: .+\.\n.*STUDIO_BRIDGE_HOME=/,
      );
    }
});

verifies(
  'launch.bad-input',
  'a plugins folder that is a link is written through, a bad one is said to be so',
  async () => {
    const { runAsync } = useCli();
    const elsewhere = useTmp();
    const link = join(useTmp(), 'link');
    symlinkSync(elsewhere, link);
    const install = (path: string, uid?: number, env = {}) =>
      runAsync(['plugin', 'install', '--path', path], {
        cwd: '/',
        env,
        ...(uid === undefined ? {} : { uid }),
      });
    expect(await install(link)).toMatchObject({ exitCode: 0 });
    expect(readdirSync(elsewhere)).toEqual(['StudioBridge.rbxmx']);

    const nowhere = join(useTmp(), 'nowhere');
    symlinkSync('/gone/for/good', nowhere);
    const file = join(useTmp(), 'file');
    writeFileSync(file, '');
    for (const path of [nowhere, file]) {
      const { exitCode, stderr } = await install(path);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        /^Error: (There is no folder .+|The plugin file .+ could not be read: a file is where a folder has to be)\.\n.*--path/,
      );
    }

    const closed = join(useTmp(), 'closed');
    mkdirSync(closed, { mode: 0o555 });
    const own = useTmp();
    for (const folder of [join(closed, '..'), own]) chmodSync(folder, 0o777);
    const refused = await install(closed, NOBODY, { STUDIO_BRIDGE_HOME: own });
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toMatch(/could not be written: writing there is not permitted\.\n.*--path/);
  },
);
