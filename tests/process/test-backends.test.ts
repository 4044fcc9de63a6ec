// The same tests on an emulated Studio, on Roblox Studio (which the stand-in plays) and in Open Cloud (which is emulated):
// one verdict, one exit code, every line. And what a service that fails does to a run.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Cli, useCli } from '../support/use-cli.js';
import { useStandIn } from '../support/use-stand-in.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const PROJECT = {
  name: 'shop',
  tree: {
    $className: 'DataModel',
    ReplicatedStorage: { $className: 'ReplicatedStorage', Shop: { $path: 'src' } },
  },
};
const CLOUD = ['--cloud', '--place-id', '12', '--universe-id', '34'];

/** Beside the project, for tests that are no specs. */
const SCRIPTS: Readonly<Record<string, string>> = {
  'fails.luau':
    'print("hello")\nlocal function pay()\n\terror("no money")\nend\ntask.spawn(error, "aside")\npay()\n',
  'bad.luau': 'print("hello")\nlocal = 1\n',
  'ends.luau': 'task.wait()\ngame:Shutdown()\n',
};

function useProject(specs: Readonly<Record<string, string>>): string {
  const folder = useTmp();
  mkdirSync(join(folder, 'checks'));
  for (const [name, script] of Object.entries(SCRIPTS)) writeFileSync(join(folder, 'checks', name), script);
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'default.project.json'), JSON.stringify(PROJECT));
  for (const [name, spec] of Object.entries(specs)) {
    writeFileSync(join(folder, 'src', `${name}.spec.luau`), spec);
  }
  return folder;
}

async function useCloudAsync(cli: Cli, faults?: readonly object[]) {
  const plan = join(cli.home, 'faults.json');
  writeFileSync(plan, JSON.stringify({ faults: faults ?? [] }));
  const emulator = cli.start(['cloud', 'emulator', '--no-boot', '--faults', plan]);
  const [, url = ''] = await emulator.seesAsync(/Emulated Open Cloud at (http:\S+)\n/);
  return { STUDIO_BRIDGE_CLOUD_URL: url, STUDIO_BRIDGE_API_KEY: 'any' };
}

interface Found {
  readonly module?: string;
  readonly path?: string[];
  readonly status?: string;
  readonly message?: string;
  readonly trace?: string;
  readonly at?: { readonly file: string; readonly line?: number };
  readonly excerpt?: string;
}

interface Report {
  readonly packages: readonly {
    readonly verdict: string;
    readonly error?: string;
    readonly lostLines: number;
    readonly isLossExact: boolean;
    readonly rung: string;
    readonly tests: readonly Found[];
    readonly problems: readonly Found[];
    readonly events: readonly { seq: number; level: string; text: string; package: string }[];
  }[];
}

/** What came of it, without times. */
async function runAsync(cli: Cli, folder: string, args: readonly string[], env: Record<string, string>) {
  const reports = ['--report', 'json=out.json', '--report', 'junit=out.xml', '--report', 'text'];
  const ran = await cli.runAsync(['test', ...args, ...reports], { cwd: folder, env });
  const { packages }: Report = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
  const junit = readFileSync(join(folder, 'out.xml'), 'utf8')
    .replaceAll(/ time="[^"]*"/g, '')
    // Where it was, and how its output came, differs.
    .replaceAll(/(name="(?:backend|output)" value=")[^"]*/g, '$1…');
  return { exitCode: ran.exitCode, stdout: ran.stdout, stderr: ran.stderr, junit, ...packages[0] };
}

/** Specs, the command line, the exit code, and what the reports have to say. */
const FIXTURES: Readonly<Record<string, readonly [Record<string, string>, string[], number, string?]>> = {
  'tests that pass and fail': [
    {
      cart: 'return { adds = function() print("adding") end, fails = function() warn("uh") error("no money") end }',
    },
    [],
    1,
  ],
  'a spec that does not compile beside one that passes': [
    { bad: 'local = 1', good: 'return function() end' },
    [],
    1,
  ],
  'nothing that runs': [{}, [], 5],
  'results that are printed, and none returned': [
    {
      forged:
        'print(\'{"format":"studio-bridge-test-results@1","tests":[]}\') print("\\30" .. "{}") return function() error("real") end',
    },
    [],
    1,
  ],
  'a test that waits for ever': [
    { endless: 'return { before = function() end, waits = function() task.wait(1e9) end }' },
    ['--test-timeout', '300'],
    1,
  ],
  'a test that would close the place, before one that waits': [
    { closes: 'return { closes = function() game:Shutdown() end, waits = function() task.wait() end }' },
    [],
    1,
    "ReplicatedStorage.Shop.closes.spec:1: The current thread cannot call 'Shutdown' (lacking capability LocalUser)",
  ],
  'a script that fails': [{}, ['--script', 'checks/fails.luau'], 1, 'fails.luau:3: no money'],
  'a script that does not compile': [
    {},
    ['--script', 'checks/bad.luau'],
    1,
    "bad.luau:2: Expected identifier when parsing variable name, got '='",
  ],
  'a script that would close the place': [
    {},
    ['--script', 'checks/ends.luau'],
    1,
    "ends.luau:2: The current thread cannot call 'Shutdown' (lacking capability LocalUser)",
  ],
  'a script without a file': [
    {},
    ['--script-text', 'print("hello")\nerror("no money")'],
    1,
    'script-text:2: no money',
  ],
};

