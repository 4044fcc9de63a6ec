// All commands that take a path, a name or a value, with what nobody should give them: the right error, and nothing
// half done.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { SessionContext } from '../../src/command/command-context.js';
import { readSnapshot, snapshotText } from '../../src/command/instances/snapshot.js';
import { consoleExec } from '../../src/commands/console/exec/exec.js';
import { compareSnapshots } from '../../src/commands/explorer/diff/compare-snapshots.js';
import { explorerEdit } from '../../src/commands/explorer/edit/edit.js';
import { explorerFind } from '../../src/commands/explorer/find/find.js';
import { explorerQuery } from '../../src/commands/explorer/query/query.js';
import { explorerSet } from '../../src/commands/explorer/set/set.js';
import { explorerSnapshot } from '../../src/commands/explorer/snapshot/snapshot.js';
import { BridgeError } from '../../src/protocol/bridge-error.js';
import {
  loadSamplesAsync,
  makeReadyAsync,
  runSampleAsync,
  type Sample,
  YARD_TREE,
} from '../support/every-command.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies, verifiesTogether } from '../support/verifies.js';

const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-bad-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { connection, session, world, luauAsync, runAsync, failAsync } = await useStudioOfFileAsync('Bad');
const context: SessionContext = { ...world.context, connection, session };

/** With each path of the sample, also those within JSON, put through `change`. */
function withPaths(value: unknown, change: (path: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withPaths(item, change));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPaths(item, change)]));
  }
  if (typeof value !== 'string') return value;
  if (value.startsWith('[{')) return JSON.stringify(withPaths(JSON.parse(value), change));
  return value.startsWith('Workspace.Yard') ? change(value) : value;
}

const changed = (sample: Sample, change: (path: string) => string): Sample => ({
  ...sample,
  input: withPaths(sample.input, change) as object,
});

const inPlace = (await loadSamplesAsync(folder)).filter(({ isOfStudio }) => !isOfStudio);
const withAPath = inPlace.filter((sample) => {
  let found = false;
  withPaths(sample.input, (path) => {
    found = true;
    return path;
  });
  return found;
});

async function outcomeAsync(sample: Sample): Promise<string> {
  try {
    await runSampleAsync(sample, context);
    return 'done';
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

const NOWHERE = [
  'Workspace.Yerd',
  'Workspace.Yard.Brick.Deeper',
  'Workspace.Yard.Brick[99]',
  'Workspace.Yard.Brick[0]',
  'Workspace..Yard',
  'Workspace.Yard.',
  'Workspace.Yard/Brick',
  'Workspace.Yard.\\x',
  'Workspace.Yard."Brick\'',
  'Workspace.Yard.\u{1F600}',
  `Workspace.Yard.${'x'.repeat(10_000)}`,
];

verifiesTogether('commands.bad-input', 'a path that leads nowhere', () => {
  test.each(withAPath.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
    for (const path of NOWHERE) {
      await makeReadyAsync(sample, context);
      const before = await luauAsync(YARD_TREE);
      const outcome = await outcomeAsync(changed(sample, () => path));
      expect(`${path.slice(0, 60)} ${outcome.slice(0, 500)}`).toMatch(/ INSTANCE_NOT_FOUND: /);
      expect(outcome.length).toBeLessThan(10_000);
      expect(await luauAsync(YARD_TREE)).toBe(before);
    }
  });

  test('a path of a megabyte is told in short', async () => {
    const { message, details } = await failAsync(explorerQuery, { path: 'x'.repeat(1_000_000) });
    expect(message.length + JSON.stringify(details).length).toBeLessThan(3_000);
  });

  test('it is told how far the path led, and what is near', async () => {
    await makeReadyAsync({ ...(inPlace[0] as Sample), first: [] }, context);
    expect(await failAsync(explorerQuery, { path: 'Workspace.Yard.Brikc.Deeper' })).toMatchObject({
      code: 'INSTANCE_NOT_FOUND',
      message: expect.stringContaining('Brick'),
      details: expect.objectContaining({ resolvedTo: 'game.Workspace.Yard', failedSegment: 'Brikc' }),
    });
  });
});

/** As Luau writes them. */
const NAMES = [
  '"a.b.c"',
  '"a/b"',
  `"\\"quoted' \`"`,
  '"\u{1F600} \u{1F468}\u200D\u{1F469}"',
  '"[2]"',
  '"back\\\\slash"',
  '"two\\nlines\\t"',
  '"\\xFF\\xFE odd bytes"',
  '""',
  '" "',
  '"game"',
  '"$id"',
  '"-flag=1,2"',
  '"__proto__"',
  '"constructor"',
];

verifiesTogether('commands.bad-input', 'a name that is odd', () => {
  test.each(withAPath.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
    for (const name of NAMES) {
      await makeReadyAsync(sample, context);
      await luauAsync(`
        for _, old in { "Brick", "Code", "Inner" } do
          workspace.Yard[old]:SetAttribute("Was", old)
          workspace.Yard[old].Name = ${name}
        end
      `);
      const { instance } = await runAsync(explorerQuery, {
        path: 'Workspace.Yard',
        children: true,
        attributes: true,
      });
      const paths = new Map(
        (instance.children ?? []).map(({ attributes, path }) => [String(attributes?.Was), path]),
      );
      const named = changed(sample, (path) => paths.get(path.split('.').at(-1) ?? '') ?? path);
      const outcome = await outcomeAsync(named);
      expect(`${name} ${outcome}`).toBe(`${name} done`);
    }
  });
});

