// What a workspace of 100 packages takes, from the command to its verdicts, on two emulated Studios.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Figure, median } from '../harness.js';
import { timeCli } from '../processes.js';

const PACKAGES = 100;
const TESTS = 20;
const RUNS = 3;
const LIMIT_S = 20;

export function batchFigure(): Figure {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-bench-'));
  try {
    writeWorkspace(folder);
    const args = ['batch', 'test', '--all', '--emulator', '--shards', '2', '--config', 'none'];
    const env = { STUDIO_BRIDGE_HOME: join(folder, 'home') };
    const seconds = Array.from({ length: RUNS }, () => timeCli(args, env, folder) / 1000);
    return {
      name: 'batch of 100 packages',
      value: median(seconds),
      unit: 's',
      limit: LIMIT_S,
      detail: `${PACKAGES * TESTS} tests, a tenth of which waits; ${seconds.map((one) => one.toFixed(1)).join(', ')} s`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeWorkspace(folder: string): void {
  const write = (path: string, content: string | object) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('package.json', { name: 'root', workspaces: ['packages/*'] });
  for (let number = 0; number < PACKAGES; number++) {
    const at = `packages/package-${number}`;
    const tree = { $className: 'DataModel', ReplicatedStorage: { Lib: { $path: 'src' } } };
    write(`${at}/package.json`, { name: `package-${number}` });
    write(`${at}/default.project.json`, { name: 'lib', tree });
    write(`${at}/src/lib.luau`, 'return { add = function(a, b) return a + b end }');
    write(
      `${at}/src/lib.spec.luau`,
      `local lib = require(script.Parent.lib)\nreturn {\n${cases().join(',\n')}\n}`,
    );
  }
}

function cases(): string[] {
  return Array.from({ length: TESTS }, (_, number) => {
    const waiting = number % 10 === 0 ? 'task.wait() ' : '';
    return `["case ${number}"] = function() ${waiting}for i = 1, 100 do assert(lib.add(i, ${number}) == i + ${number}) end end`;
  });
}