/** What is known of a test besides how long it took. */
function found({ module, path, status, message, trace, at, excerpt }: Found): Found {
  return { module, path, status, message, trace, at, excerpt };
}

verifies(
  'test.one-verdict',
  'one fixture has one verdict on all three backends',
  async () => {
    const cli = useCli();
    const cloud = await useCloudAsync(cli);
    const studio = useStandIn();
    for (const [name, [specs, args, exitCode, said = '']] of Object.entries(FIXTURES)) {
      const folder = useProject(specs);
      const emulated = await runAsync(cli, folder, ['--emulator', ...args], {});
      const inStudio = await runAsync(cli, folder, ['--local', ...args], {
        ROBLOX_STUDIO_PATH: studio.program,
      });
      const inCloud = await runAsync(cli, folder, [...CLOUD, ...args], cloud);
      const judged = [emulated, inStudio, inCloud].map((one) => ({
        exitCode: one.exitCode,
        verdict: one.verdict,
        tests: one.tests?.map(found),
        problems: one.problems?.map(found),
        junit: one.junit,
        lines: one.events?.map(({ seq, level, text, package: owner }) => [seq, level, text, owner]),
        lostLines: one.lostLines,
      }));
      expect(judged[0], name).toMatchObject({ exitCode, lostLines: 0, junit: expect.stringContaining(said) });
      for (const { stdout } of [emulated, inStudio, inCloud]) expect(stdout, name).toContain(said);
      expect(judged[1], `${name}, in Studio`).toEqual(judged[0]);
      expect(judged[2], `${name}, in Open Cloud`).toEqual(judged[0]);
    }
  },
  240_000,
);

verifies(
  'test.full-output',
  'after 5 MB of output every line is in the report, on every backend',
  async () => {
    const cli = useCli();
    const cloud = await useCloudAsync(cli);
    const spec =
      'return function() local line = string.rep("x", 490) for index = 1, 10500 do print(line .. index) if index % 500 == 0 then task.wait() end end end';
    const folder = useProject({ loud: spec });
    for (const [args, env] of [
      [['--emulator'], {}],
      [CLOUD, cloud],
    ] as const) {
      const ran = await runAsync(cli, folder, [...args, '--strict'], env);
      expect(ran).toMatchObject({ exitCode: 0, verdict: 'passed', lostLines: 0, isLossExact: true });
      const lines = ran.events?.filter(({ text }) => text.startsWith('xxx')) ?? [];
      expect(lines).toHaveLength(10_500);
      expect(lines.every(({ text, seq }) => text.endsWith(`x${seq}`))).toBe(true);
    }
  },
  120_000,
);

const PASSING = { good: 'return function() print("ran") end' };

test('a run that waits for a service that is busy says so, and ends at once when it is interrupted', async () => {
  const cli = useCli();
  const env = await useCloudAsync(cli, [
    { fault: 'refuse', on: 'createTask', status: 429, retryAfterSeconds: 60 },
  ]);
  const running = cli.start(['test', ...CLOUD], { cwd: useProject(PASSING), env });
  await running.seesAsync(/Open Cloud is busy \(429\); trying again in \d+ s\./, 'stderr');
  const { exitCode, stderr } = await running.interruptAsync();
  expect(stderr).not.toContain('aborted');
  expect(exitCode).toBe(130);
}, 60_000);

