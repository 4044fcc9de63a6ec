import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { Engine } from '../../src/emulator/engine/engine.js';
import { createVirtualClock } from '../../src/emulator/engine/virtual-clock.js';
import { scriptTreeOf } from '../../src/emulator/engine/script-tree.js';
import { folderTree } from './package-trees.js';

test('try', async () => {
  const root = join(import.meta.dirname, '../../node_modules');
  const packages = { name: 'Packages', className: 'Folder' as const, children: [folderTree(join(root, '@rbxts-js'), 'rbxts-js'), folderTree(join(root, '@rbxts'), 'rbxts')] };
  const specs = readdirSync(join(import.meta.dirname, 'specs'));
  const specTree = scriptTreeOf('Specs', Object.fromEntries(specs.map((s) => [s, readFileSync(join(import.meta.dirname, 'specs', s), 'utf8')])));
  const clock = createVirtualClock();
  const t0 = performance.now();
  await new Promise<void>((resolve) => {
    const engine = new Engine({ clock, startup: 'throughput', onFailure: (e) => { console.log(e); resolve(); }, onOutput: (e) => { console.log(`[${e.level}] ${e.body.slice(0, 4000)}`); if (e.body === 'DONE' || e.level==='Error') setTimeout(resolve, 200); } });
    engine.loadPlugin({ name: 'Game', className: 'Folder', children: [packages, specTree, { name: 'Main', className: 'Script', source: readFileSync(join(import.meta.dirname, 'guest/Main.server.luau'), 'utf8'), children: [] }] });
    setTimeout(resolve, 15000);
  });
  console.log('took', performance.now() - t0);
}, 60000);
