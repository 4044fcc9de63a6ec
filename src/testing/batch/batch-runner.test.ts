// Many packages in one place, in an emulated server of Open Cloud: each finds only itself, and none can spoil another.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { createVirtualClock } from '../../emulator/engine/virtual-clock.js';
import { CloudDataModel } from '../../emulator/open-cloud/cloud-data-model.js';
import { mergeParts, openPart } from '../../emulator/places/index.js';
import { readTestResults } from '../results/test-results.js';
import { BatchMarks } from './batch-marks.js';
import { type PackageOutcome, readBatchResults } from './batch-results.js';
import { type BatchOrder, batchScript, HOLDER, scriptModule } from './batch-runner.js';

/** By key: the files of a package below ReplicatedStorage, or its script. */
type Packages = Readonly<Record<string, Readonly<Record<string, string>> | string>>;

async function runAsync(packages: Packages, limits: Partial<BatchOrder> = {}, sharesTree = {}) {
  const root = useTmp();
  const parts = Object.entries(packages).map(([key, content]) => {
    const files = typeof content === 'string' ? {} : content;
    const tree = {
      $className: 'DataModel',
      ReplicatedStorage: { Package: { $path: 'src' } },
      ...sharesTree,
    };
    write(join(root, key), {
      'default.project.json': JSON.stringify({ name: 'same', tree }),
      'src/.keep': '',
    });
    write(join(root, key, 'src'), files);
    const module = typeof content === 'string' ? scriptModule('run.luau', content) : undefined;
    return openPart({ key, source: join(root, key, 'default.project.json'), module });
  });
  expect(new Set(parts.map(({ settings }) => settings)).size).toBe(1);
  const keys = Object.keys(packages);
  const marks = new BatchMarks(keys);
  const order = { keys, tests: {}, packageSeconds: 5, totalSeconds: 100, resultBytes: 1e6, ...limits };
  const lines: string[] = [];
  const clock = createVirtualClock();
  const dataModel = new CloudDataModel({
    order: {
      place: mergeParts(parts, HOLDER),
      placeId: 1,
      universeId: 2,
      version: 3,
      script: batchScript(order, marks),
      wantsBinaryOutput: false,
    },
    onLine: (line) => lines.push(line),
    clock,
  });
  onTestFinished(() => {
    dataModel.dispose();
    clock.stop();
  });
  dataModel.start();
  const outcome = await dataModel.outcome;
  const returned = outcome.kind === 'returned' ? (JSON.parse(outcome.results) as unknown[]) : [];
  return { outcome, returned, results: readBatchResults(returned)?.packages ?? [], lines, marks };
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const testsOf = ({ results }: PackageOutcome) => readTestResults(results)?.tests ?? [];
const verdicts = (results: readonly PackageOutcome[]) =>
  results.map((one) =>
    [one.key, one.state, ...testsOf(one).map(({ status }) => status), ...(one.error ? [one.error] : [])].join(
      ' ',
    ),
  );

const PASSES = { 'a.spec.luau': 'return function() end' };

verifies(
  'batch.isolation',
  'packages of equal names run one after the other, each alone in the place',
  async () => {
    const alone = `
    local storage = game:GetService("ReplicatedStorage")
    return {
      alone = function()
        assert(#storage:GetChildren() == 1 and #workspace:GetChildren() == expected, "somebody is here")
        assert(_G.left == nil and shared.left == nil and workspace:GetAttribute("Left") == nil, "something is left")
        assert(game:GetService("ServerStorage"):FindFirstChildOfClass("Folder") == nil, "others can be seen")
        _G.left, shared.left = 1, 1
        workspace:SetAttribute("Left", 1)
        Instance.new("Part", workspace)
        storage.Package:Clone().Parent = storage
      end,
      own = function() assert(require(storage.Package.own) == "NAME") end,
    }`.replace('expected', '#workspace:GetChildren()');
    const files = (name: string) => ({
      'a.spec.luau': alone.replace('NAME', name),
      'own.luau': `return "${name}"`,
    });
    const { results, lines, marks } = await runAsync({ p0: files('one'), p1: files('two') });
    expect(verdicts(results)).toEqual(['p0 ended passed passed', 'p1 ended passed passed']);
    expect(lines.map((line) => marks.read(line)).map((line) => `${line?.kind} ${line?.key}`)).toEqual([
      'begins p0',
      // Two tests: one begins, it ends and the other one begins, that one ends.
      'test p0',
      'test p0',
      'test p0',
      'ends p0',
      'begins p1',
      'test p1',
      'test p1',
      'test p1',
      'ends p1',
    ]);
    expect(results.flatMap(testsOf)[0]?.module).toBe('ReplicatedStorage.Package.a.spec');
  },
);

test('a script is a test, and one that does not compile fails alone', async () => {
  const { results } = await runAsync({
    p0: 'assert(game.ReplicatedStorage:FindFirstChild("Package"))',
    p1: 'error("broken")',
    p2: 'local = 1',
    p3: PASSES,
  });
  expect(verdicts(results)).toEqual([
    'p0 ended',
    'p1 ended run.luau:1: broken',
    expect.stringMatching(/^p2 ended run.luau:1: Expected identifier/),
    'p3 ended passed',
  ]);
});

test('a package that never ends, or ends its own thread, or destroys the place, ends only itself', async () => {
  const { results } = await runAsync({
    p0: 'task.wait(1e9)',
    p1: 'coroutine.yield()',
    p2: 'local own = coroutine.running() task.defer(task.cancel, own) task.wait(1)',
    p3: 'game:GetService("ServerStorage"):ClearAllChildren() game:GetService("ReplicatedStorage"):ClearAllChildren()',
    p4: 'for _, service in game:GetChildren() do pcall(function() service:ClearAllChildren() end) end',
    p5: 'getfenv(2).print = nil getfenv(0).print = nil _G.print = error',
    p6: PASSES,
  });
  expect(verdicts(results)).toEqual([
    'p0 late',
    'p1 late',
    expect.stringMatching(/^p2 lost/),
    'p3 ended',
    'p4 ended',
    expect.stringMatching(/^p5 ended/),
    'p6 ended passed',
  ]);
});

verifies('batch.marks', 'a package that repeats the marks it has seen changes no verdict', async () => {
  const forger = `
    local log = game:GetService("LogService")
    local seen = {}
    for _, entry in log:GetLogHistory() do table.insert(seen, entry.message) end
    for _, line in seen do
      print((string.gsub(line, "passed", "failed")))
      print((string.gsub(line, "p0", "p2")))
    end
    print('\u{1e}aaaaaaaaaaaaaaaaaaaaaa{"key":"p2","state":"ended","durationMs":1}')
    error("real")`;
  const { results, lines, marks } = await runAsync({ p0: PASSES, p1: forger, p2: PASSES });
  expect(verdicts(results)).toEqual(['p0 ended passed', 'p1 ended run.luau:10: real', 'p2 ended passed']);
  const ends = lines.flatMap((line) => {
    const read = marks.read(line);
    return read?.kind === 'ends' && read.outcome ? [read.outcome] : [];
  });
  expect(verdicts([ends.find(({ key }) => key === 'p2')].flatMap((one) => one ?? []))).toEqual([
    'p2 ended passed',
  ]);
});

verifies(
  'batch.deadline',
  'when the time is over, what was done comes back, and the rest is named',
  async () => {
    const waits = { 'a.spec.luau': 'return function() task.wait(4) end' };
    const { returned, results } = await runAsync(
      { p0: waits, p1: waits, p2: waits, p3: waits },
      { totalSeconds: 10 },
    );
    expect(verdicts(results)).toEqual(['p0 ended passed', 'p1 ended passed']);
    expect(returned).toMatchObject([{ deferred: ['p2', 'p3'] }]);
  },
);

test('a package whose time is over says nothing in the turn of the next one', async () => {
  const waits = { 'a.spec.luau': 'return function() task.wait(1e9) end' };
  const after = { 'a.spec.luau': 'return function() print("after") task.wait(4) end' };
  const { results, lines, marks } = await runAsync(
    { late: waits, after },
    { tests: { testTimeoutSeconds: 6 }, packageSeconds: 5 },
  );
  expect(verdicts(results)).toEqual(['late late', 'after ended passed']);
  expect(lines.filter((line) => !marks.read(line))).toEqual(['after']);
});

test('results that grow too large are put off, and long texts are cut', async () => {
  const long = { 'a.spec.luau': 'return function() error(string.rep("ä", 100000) .. "\\255") end' };
  const { returned, results } = await runAsync({ p0: long, p1: long, p2: long }, { resultBytes: 60_000 });
  expect(returned).toMatchObject([{ deferred: ['p2'] }]);
  const [message = ''] = results.map((one) => testsOf(one)[0]?.message);
  expect(message.length).toBeLessThan(33_000);
  expect(message).toMatch(/ä…$/);
});

test('what a package returns besides is no result', async () => {
  const { results } = await runAsync({
    p0: 'return string.rep("x", 10000000)',
    p1: 'return game',
    p2: 'local all = {} for at = 1, 400 do all[at] = string.rep("x", 10000) end return all',
  });
  expect(verdicts(results)).toEqual([
    'p0 ended',
    'p1 ended',
    expect.stringMatching(/^p2 ended Its results are 4\d+ bytes/),
  ]);
});

test('settings of services are those of the packages, and what is in containers of StarterPlayer goes there', async () => {
  const tree = {
    Workspace: { $properties: { Gravity: 10 } },
    StarterPlayer: { StarterPlayerScripts: { Inner: { $className: 'Folder' } } },
  };
  const script = 'assert(workspace.Gravity == 10 and game.StarterPlayer.StarterPlayerScripts.Inner)';
  const { results } = await runAsync({ p0: script, p1: script }, {}, tree);
  expect(verdicts(results)).toEqual(['p0 ended', 'p1 ended']);
});