verifies(
  'commands.bad-input',
  'attributes and tags that are called as what every object has come through whole',
  async () => {
    await makeReadyAsync({ ...(inPlace[0] as Sample), first: [] }, context);
    const path = 'game.Workspace.Yard.Brick';
    const before = readSnapshot(await runAsync(explorerSnapshot, { path }).then(snapshotText), 'before');
    await runAsync(explorerSet, {
      path,
      attribute: ['__proto__=1', 'constructor=two'],
      tag: ['__proto__', 'toString'],
    });
    const changes = [{ op: 'set', path, attributes: JSON.parse('{"__proto__": 3, "valueOf": true}') }];
    await runAsync(explorerEdit, { changes: JSON.stringify(changes) });
    const names = JSON.parse('{"__proto__": 3, "constructor": "two", "valueOf": true}');
    const { instance } = await runAsync(explorerQuery, { path, attributes: true });
    expect(Object.entries(instance.attributes)).toEqual(expect.arrayContaining(Object.entries(names)));
    expect(instance.tags).toEqual(expect.arrayContaining(['__proto__', 'toString']));
    const snapshot = readSnapshot(await runAsync(explorerSnapshot, { path }).then(snapshotText), 'after');
    const told = compareSnapshots(before, snapshot).flatMap(({ changes: each = [] }) => each);
    expect(told.map(({ kind, name, after }) => [kind, name, after])).toEqual([
      ...Object.entries(names).map(([name, value]) => ['attribute', name, value]),
      ['tag', '__proto__', true],
      ['tag', 'toString', true],
    ]);
    const found = await runAsync(explorerFind, { in: 'Workspace.Yard', attribute: ['__proto__=3'] });
    expect(found.instances).toMatchObject([{ path }]);
  },
);

const VALUES: readonly (readonly [assignment: string, message: RegExp])[] = [
  ['Anchored=maybe', /Anchored/],
  ['Anchored=1', /Anchored/],
  ['Transparency=half', /Transparency/],
  ['Size=1,2', /Size/],
  ['Size={}', /Size/],
  ['Size=[1,2,"x"]', /Size/],
  ['Material=Wod', /Wood/],
  ['Color=red-ish', /Color/],
  ['Parent=Workspace.Nowhere', /changed by a move/],
  ['Sise=1,1,1', /Did you mean Size/],
  ['ClassName=Model', /ClassName/],
  ['Mass=1', /Mass/],
  ['=1', /./],
  ['Anchored', /./],
];

