// `process run` in a Roblox Studio, which the stand-in plays: what comes back, how it fails, and that nothing is left.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runPluginFile } from '../../src/studio/plugin/run-plugin.js';
import { freePortAsync } from '../support/free-port.js';
import { type Cli, type CliRunOptions, useCli } from '../support/use-cli.js';
import { type StandIn, useStandIn } from '../support/use-stand-in.js';
import { verifies } from '../support/verifies.js';

interface StudioCli {
  readonly cli: Cli;
  readonly studio: StandIn;
  readonly env: Readonly<Record<string, string>>;
  run(args: readonly string[], options?: CliRunOptions): ReturnType<Cli['runAsync']>;
  start(args: readonly string[]): ReturnType<Cli['start']>;
  /** What is left of runs. */
  leftovers(): string[];
}

/** Folders as Roblox's installer makes them, so that the plugins folder is the one of this Studio. */
function useStudioCli(settings: Parameters<typeof useStandIn>[0] = {}): StudioCli {
  const cli = useCli();
  const roblox = join(cli.home, 'Roblox');
  const plugins = join(roblox, 'Plugins');
  const studio = useStandIn({
    folder: cli.home,
    program: 'Roblox/Versions/version-1/RobloxStudio',
    ...settings,
    settings: { plugins, logs: join(roblox, 'logs'), ...settings.settings },
  });
  const env = { ROBLOX_STUDIO_PATH: studio.program };
  const launches = join(cli.home, 'launches');
  return {
    cli,
    studio,
    env,
    run: (args, options) => cli.runAsync(['process', 'run', ...args], { env, ...options }),
    start: (args) => cli.start(['process', 'run', ...args], { env }),
    leftovers: () => [
      ...(existsSync(launches) ? readdirSync(launches, { recursive: true, encoding: 'utf8' }) : []),
      ...readdirSync(plugins).filter((name) => name.startsWith('StudioBridge-')),
    ],
  };
}

const PLACE =
  '<roblox version="4"><Item class="Workspace" referent="R1"><Properties><string name="Name">Workspace</string>' +
  '</Properties><Item class="Folder" referent="R2"><Properties><string name="Name">Mine</string></Properties></Item>' +
  '</Item></roblox>';

