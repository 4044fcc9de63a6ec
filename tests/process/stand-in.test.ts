// The program that stands in for Roblox Studio: what it takes, what it holds, and how it fails when it is told to.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import { type StandIn, useStandIn } from '../support/use-stand-in.js';
import { verifies } from '../support/verifies.js';

const PLACE =
  '<roblox version="4"><Item class="Workspace" referent="R1"><Properties><string name="Name">Workspace</string>' +
  '</Properties><Item class="Folder" referent="R2"><Properties><string name="Name">Mine</string></Properties></Item>' +
  '</Item></roblox>';

function writePlace({ folder }: StandIn, name = 'game.rbxlx'): string {
  const path = join(folder, name);
  writeFileSync(path, PLACE);
  return path;
}

describe('the stand-in of Studio', () => {
  verifies('stand-in.launcher', 'is made by the command, and ends when it is asked to', async () => {
    const cli = useCli();
    const launcher = join(cli.home, 'made here', 'RobloxStudioBeta');
    expect(await cli.runAsync(['emulator', '--as-studio', '--launcher', launcher])).toMatchObject({
      exitCode: 0,
      stdout: `Wrote ${launcher}.\n`,
    });
    const studio = useStandIn({ folder: join(cli.home, 'made here'), program: 'RobloxStudioBeta' });
    expect(studio.program).toBe(launcher);
    const running = studio.start([]);
    await running.seesAsync(/The start page is shown/);
    running.process.kill();
    expect(await running.ended).toEqual({ exitCode: 0, signal: null });
  });

  test('in a folder of Roblox its plugins and logs are those beside it', async () => {
    const cli = useCli();
    const roblox = join(cli.home, 'Roblox');
    const launcher = join(roblox, 'Versions', 'version-1', 'RobloxStudioBeta');
    await cli.runAsync(['emulator', '--as-studio', '--launcher', launcher]);
    writeFileSync(`${launcher}.json`, JSON.stringify({ lockMs: 0, drainMs: 0 }));
    const env = { ROBLOX_STUDIO_PATH: launcher };
    const installed = await cli.runAsync(['plugin', 'install'], { env });
    expect(installed.exitCode).toBe(0);
    expect(readdirSync(join(roblox, 'Plugins'))).toEqual(['StudioBridge.rbxmx']);
    const run = await cli.runAsync(['process', 'run', '--studio-path', launcher, 'print("here") return 1']);
    expect(run).toMatchObject({ exitCode: 0, stdout: 'here\n1\n' });
    const [log = ''] = readdirSync(join(roblox, 'logs'));
    expect(readFileSync(join(roblox, 'logs', log), 'utf8')).toContain('[FLog::Output] here');
  });

  verifies('stand-in.plugins', 'runs the installed plugin, which finds the host', async () => {
    const studio = useStandIn();
    const cli = useCli();
    const port = await freePortAsync();
    studio.installPlugin([port]);
    writeFileSync(
      join(studio.plugins, 'one.lua'),
      'print("a single script", script:GetFullName(), plugin.Name)',
    );
    const host = cli.start(['serve', '--json', '--port', String(port)]);
    const running = studio.start(['--task', 'EditFile', '--localPlaceFile', writePlace(studio)]);
    const [, session = ''] = await host.seesAsync(/"session-connected","session":(\{.*\})/);
    expect(session).toContain('"placeName":"game.rbxlx"');
    expect(session).toContain('"origin":"emulator"');
    expect(studio.logText()).toContain('[FLog::Output] a single script user_one.lua user_one.lua');
    const exec = await cli.runAsync([
      'console',
      'exec',
      '--port',
      String(port),
      'return workspace.Mine.Name',
    ]);
    expect(exec.stdout).toBe('Mine\n');
    // Only its user closes it.
    const close = await cli.runAsync(['process', 'close', '--port', String(port)]);
    expect(close.exitCode).toBe(1);
    expect(close.stderr).toContain(
      "does not let plugins close it: The current thread cannot call 'Shutdown' (lacking capability LocalUser).",
    );
    running.process.kill();
    expect((await running.ended).exitCode).toBe(0);
  });

  verifies('stand-in.task', 'runs a script with the rights of the command bar and quits', async () => {
    const studio = useStandIn();
    const script = join(studio.folder, 'script.luau');
    const output = join(studio.folder, 'output.txt');
    writeFileSync(script, 'print(workspace.Mine, plugin) task.wait(0.05) print("later") error("last")');
    const args = ['-TASK', 'runscript', '--localPlaceFile', writePlace(studio), '--runScriptFile', script];
    const running = studio.start([...args, '--outputFile', output, '--quitAfterExecution', '--internalFlag']);
    expect((await running.ended).exitCode).toBe(0);
    expect(readFileSync(output, 'utf8')).toMatch(/^Mine nil\nlater\nRunScript:1: last\n/);
    expect(studio.logText()).toContain('Not documented, passed over: --internalFlag');
  });

  verifies(
    'stand-in.lock',
    'holds the lock of its place until it has closed, and refuses a second one',
    async () => {
      const studio = useStandIn({ settings: { noPlugins: true, lockMs: 50, drainMs: 60_000 } });
      const place = writePlace(studio);
      const first = studio.start([place]);
      await first.seesAsync(/is open/);
      expect(existsSync(`${place}.lock`)).toBe(true);
      const second = studio.start([place]);
      await second.seesAsync(/dialog.*is open in another Studio/);
      expect(existsSync(`${place}.lock`)).toBe(true);
      first.process.kill();
      await first.seesAsync(/Delivering telemetry/);
      expect(existsSync(`${place}.lock`)).toBe(false);
      expect(first.process.exitCode).toBeNull();
    },
  );

  test('takes over the lock of one that died', async () => {
    const studio = useStandIn();
    const place = writePlace(studio);
    studio.behave({ crash: 'plugins' });
    expect((await studio.start([place]).ended).signal).toBe('SIGKILL');
    expect(existsSync(`${place}.lock`)).toBe(true);
    studio.behave({});
    await studio.start([place]).seesAsync(/is open/);
  });

  verifies('stand-in.failures', 'fails in each way that it is told to', async () => {
    const studio = useStandIn();
    const place = writePlace(studio);
    const script = join(studio.folder, 'script.luau');
    writeFileSync(script, 'print("before") print("the last line") print("after")');
    const run = ['--task', 'RunScript', '--localPlaceFile', place, '--runScriptFile'];
    for (const [settings, args, sentence] of [
      [{ dialog: true }, [place], /A dialog waits for an answer: Something/],
      [{ loggedOut: true }, [place], /Nobody is logged in/],
      [{}, ['game.rbxlx'], /dialog.*The file game.rbxlx cannot be opened/],
      [{}, [join(studio.folder, 'none.rbxl')], /dialog.*none.rbxl cannot be opened/],
      [{}, [studio.folder], /dialog.*cannot be opened/],
      [{}, [script], /dialog.*The place cannot be opened/],
      [{}, [...run, 'script.luau'], /\[FLog::Error\] Failed to read script file/],
      [{ runScript: false }, [...run, script], /no task RunScript/],
      [{}, ['--task', 'TryAsset', '--assetId', '1'], /The task TryAsset is not emulated/],
    ] as const) {
      studio.behave(settings);
      const running = studio.start(args);
      await running.seesAsync(sentence);
      expect(running.process.exitCode).toBeNull();
      running.process.kill('SIGKILL');
      await running.ended;
    }
    for (const when of ['start', 'place', 'plugins', { afterMs: 1 }] as const) {
      studio.behave({ crash: when });
      expect((await studio.start([place]).ended).signal, JSON.stringify(when)).toBe('SIGKILL');
    }
    studio.behave({ crash: { line: 'last' } });
    expect((await studio.start([...run, script]).ended).signal).toBe('SIGKILL');
    expect(studio.logText()).not.toContain('after');
  });

  verifies('stand-in.paths', "takes Windows' paths where it is told what their drives are", async () => {
    const studio = useStandIn();
    writePlace(studio, 'ein Ort.rbxlx');
    studio.behave({ drives: { 'D:': studio.folder, '\\\\wsl.localhost\\Debian': '/' } });
    const native = studio.start([join(studio.folder, 'ein Ort.rbxlx')]);
    await native.seesAsync(/cannot be opened/);
    const drive = studio.start(['--localPlaceFile', 'd:\\ein Ort.rbxlx', '--task', 'EditFile']);
    await drive.seesAsync(/ein Ort.rbxlx is open/);
    drive.process.kill();
    await drive.ended;
    const share = `\\\\wsl.localhost\\Debian${studio.folder.replaceAll('/', '\\')}\\ein Ort.rbxlx`;
    await studio.start([share]).seesAsync(/ein Ort.rbxlx is open/);
  });

  test('settings for one run come by the environment, and bad ones are refused', async () => {
    const studio = useStandIn();
    const place = writePlace(studio);
    const once = studio.start([place], { STUDIO_STAND_IN: '{"crash":"place"}' });
    expect((await once.ended).signal).toBe('SIGKILL');
    const bad = await useCli().runAsync(['emulator', '--as-studio'], {
      env: { STUDIO_STAND_IN: '{"crsh":"place"}' },
    });
    expect(bad).toMatchObject({ exitCode: 2, stdout: '' });
    expect(bad.stderr).toContain('STUDIO_STAND_IN');
    const stray = await useCli().runAsync(['emulator', '--launcher', 'x']);
    expect(stray.stderr).toContain("Studio's arguments, --launcher and --settings need --as-studio.");
    const named = await useCli().runAsync(['emulator', 'game.rbxl']);
    expect(named.stderr).toContain('studio-bridge emulator --place game.rbxl');
  });
});