describe('values', () => {
  for (const [assignment, message] of VALUES) {
    verifies(
      'commands.bad-input',
      `explorer set ${assignment} is refused, and what stands beside it too`,
      async () => {
        await makeReadyAsync({ ...(inPlace[0] as Sample), first: [] }, context);
        const failure = await failAsync(explorerSet, {
          path: 'Workspace.Yard.Brick',
          properties: ['Locked=true', assignment],
        });
        expect(['INVALID_PAYLOAD', 'PROPERTY_NOT_FOUND', 'INSTANCE_NOT_FOUND', 'USAGE']).toContain(
          failure.code,
        );
        expect(failure.message).toMatch(message);
        expect(await luauAsync('return workspace.Yard.Brick.Locked')).toBe(false);
      },
    );
  }

  verifies(
    'commands.bad-input',
    'numbers that are none, long texts and tables in a circle come and go',
    async () => {
      await makeReadyAsync({ ...(inPlace[0] as Sample), first: [] }, context);
      const path = 'Workspace.Yard.Brick';
      await runAsync(explorerSet, { path, attribute: ['Odd=nan', 'Far=-inf'] });
      expect(
        await luauAsync(
          'local b = workspace.Yard.Brick return b:GetAttribute("Odd") ~= b:GetAttribute("Odd")',
        ),
      ).toBe(true);
      const long = 'ä'.repeat(500_000);
      await runAsync(explorerSet, { path, attribute: [`Long=${long}`] });
      expect(await luauAsync('return #workspace.Yard.Brick:GetAttribute("Long")')).toBe(1_000_000);
      const { instance } = await runAsync(explorerQuery, { path, attributes: true });
      expect(instance.attributes).toMatchObject({
        Odd: { type: 'Number', value: 'nan' },
        Far: { type: 'Number', value: '-inf' },
      });
      const { returnValues } = await runAsync(consoleExec, {
        code: 'local t = { inner = {} } t.inner.back = t return t, 0/0, string.rep("x", 1000000), "\\xFF"',
      });
      expect(returnValues).toMatchObject([
        { inner: { back: { type: 'Cycle' } } },
        { type: 'Number', value: 'nan' },
        'x'.repeat(1_000_000),
        { type: 'Bytes', base64: '/w==' },
      ]);
    },
  );
});

/** So many that a look at all of them takes several frames, in which they come and go. */
const CHURN = `
  local yard = workspace.Yard
  for index = 1, 8000 do
    local part = Instance.new(if index % 100 == 0 then "ModuleScript" else "Part")
    part.Name = "Crowd" .. index % 50
    part.Parent = yard
  end
  _G.churning = true
  task.spawn(function()
    local at = 0
    while _G.churning do
      for _ = 1, 40 do
        local children = yard:GetChildren()
        at += 7919
        local victim = children[at % #children + 1]
        if string.find(victim.Name, "^Crowd") then
          local new = Instance.new("Part")
          new.Name = victim.Name
          victim:Destroy()
          new.Parent = yard
        end
      end
      task.wait()
    end
  end)
`;

verifiesTogether('commands.bad-input', 'instances that are destroyed in the middle', () => {
  test.each(withAPath.map((sample) => [sample.name, sample] as const))(
    '%s',
    async (_name, sample) => {
      await makeReadyAsync(sample, context);
      await luauAsync(CHURN);
      try {
        const outcome = await outcomeAsync(sample);
        expect(outcome).toMatch(/^(done|INSTANCE_NOT_FOUND|INVALID_PAYLOAD)\b/);
        // And what is aimed at goes away while it is asked for.
        const gone = luauAsync('task.defer(function() workspace.Yard.Brick:Destroy() end)');
        const second = await outcomeAsync(sample);
        await gone;
        expect(second).toMatch(/^(done|INSTANCE_NOT_FOUND|INVALID_PAYLOAD)\b/);
      } finally {
        await luauAsync('_G.churning = false');
      }
    },
    60_000,
  );
});
