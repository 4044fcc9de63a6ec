// The way to Studio and back on every system that has one, by its own rules for paths, folders and processes. The
// systems are described (tests/support/use-system.ts), Studio is played by the stand-in.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type DescribedSystem, SYSTEMS, useSystem } from '../support/use-system.js';
import { verifies } from '../support/verifies.js';

const PLACE =
  '<roblox version="4"><Item class="Workspace" referent="R1"><Properties><string name="Name">Workspace</string>' +
  '</Properties><Item class="Folder" referent="R2"><Properties><string name="Name">Mine</string></Properties></Item>' +
  '</Item></roblox>';

function leftoversOf({ stateHere, studio }: DescribedSystem): string[] {
  const launches = join(stateHere, 'launches');
  return [
    ...(existsSync(launches) ? readdirSync(launches) : []),
    ...readdirSync(studio.plugins).filter((name) => name.startsWith('StudioBridge-')),
  ];
}

const endedStudios = ({ studio }: DescribedSystem) => !studio.pids().some(studio.isAlive);

describe.each(SYSTEMS)('on %s', (name) => {
  verifies('systems.run', 'a script runs in the Studio that is found, in a place of the user', async () => {
    const system = useSystem(name);
    writeFileSync(system.homeHere('a place $x.rbxlx'), PLACE);
    const run = await system.runAsync([
      ...['process', 'run', '--place', system.inHome('a place $x.rbxlx')],
      'print(workspace.Mine) return game.Name',
    ]);
    expect(run, run.stderr).toMatchObject({ exitCode: 0, stdout: 'Mine\na place $x.rbxlx\n' });
    expect(run.stderr).toMatch(/^Using Roblox Studio \(.*, found by .*\)\.\n$/);
    expect(leftoversOf(system)).toEqual([]);
    expect(endedStudios(system)).toBe(true);
    const isKnownToRun = !name.startsWith('Vinegar');
    expect(system.studio.logText().includes('RunScript')).toBe(isKnownToRun);
  });

  verifies('systems.swept', 'what a killed command left is ended and removed by the next one', async () => {
    const system = useSystem(name);
    const killed = system.start(['process', 'run', 'print("begun") task.wait(60)']);
    await killed.seesAsync(/begun/);
    killed.process.kill('SIGKILL');
    await killed.ended;
    expect(endedStudios(system)).toBe(false);
    expect(await system.runAsync(['process', 'run', 'return 2'])).toMatchObject({
      exitCode: 0,
      stdout: '2\n',
    });
    expect(endedStudios(system)).toBe(true);
    expect(leftoversOf(system)).toEqual([]);
  });

  verifies('systems.fail', 'a Studio in which nobody is logged in is told of, and ended', async () => {
    const system = useSystem(name);
    system.studio.behave({ loggedOut: true });
    const run = await system.runAsync(['process', 'run', 'return 1', '--wait', '1s']);
    expect(run).toMatchObject({ exitCode: 3, stdout: '' });
    expect(run.stderr).toContain('nobody is logged in, or a dialog waits for an answer');
    expect(leftoversOf(system)).toEqual([]);
    expect(endedStudios(system)).toBe(true);
  });

  verifies('systems.install', 'the plugin is installed where that Studio loads it from', async () => {
    const system = useSystem(name);
    const install = await system.runAsync(['plugin', 'install']);
    expect(install, install.stderr).toMatchObject({ exitCode: 0 });
    expect(readdirSync(system.studio.plugins)).toEqual(['StudioBridge.rbxmx']);
    const list = await system.runAsync(['process', 'installations', '--json']);
    expect(JSON.parse(list.stdout)).toMatchObject({ installations: [{ used: true }] });
  });
});
