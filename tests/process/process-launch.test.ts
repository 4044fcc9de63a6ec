// A Studio that outlives the command which launched it, and the way back to it.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { thisMachine } from '../../src/studio/machine.js';
import { useLaunchesAsync, useLaunchesOfStudioAsync } from '../support/use-launches.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const EMPTY_PLACE = '<roblox version="4"></roblox>';

function writePlace(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, EMPTY_PLACE);
  return path;
}

/** One that has ended may wait for somebody to ask how. */
const isAlive = (pid: number) => {
  const machine = thisMachine();
  return machine.signal(pid, 0) && !/\) [ZX] /.test(machine.readText(`/proc/${pid}/stat`) ?? '');
};

describe('an emulated Studio', () => {
  verifies(
    'launch.emulator',
    'is used where there is no other, said first, and outlives its command',
    async () => {
      const { launchAsync, runAsync, records } = await useLaunchesAsync();
      const { exitCode, stderr, data } = await launchAsync();
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr: 'Using an emulated Studio (Roblox Studio was not found on this machine).\n',
      });
      expect(data).toMatchObject({ kind: 'emulator', connected: true, remarks: [] });
      expect(isAlive(data.pid)).toBe(true);
      const script = await runAsync(['console', 'exec', 'return game.Name', '--target', data.placeName]);
      expect(script.stdout).toBe(`${data.placeName}\n`);
      const closed = await runAsync(['process', 'close', '--target', data.placeName]);
      expect(closed).toMatchObject({ exitCode: 0, stdout: `${data.placeName} is closed.\n` });
      while (isAlive(data.pid)) await runAsync(['--version']);
      // What a dead one left goes when the next one is launched.
      expect(records()).toHaveLength(1);
      await launchAsync(['--no-wait', '--emulator']);
      expect(records().map(({ process }) => process?.pid)).not.toContain(data.pid);
    },
  );

  verifies('launch.emulator', 'opens a place file, and says what is wrong with it', async () => {
    const { launchAsync, runAsync, home } = await useLaunchesAsync();
    const place = writePlace(join(home, "it's $HOME; a place.rbxlx"));
    const { data } = await launchAsync(['--emulator', '--place', place]);
    expect(data).toMatchObject({ placeName: "it's $HOME; a place.rbxlx", place });
    expect(await runAsync(['process', 'close', '--force', '--target', data.placeName])).toMatchObject({
      exitCode: 0,
      stdout: "it's $HOME; a place.rbxlx is ended.\n",
    });
    expect(isAlive(data.pid)).toBe(false);
    const broken = join(home, 'broken.rbxl');
    writeFileSync(broken, '<roblox!broken');
    const failed = await launchAsync(['--emulator', '--place', broken]);
    expect(failed.exitCode).toBe(3);
    expect(failed.stderr).toMatch(/Error: The emulated Studio did not start: .*broken\.rbxl/);
  });
});

