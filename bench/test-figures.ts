// The figures of `test` on the emulator: a whole run of a package with 200 tests, the time from a change to the verdict
// in a watch, and output that is all in the report.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnv } from '../scripts/checks/tool.js';
import { PROGRAM } from '../scripts/program.js';
import { type Figure, measurePairsAsync, median, ratioFigure } from './harness.js';
import { timeBareNode, timeCli } from './processes.js';

const SPECS = 10;
const TESTS_PER_SPEC = 20;
const WATCH_ROUNDS = 15;
const LINES = 50_000;
const LINE_BYTES = 100;

export async function testFiguresAsync(_stayingAsync: unknown, count: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-bench-'));
  try {
    writeProject(folder);
    const place = join(folder, 'default.project.json');
    const home = join(folder, 'home');
    const args = ['test', '--emulator', '--place', place, '--report', 'summary'];
    const subject = () => timeCli(args, { STUDIO_BRIDGE_HOME: home });
    const whole = ratioFigure(
      'test: 200 tests',
      6,
      await measurePairsAsync({ floor: timeBareNode, subject, count }),
    );
    return [whole, await watchFigureAsync(folder, home), outputFigure(folder, home)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeProject(folder: string): void {
  mkdirSync(join(folder, 'src'));
  const tree = { $className: 'DataModel', ReplicatedStorage: { Package: { $path: 'src' } } };
  writeFileSync(join(folder, 'default.project.json'), JSON.stringify({ name: 'bench', tree }));
  writeCart(folder, 0);
  for (let spec = 0; spec < SPECS; spec++) {
    const tests = Array.from(
      { length: TESTS_PER_SPEC },
      (_, index) => `  ["test ${index}"] = function() assert(cart.add(${index}, 1) == ${index + 1}) end,`,
    );
    const lines = ['local cart = require(script.Parent.cart)', 'return {', ...tests, '}'];
    writeFileSync(join(folder, 'src', `part${spec}.spec.luau`), lines.join('\n'));
  }
}

const writeCart = (folder: string, version: number) =>
  writeFileSync(
    join(folder, 'src', 'cart.luau'),
    `-- version ${version}\nreturn { add = function(a, b) return a + b end }\n`,
  );

/** As the watch itself says it: from the first event of the system to the verdict. */
async function watchFigureAsync(folder: string, home: string): Promise<Figure> {
  const child = spawn(process.execPath, [PROGRAM, 'test', '--emulator', '--watch', '--report', 'summary'], {
    cwd: folder,
    env: { ...childEnv(), STUDIO_BRIDGE_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const verdicts: number[] = [];
  const told = (async function* () {
    let text = '';
    for await (const part of child.stderr.setEncoding('utf8')) {
      text += part;
      for (;;) {
        const verdict = /verdict after (\d+) ms[^\n]*\n/.exec(text);
        if (!verdict) break;
        text = text.slice(verdict.index + verdict[0].length);
        yield Number(verdict[1]);
      }
    }
  })();
  try {
    await told.next();
    for (let round = 1; round <= WATCH_ROUNDS; round++) {
      writeCart(folder, round);
      const { value } = await told.next();
      if (value === undefined) throw new Error('The watch ended by itself.');
      verdicts.push(value);
      // The place of the next run gets ready meanwhile, as it does while somebody types.
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  } finally {
    child.kill('SIGINT');
    await once(child, 'close');
  }
  const value = median(verdicts);
  const detail = `${WATCH_ROUNDS} changes, slowest ${Math.max(...verdicts)} ms`;
  return { name: 'test: change to verdict', value, unit: 'ms', limit: 100, detail };
}

function outputFigure(folder: string, home: string): Figure {
  const script = `for line = 1, ${LINES} do print(line, string.rep("x", ${LINE_BYTES})) end`;
  const report = join(folder, 'output.json');
  timeCli(
    [
      'test',
      '--emulator',
      '--place',
      join(folder, 'default.project.json'),
      '--script-text',
      script,
      '--report',
      `json=${report}`,
    ],
    { STUDIO_BRIDGE_HOME: home },
  );
  const [{ events }] = JSON.parse(readFileSync(report, 'utf8')).packages as [{ events: { text: string }[] }];
  const kept = events.filter(({ text }, index) => text.startsWith(`${index + 1} `)).length;
  return {
    name: 'test: lines lost of 5 MB',
    value: LINES - kept,
    unit: 'lines',
    limit: 0,
    detail: `${LINES} lines of ${LINE_BYTES} bytes`,
  };
}