/** What goes wrong, and what a run comes to. */
const FAULTS: readonly (readonly [
  string,
  object[],
  { exitCode: number; stderr?: string; error?: string },
])[] = [
  [
    'an upload whose answer is lost',
    [{ fault: 'refuse', on: 'upload', status: 502, where: 'after', nth: 1 }],
    { exitCode: 0 },
  ],
  [
    'a refusal for a second',
    [{ fault: 'refuse', on: 'createTask', status: 429, retryAfterSeconds: 1, nth: 1 }],
    { exitCode: 0 },
  ],
  [
    'one that does not say for how long',
    [{ fault: 'refuse', on: 'getTask', status: 429, nth: 1 }],
    { exitCode: 0 },
  ],
  ['an answer that is cut off', [{ fault: 'garble', on: 'getTask', nth: 1 }], { exitCode: 0 }],
  ['bytes that cannot be fetched', [{ fault: 'refuse', on: 'link', status: 500, nth: 1 }], { exitCode: 0 }],
  [
    'a task of which nobody knows whether it was started',
    [{ fault: 'refuse', on: 'createTask', status: 502, where: 'after' }],
    { exitCode: 3, error: 'Whether Open Cloud did start a task in place 12 of universe 34 is not known' },
  ],
  [
    'a key that is none',
    [{ fault: 'refuse', on: 'upload', status: 401 }],
    { exitCode: 4, stderr: 'does not accept the API key (401)' },
  ],
  [
    'a key without a scope',
    [{ fault: 'refuse', on: 'createTask', status: 403 }],
    { exitCode: 4, stderr: 'Give the key the scope universe.place.luau-execution-session:write' },
  ],
  [
    'a place that is none',
    [{ fault: 'refuse', on: 'upload', status: 404 }],
    { exitCode: 2, stderr: 'Open Cloud knows no place 12' },
  ],
  [
    'a place that somebody has open',
    [{ fault: 'refuse', on: 'upload', status: 409 }],
    { exitCode: 3, error: 'The place may be open in Team Create, or belong to another universe' },
  ],
  [
    'a server that ends',
    [{ fault: 'crash', on: 'task' }],
    { exitCode: 3, error: 'Open Cloud ended the task (INTERNAL_ERROR): The server ended.' },
  ],
];

verifies(
  'cloud.faults',
  'what fails in Open Cloud has its sentence and its exit code, and no task is started twice',
  async () => {
    const folder = useProject(PASSING);
    for (const [name, faults, expected] of FAULTS) {
      const cli = useCli();
      const env = await useCloudAsync(cli, faults);
      const report = join(cli.home, 'lines.jsonl');
      const ran = await cli.runAsync(['test', ...CLOUD, '--report', 'text', '--report', `jsonl=${report}`], {
        cwd: folder,
        env,
      });
      expect(ran.exitCode, `${name}: ${ran.stderr}${ran.stdout}`).toBe(expected.exitCode);
      if (expected.stderr) expect(ran.stderr, name).toContain(expected.stderr);
      if (expected.error) expect(ran.stdout, name).toContain(expected.error);
      // What is known stays on disk, whatever comes.
      expect(readFileSync(report, 'utf8'), name).toContain('"event":"run"');
    }
  },
  240_000,
);

verifies(
  'testing.watch',
  'in Open Cloud a watch uploads the place once, and sends what changes with the tests',
  async () => {
    const cli = useCli();
    const folder = useProject({
      cart: 'local cart = require(script.Parent.cart) return function() assert(cart == 1) end',
    });
    const cart = join(folder, 'src', 'cart.luau');
    writeFileSync(cart, 'return 1');
    const env = await useCloudAsync(cli);
    const watch = cli.start(['test', ...CLOUD, '--watch'], { cwd: folder, env });
    await watch.seesAsync(
      /Uploading the place[\s\S]+first result after \d+ ms, verdict after \d+ ms/,
      'stderr',
    );
    writeFileSync(cart, 'return 2');
    await watch.seesAsync(/0 passed, 1 failed/);
    writeFileSync(cart, 'return 1');
    await watch.seesAsync(/1 passed, 0 failed[\s\S]+1 passed, 0 failed/);
    const { exitCode, stderr } = await watch.interruptAsync();
    expect(exitCode).toBe(0);
    expect(stderr.match(/Uploading the place/g)).toHaveLength(1);
    expect(stderr).toContain(
      '1 changed script goes with the task (8 bytes): the place is not uploaded again.\n',
    );
  },
  60_000,
);

test('more than one place to run in, and none in Open Cloud, are mistakes of the command line', async () => {
  const cli = useCli();
  const folder = useProject(PASSING);
  expect(await cli.runAsync(['test', '--cloud', '--emulator'], { cwd: folder })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--cloud and --emulator exclude each other'),
  });
  expect(await cli.runAsync(['test', '--cloud'], { cwd: folder })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Name them: --universe-id 34 --place-id 12'),
  });
});