describe('Roblox Studio', () => {
  verifies(
    ['launch.place', 'launch.detached', 'close.force'],
    'opens a place, goes on without the command, and exactly that one is ended by force',
    async () => {
      const { launchAsync, runAsync, port, home, studio } = await useLaunchesOfStudioAsync();
      await runAsync(['plugin', 'install', '--port', String(port)]);
      const place = writePlace(join(home, 'ü "q" $(id); my place.rbxlx'));
      const first = await launchAsync(['--place', place]);
      expect(first.stderr).toBe(`Using Roblox Studio (${studio.program}, found by ROBLOX_STUDIO_PATH).\n`);
      expect(first).toMatchObject({ exitCode: 0, data: { place, placeName: 'ü "q" $(id); my place.rbxlx' } });
      expect(existsSync(`${place}.lock`)).toBe(true);

      // The same place again: Studio would refuse it.
      const second = await launchAsync(['--place', place]);
      expect(second.exitCode).toBe(0);
      expect(second.data.place).toMatch(/\/launches\/u q id my place-[0-9a-f]{12}\.rbxlx$/);
      expect(second.stderr.split('\n')[1]).toBe(
        `A copy is opened, ${second.data.place}, because of ${place}: it is open in a Studio, or was when one ended unexpectedly.`,
      );

      const ended = await runAsync(['process', 'close', '--force', '--target', second.data.placeName]);
      expect(ended).toMatchObject({ exitCode: 0, stdout: `${second.data.placeName} is ended.\n` });
      expect([isAlive(first.data.pid), isAlive(second.data.pid)]).toEqual([true, false]);
      expect(readdirSync(join(home, 'launches')).filter((name) => name.includes('my place'))).toEqual([]);
      const told = studio.logText();
      expect(told).toContain(JSON.stringify(['--task', 'EditFile', '--localPlaceFile', place]));
    },
  );

  verifies('close.force', 'what is not saved is lost by force only, and the lock goes with it', async () => {
    const { launchAsync, runAsync, port, home, studio } = await useLaunchesOfStudioAsync();
    studio.installPlugin([port]);
    const place = writePlace(join(home, 'base.rbxlx'));
    const { data } = await launchAsync(['--place', place]);
    await runAsync(['console', 'exec', 'Instance.new("Part", workspace).Name = "Unsaved"']);
    const refused = await runAsync(['process', 'close']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      'Close its window by hand, or end it: process close --force (what is not saved is lost).',
    );
    expect(isAlive(data.pid)).toBe(true);
    const there = await runAsync(['console', 'exec', 'return workspace.Unsaved.Name']);
    expect(there.stdout).toBe('Unsaved\n');

    expect((await runAsync(['process', 'close', '--force'])).exitCode).toBe(0);
    expect(existsSync(`${place}.lock`)).toBe(false);
    const again = await launchAsync(['--place', place]);
    expect(again.data.place).toBe(place);
    // One that was not ended by this program keeps its lock, whoever holds it.
    process.kill(-again.data.pid, 'SIGKILL');
    while (isAlive(again.data.pid)) await runAsync(['--version']);
    expect(existsSync(`${place}.lock`)).toBe(true);
  });

  verifies('launch.place', 'without a place gets a new one, which is kept if it was saved', async () => {
    const { launchAsync, runAsync, port, studio } = await useLaunchesOfStudioAsync();
    studio.installPlugin([port]);
    const { data } = await launchAsync();
    writeFileSync(data.place ?? '', '<roblox version="4"><!-- saved --></roblox>');
    const ended = await runAsync(['process', 'close', '--force', '--target', data.placeName]);
    expect(ended.stdout).toBe(
      `${data.placeName} is ended.\nWhat was saved in its temporary place is kept: ${data.place}\n`,
    );
    expect(existsSync(data.place ?? '')).toBe(true);
  });

  verifies(
    'launch.published',
    'opens a published place, a script in it, and gets more arguments',
    async () => {
      const { launchAsync, port, studio } = await useLaunchesOfStudioAsync();
      studio.installPlugin([port]);
      const position = ['--script', 'Workspace/Main', '--line', '3', '--arg=--channel', '--arg', 'z, beta'];
      const published = ['--place-id', '1818', '--universe-id', '13058', '--place-version', '7'];
      const { exitCode, stderr } = await launchAsync([...published, ...position]);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      expect(studio.logText()).toContain(
        JSON.stringify([
          ...[
            '--task',
            'EditPlaceRevision',
            '--placeId',
            '1818',
            '--universeId',
            '13058',
            '--placeVersion',
            '7',
          ],
          ...['--openScriptPath', 'Workspace/Main', '--startLine', '3', '--channel', 'z, beta'],
        ]),
      );
    },
  );
});