describe('process run in Studio', () => {
  verifies('run.studio', 'output streams, values come back, and nothing is left', async () => {
    const { run, studio, leftovers, cli } = useStudioCli();
    const before = readdirSync(cli.home).sort();
    const result = await run(['print("one") warn("two") task.wait(0.05) return 1 + 1, { a = true }']);
    expect(result).toMatchObject({ exitCode: 0, stdout: 'one\n2\n{ a = true }\n' });
    expect(result.stderr).toBe(
      `Using Roblox Studio (${studio.program}, found by ROBLOX_STUDIO_PATH).\ntwo\n`,
    );
    expect(leftovers()).toEqual([]);
    expect(readdirSync(cli.home).sort()).toEqual([...before, 'launches'].sort());
    expect(studio.pids().filter(studio.isAlive)).toEqual([]);
    expect(studio.logText()).toContain('--task","RunScript');
  });

  test('a script that fails says where, as everywhere', async () => {
    const { run } = useStudioCli();
    const failed = await run(['local x = 1\nerror("no")']);
    expect(failed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(failed.stderr).toContain('2');
    expect(failed.stderr).toContain('no');
    const json = await run(['print("x") return 7', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ success: true, returnValue: 7, logs: 'x' });
  });

  verifies(
    'run.studio-place',
    'a place is opened as a copy, whoever has it open, and keeps its name',
    async () => {
      const { run, cli, studio, env } = useStudioCli();
      const place = join(cli.home, 'sp ace $x;"é.rbxlx');
      writeFileSync(place, PLACE);
      const other = studio.start([place]);
      await other.seesAsync(/is open/);
      writeFileSync(join(cli.home, 'script.luau'), 'return workspace.Mine.Name, game.Name');
      const result = await run(['--file', 'script.luau', '--place', place]);
      expect(result).toMatchObject({ exitCode: 0, stdout: 'Mine\nsp ace $x;"é.rbxlx\n' });
      expect(readFileSync(place, 'utf8')).toBe(PLACE);
      writeFileSync(
        join(cli.home, 'default.project.json'),
        JSON.stringify({
          name: 'Built',
          tree: { $className: 'DataModel', Workspace: { Part: { $className: 'Part' } } },
        }),
      );
      const built = await run(['return workspace.Part.ClassName', '--place', 'default.project.json']);
      expect(built).toMatchObject({ exitCode: 0, stdout: 'Part\n' });
      const missing = await cli.runAsync(['process', 'run', '--place', 'none.rbxl', 'return 1'], { env });
      expect(missing.exitCode).toBe(2);
      expect(missing.stderr).toContain('none.rbxl');
    },
  );

  verifies(
    'run.studio-plugin',
    'a Studio without the task gets a plugin that no other one takes',
    async () => {
      const { run, studio, leftovers, env } = useStudioCli({ settings: { runScript: false } });
      const other = studio.start([]);
      await other.seesAsync(/start page/);
      const result = await run([
        'print("one") return script == nil, workspace:GetAttribute("StudioBridgeOrigin")',
      ]);
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.stdout).toMatch(/^one\n/);
      expect(leftovers()).toEqual([]);
      expect(studio.logText()).not.toContain('RunScript');
      expect(env.ROBLOX_STUDIO_PATH).toBe(studio.program);
    },
  );

  verifies(
    'run.studio-apart',
    'the installed plugin leaves the Studio to the run, and a foreign run alone',
    async () => {
      const { run, studio, cli, env } = useStudioCli({ settings: { runScript: false } });
      const port = await freePortAsync();
      const host = cli.start(['serve', '--json', '--port', String(port)], { env });
      await host.seesAsync(/"started"/);
      studio.installPlugin([port]);
      const foreign = runPluginFile({ run: 'f'.repeat(32), port, pairing: undefined });
      writeFileSync(join(studio.plugins, foreign.fileName), foreign.text);
      expect(await run(['task.wait(0.2) return 1'])).toMatchObject({ exitCode: 0, stdout: '1\n' });
      expect(host.written.stdout).not.toContain('session-connected');
      // In a Studio of the user's own it is the other way round.
      const place = join(cli.home, 'own.rbxlx');
      writeFileSync(place, PLACE);
      studio.start([place]);
      await host.seesAsync(/session-connected/);
      expect(host.written.stdout).toContain('own.rbxlx');
      expect(host.written.stdout).not.toContain('f'.repeat(32));
    },
  );

  verifies('run.studio-interrupted', 'Ctrl+C ends it, and nothing is left', async () => {
    const { start, studio, leftovers } = useStudioCli();
    const running = start(['print("begun") task.wait(60)']);
    await running.seesAsync(/begun/);
    expect((await running.interruptAsync()).exitCode).toBe(130);
    expect(studio.pids().filter(studio.isAlive)).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  verifies('run.studio-killed', 'what a killed command leaves is cleared away by the next one', async () => {
    const { start, run, studio, leftovers } = useStudioCli({ settings: { runScript: false } });
    const running = start(['print("begun") task.wait(60)']);
    await running.seesAsync(/begun/);
    running.process.kill('SIGKILL');
    await running.ended;
    const [pid = 0] = studio.pids();
    expect(studio.isAlive(pid)).toBe(true);
    expect(leftovers().length).toBeGreaterThan(3);
    expect(await run(['return 1'])).toMatchObject({ exitCode: 0, stdout: '1\n' });
    expect(studio.isAlive(pid)).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  verifies('run.studio-crash', 'a Studio that crashes ends the command with a sentence', async () => {
    const { run, studio, leftovers } = useStudioCli();
    for (const when of ['start', 'place'] as const) {
      studio.behave({ crash: when });
      const early = await run(['return 1']);
      expect(early, when).toMatchObject({ exitCode: 3, stdout: '' });
      expect(early.stderr).toContain('Studio ended by SIGKILL before its plugin connected');
      expect(leftovers()).toEqual([]);
    }
    studio.behave({ crash: { line: 'boom' } });
    const late = await run(['print("boom") task.wait(60)']);
    expect(late).toMatchObject({ exitCode: 3 });
    expect(late.stderr).toContain('The Studio ended while the script ran.');
    expect(leftovers()).toEqual([]);
  });

  verifies(
    'run.studio-failures',
    'what keeps it from connecting is named, with the step and what helps',
    async () => {
      const { run, studio, leftovers } = useStudioCli();
      const dialog =
        /^Studio runs, and has not opened its place within 2 s: nobody is logged in, or a dialog waits/;
      for (const [settings, step, sentence] of [
        [{ loggedOut: true }, 'place', dialog],
        [{ dialog: true }, 'place', dialog],
        [{ httpOff: true }, 'http', /HTTP requests are off in this place/],
        [{ runScript: false }, 'place', dialog],
      ] as const) {
        studio.behave(settings);
        const failed = await run(['return 1', '--wait', '2s', '--json']);
        expect(failed, JSON.stringify(settings)).toMatchObject({ exitCode: 3 });
        const { error } = JSON.parse(failed.stdout);
        expect(error).toMatchObject({ code: 'STUDIO_NOT_READY', details: { step } });
        expect(error.message).toMatch(sentence);
        expect(error.hint).toMatch(/try again.* Its log: .*_Studio_.*\.log$/);
        expect(error.hint.includes('does not know the task RunScript')).toBe(step === 'place');
        expect(leftovers()).toEqual([]);
        expect(studio.pids().filter(studio.isAlive)).toEqual([]);
      }
    },
  );

  verifies('run.studio-failures', 'without its plugins nothing connects, and that is said', async () => {
    const { run, leftovers } = useStudioCli({ settings: { noPlugins: true, runScript: false } });
    const failed = await run(['return 1', '--wait', '1s', '--json']);
    expect(JSON.parse(failed.stdout).error).toMatchObject({
      message: 'Studio has opened the place, and its plugin did not connect within 1 s.',
      details: { step: 'plugin' },
    });
    expect(leftovers()).toEqual([]);
  });

  verifies(
    'run.studio-failures',
    'a place or a folder that cannot be used stops it before Studio starts',
    async () => {
      const { run, studio, cli, leftovers } = useStudioCli({ settings: { runScript: false } });
      writeFileSync(join(cli.home, 'empty.rbxl'), '');
      for (const [place, sentence] of [
        ['none.rbxl', 'Cannot open none.rbxl: it does not exist.'],
        ['Roblox', 'Cannot open Roblox: '],
        ['empty.rbxl', 'Cannot open empty.rbxl: it is empty.'],
        [`${'n'.repeat(300)}.rbxl`, 'Cannot open nnn'],
      ] as const) {
        const failed = await run(['return 1', '--place', place]);
        expect(failed, place).toMatchObject({ exitCode: 2, stdout: '' });
        expect(failed.stderr).toContain(sentence);
      }
      rmSync(studio.plugins, { recursive: true });
      writeFileSync(studio.plugins, 'a file where the folder has to be');
      const failed = await run(['return 1']);
      expect(failed).toMatchObject({ exitCode: 3, stdout: '' });
      expect(failed.stderr).toMatch(
        /The plugin file .+: a file is .+\.\nMake the plugins folder .+ --studio-path/,
      );
      rmSync(studio.plugins);
      mkdirSync(studio.plugins);
      expect(leftovers()).toEqual([]);
      expect(studio.logText()).toBe('');
    },
  );

  verifies('run.studio-apart', 'runs side by side do not disturb each other', async () => {
    const { run, leftovers } = useStudioCli({ settings: { runScript: false } });
    const names = ['a', 'b', 'c', 'd'];
    const runs = await Promise.all(
      names.map((name) => run([`print("${name}") task.wait(0.1) return "${name}"`])),
    );
    expect(runs.map(({ stdout }) => stdout)).toEqual(names.map((name) => `${name}\n${name}\n`));
    expect(leftovers()).toEqual([]);
  });

  verifies(
    'run.studio-keep-open',
    '--keep-open leaves it to the user, and the installed plugin takes over',
    async () => {
      const { run, cli, studio, env, leftovers } = useStudioCli();
      const port = await freePortAsync();
      const host = cli.start(['serve', '--json', '--port', String(port)], { env });
      await host.seesAsync(/"started"/);
      studio.installPlugin([port]);
      const kept = await run(['workspace.Name = "W" return 1', '--keep-open']);
      expect(kept).toMatchObject({ exitCode: 0, stdout: '1\n' });
      expect(kept.stderr).toContain('Studio stays open, with a copy of the place');
      const [pid = 0] = studio.pids();
      await host.seesAsync(/session-connected/);
      expect(studio.isAlive(pid)).toBe(true);
      expect(leftovers()).not.toEqual([]);
      process.kill(pid, 'SIGTERM');
      await host.seesAsync(/session-disconnected/);
      while (studio.isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
      expect(await run(['return 2'])).toMatchObject({ stdout: '2\n' });
      expect(leftovers()).toEqual([]);
    },
  );

  test('its long end is not waited for', async () => {
    const { run, studio } = useStudioCli({ settings: { lockMs: 60_000, drainMs: 60_000 } });
    const busy = await run(['while true do task.wait() end', '--timeout', '300']);
    expect(busy).toMatchObject({ exitCode: 3 });
    expect(studio.pids().filter(studio.isAlive)).toEqual([]);
  });

  test('the one that is named is used, and none instead of one that is not there', async () => {
    const { run, studio } = useStudioCli();
    const env = { ROBLOX_STUDIO_PATH: undefined };
    const named = await run(['return 1', '--studio-path', studio.program], { env });
    expect(named).toMatchObject({ exitCode: 0, stdout: '1\n' });
    expect(named.stderr).toBe(`Using Roblox Studio (${studio.program}, found by --studio-path).\n`);
    const missing = await run(['return 1', '--studio-path', 'nowhere'], { env });
    expect(missing).toMatchObject({ exitCode: 3, stdout: '' });
    expect(missing.stderr).toContain('--studio-path names nowhere, and no Roblox Studio is there.');
    const text = await run(['return 1'], { env: { ROBLOX_STUDIO_PATH: '/etc/passwd' } });
    expect(text).toMatchObject({ exitCode: 3, stdout: '' });
    expect(text.stderr).toContain(
      'ROBLOX_STUDIO_PATH names /etc/passwd, which is no program that you may run.',
    );
  });

  test('a place cannot be saved from there', async () => {
    const { run } = useStudioCli();
    const result = await run(['return 1', '--save-to', 'x.rbxl']);
    expect(result).toMatchObject({ exitCode: 2 });
    expect(result.stderr).toContain('A place cannot be saved by a plugin of Roblox Studio.');
  });
});