describe('what keeps it from connecting is said', () => {
  verifies('launch.diagnosis', 'before it starts: a plugin that is missing, or looks elsewhere', async () => {
    const { launchAsync, roblox, port, studio, records } = await useLaunchesOfStudioAsync();
    const missing = await launchAsync();
    expect(missing.exitCode).toBe(3);
    expect(missing.stderr.split('\n').slice(1, 3)).toEqual([
      `Error: The plugin is not in ${roblox}/Plugins, so Studio would never connect.`,
      'Install it: studio-bridge plugin install. To start Studio without waiting for it: --no-wait',
    ]);
    studio.installPlugin([9]);
    expect((await launchAsync()).stderr).toContain(
      `The plugin in ${roblox}/Plugins looks for a host at port 9, and not at ${port}.`,
    );
    expect(records()).toEqual([]);
  });

  test.each([
    [
      'nobody is logged in',
      { loggedOut: true },
      /Studio runs, and has not opened .*: nobody is logged in, or a dialog/,
    ],
    [
      'a dialog waits',
      { dialog: true },
      /Studio runs, and has not opened .*: nobody is logged in, or a dialog/,
    ],
    [
      'it loads no plugins',
      { noPlugins: true },
      /Studio has opened the place, and its plugin did not connect/,
    ],
    [
      'HTTP is off',
      { httpOff: true },
      /its plugin cannot reach a host: HTTP requests are off in this place\./,
    ],
    ['it crashes', { crash: 'start' as const }, /Studio ended by SIGKILL before its plugin connected\./],
  ])('%s', async (_what, settings, sentence) => {
    const { launchAsync, port, studio } = await useLaunchesOfStudioAsync({ settings });
    studio.installPlugin([port]);
    const { exitCode, stderr } = await launchAsync(['--wait', '3s']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(sentence);
  });

  verifies('close.force', 'one that never connected is found by its record, and ended', async () => {
    const { launchAsync, runAsync, port, studio, home, records } = await useLaunchesOfStudioAsync({
      settings: { dialog: true },
    });
    studio.installPlugin([port]);
    const failed = await launchAsync(['--place', writePlace(join(home, 'base.rbxlx')), '--wait', '2s']);
    expect(failed.stderr).toContain('To end it as it is: studio-bridge process close --force');
    const [pid = 0] = records().map(({ process }) => process?.pid ?? 0);
    const asked = await runAsync(['process', 'close']);
    expect(asked.exitCode).toBe(3);
    expect(asked.stderr).toContain(`Started here and not connected: base.rbxlx (process ${pid}).`);
    expect(isAlive(pid)).toBe(true);
    const ended = await runAsync(['process', 'close', '--force']);
    expect(ended).toMatchObject({ exitCode: 0, stdout: 'base.rbxlx is ended.\n' });
    expect(isAlive(pid)).toBe(false);
  });

  verifies('launch.diagnosis', 'play tests that will not be seen are told of', async () => {
    const { launchAsync, port, studio, roblox } = await useLaunchesOfStudioAsync();
    studio.installPlugin([port]);
    writeFileSync(
      join(roblox, 'GlobalSettings_13.xml'),
      '<roblox><Item><Properties><bool name="LoadUserPluginsInRunModes">false</bool></Properties></Item></roblox>',
    );
    expect((await launchAsync()).data).toMatchObject({
      remarks: [expect.stringMatching(/^Play tests of this Studio will not be seen: turn on/)],
    });
  });
});

describe('bad input', () => {
  const place = (name: string) => ['--place', name];

  verifies(
    'launch.bad-input',
    'is one sentence and the next step, before anything is started',
    async () => {
      const { runAsync, home, records } = await useLaunchesOfStudioAsync();
      mkdirSync(join(home, 'folder.rbxl'));
      writeFileSync(join(home, 'empty.rbxl'), '');
      writeFileSync(join(home, 'text.rbxl'), 'hello');
      writeFileSync(join(home, 'model.rbxm'), '<roblox!');
      writeFileSync(join(home, 'x.project.json'), '{}');
      symlinkSync('loop.rbxl', join(home, 'loop.rbxl'));
      const cases: [string[], string, string][] = [
        [place('gone.rbxl'), `${home}/gone.rbxl cannot be opened: it does not exist.`, 'Check the path'],
        [
          place('folder.rbxl'),
          `${home}/folder.rbxl cannot be opened: it is a folder.`,
          'Name the file in it',
        ],
        [place('empty.rbxl'), `${home}/empty.rbxl cannot be opened: it is empty.`, 'Check the path'],
        [
          place('text.rbxl'),
          `${home}/text.rbxl cannot be opened: it does not begin as a Roblox file does.`,
          '',
        ],
        [
          place('model.rbxm'),
          `${home}/model.rbxm cannot be opened: Roblox Studio opens .rbxl and .rbxlx files.`,
          '',
        ],
        [
          place('x.project.json'),
          `${home}/x.project.json cannot be opened: Roblox Studio opens place files, not Rojo projects.`,
          'rojo build',
        ],
        [place('loop.rbxl'), `${home}/loop.rbxl cannot be opened: its links lead in a circle.`, ''],
        [
          place(`${'n'.repeat(300)}.rbxl`),
          'cannot be opened: its name is longer than this system allows.',
          '',
        ],
        [['--place-id', '5'], 'Studio opens a published place by two numbers.', '--universe-id'],
        [['--place-id', '5', '--universe-id', '6', '--place', 'x'], 'A Studio opens one place', 'Leave one'],
        [
          ['--universe-id', '6'],
          '--universe-id and --place-version belong to a published place.',
          '--place-id',
        ],
        [['--line', '6'], 'A line is one of a script.', '--script'],
        [
          ['--emulator', '--place-id', '5', '--universe-id', '6'],
          'The emulated Studio opens no published place.',
          '--place',
        ],
      ];
      for (const [args, message, hint] of cases) {
        const result = await runAsync(['process', 'launch', ...args]);
        expect(result.exitCode, args.join(' ')).toBe(2);
        expect(result.stderr).toContain(message);
        expect(result.stderr).toContain(hint);
      }
      expect(records()).toEqual([]);
    },
    120_000,
  );

  verifies('launch.bad-input', 'no Studio where one is insisted on', async () => {
    const { runAsync } = await useLaunchesAsync();
    expect(await runAsync(['process', 'launch', '--no-emulator'])).toMatchObject({
      exitCode: 3,
      stderr:
        'Error: Roblox Studio was not found on this machine.\nName it with ROBLOX_STUDIO_PATH, or use the emulated one: --emulator\n',
    });
    const gone = join(useTmp(), 'gone');
    const named = await runAsync(['process', 'launch', '--studio-path', gone]);
    expect(named).toMatchObject({ exitCode: 3 });
    expect(named.stderr).toContain(`--studio-path names ${gone}, and no Roblox Studio is there.`);
  });
});
