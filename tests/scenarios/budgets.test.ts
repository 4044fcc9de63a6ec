// Whatever goes through instances has a budget: it says what it left out and goes on from there, or it comes in pages
// that are put together again, so that nothing is too large for a frame.
import { expect, test } from 'vitest';
import { lookAsync } from '../../src/command/instances/look.js';
import { takeSnapshotAsync } from '../../src/command/instances/take-snapshot.js';
import { explorerFind } from '../../src/commands/explorer/find/find.js';
import { explorerQuery } from '../../src/commands/explorer/query/query.js';
import { explorerSelection } from '../../src/commands/explorer/selection/selection.js';
import { explorerServices } from '../../src/commands/explorer/services/services.js';
import { scriptGrep } from '../../src/commands/script/grep/grep.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifiesTogether } from '../support/verifies.js';

const { session, world, luauAsync, runAsync } = await useStudioOfFileAsync('Budgets');
const MEGABYTE = 1_000_000;
const FAT = 18;
const CROWD = 300;
await luauAsync(`
  local fat = Instance.new("Folder", workspace)
  fat.Name = "Fat"
  for number = 1, ${FAT} do
    local value = Instance.new("StringValue", fat)
    value.Name = "Text" .. number
    value.Value = string.rep(string.char(96 + number), ${MEGABYTE})
  end
  local crowd = Instance.new("Folder", workspace)
  crowd.Name = "Crowd"
  for number = 1, ${CROWD} do
    local code = Instance.new("ModuleScript", crowd)
    code.Name = "Code" .. number
    code.Source = "local needle = " .. number
  end
  game:GetService("Selection"):Set(crowd:GetChildren())
`);

interface Told {
  readonly page: { readonly truncated: boolean; readonly total?: number; readonly nextCursor?: string };
  readonly paths: readonly string[];
  readonly text: string;
}
type Ask = (paging: { limit: number; cursor?: string }) => Promise<Told>;

const asks: Readonly<Record<string, Ask>> = {
  async 'explorer query'(paging) {
    const page = await runAsync(explorerQuery, { path: 'Workspace.Crowd', depth: 1, ...paging });
    const text = explorerQuery.format(page, { streamed: true });
    return { page, paths: (page.instance.children ?? []).map(({ path }) => path), text };
  },
  async 'explorer find'(paging) {
    const page = await runAsync(explorerFind, { class: 'ModuleScript', in: 'Workspace.Crowd', ...paging });
    const text = explorerFind.format(page, { streamed: true });
    return { page, paths: page.instances.map(({ path }) => path), text };
  },
  async 'explorer selection'(paging) {
    const page = await runAsync(explorerSelection, paging);
    const text = explorerSelection.format(page, { streamed: true });
    return { page, paths: page.selected.map(({ path }) => path), text };
  },
  async 'script grep'(paging) {
    const page = await runAsync(scriptGrep, { text: 'needle', in: 'Workspace.Crowd', ...paging });
    const text = scriptGrep.format(page, { streamed: true });
    return { page, paths: page.matches.map(({ path }) => path), text };
  },
};

verifiesTogether('explorer.budget', 'what has to be paged', () => {
  test.each(Object.entries(asks))(
    '%s says what it left out, and goes on with it',
    async (_name, askAsync) => {
      const seen: string[] = [];
      let pages = 0;
      for (let cursor: string | undefined; pages === 0 || cursor !== undefined; pages++) {
        const { page, paths, text } = await askAsync({
          limit: 120,
          ...(cursor === undefined ? {} : { cursor }),
        });
        seen.push(...paths);
        cursor = page.nextCursor;
        expect(page.truncated).toBe(cursor !== undefined);
        expect([CROWD, CROWD + 1]).toContain(page.total);
        const rest =
          /… not everything of 30[01] (instances|lines): --limit was reached\. Go on with --cursor \S+$/;
        if (cursor === undefined) expect(text).not.toContain('…');
        else expect(text).toMatch(rest);
      }
      expect(pages).toBe(3);
      expect(new Set(seen).size).toBe(CROWD);
      expect(seen.length).toBe(CROWD);
    },
  );

  test('what is found does not fill more than a frame, whatever limit is given', async () => {
    await luauAsync(`
      local long = Instance.new("Folder", workspace)
      long.Name = "Long"
      local deep = long
      for _ = 1, 40 do
        deep = Instance.new("Model", deep)
        deep.Name = string.rep("n", 100)
      end
      for number = 1, 2000 do
        Instance.new("Folder", deep).Name = "Folder" .. number
      end
    `);
    const names = { in: 'Workspace.Long', class: 'Folder', limit: 100_000 };
    const first = await runAsync(explorerFind, names);
    expect(first).toMatchObject({ truncated: true, exhausted: 'bytes', total: 2000 });
    const rest = await runAsync(explorerFind, { ...names, cursor: first.nextCursor });
    expect(first.instances.length).toBeGreaterThan(10);
    expect(rest.instances[0]?.path).not.toBe(first.instances[0]?.path);
    await luauAsync(`
      local code = Instance.new("ModuleScript", workspace.Long)
      code.Source = string.rep("-- needle\\n", 19000)
    `);
    const lines = await runAsync(scriptGrep, { text: 'needle', in: 'Workspace.Long', limit: 100_000 });
    expect(lines).toMatchObject({ truncated: true, exhausted: 'bytes', total: 19_000 });
    expect(scriptGrep.format(lines, { streamed: true })).toMatch(
      /the answer is full\. Go on with --cursor \S+$/,
    );
  });

  test('explorer services tells that it is whole', async () => {
    expect(await runAsync(explorerServices, { all: true })).toMatchObject({ truncated: false });
  });

  test('explorer query fills an answer and no more', async () => {
    const { instance, ...rest } = await runAsync(explorerQuery, {
      path: 'Workspace.Fat',
      depth: 1,
      properties: ['Value'],
    });
    expect(rest).toMatchObject({ truncated: true, exhausted: 'bytes', total: FAT + 1 });
    expect(instance.children?.length).toBeGreaterThan(8);
  });

  test('an answer has a budget as it is written out, too, and goes on to the end', async () => {
    const asker = { session, signal: world.context.signal, options: {} };
    const whole = await lookAsync({ path: 'game.Workspace.Crowd', depth: 1, propertySet: 'readable' }, asker);
    const names = (view: typeof whole) => (view.instance.children ?? []).map(({ name }) => name);
    const written = JSON.stringify(whole.instance).length;
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | undefined; sizes.length === 0 || cursor !== undefined; ) {
      const query = { path: 'game.Workspace.Crowd', depth: 1, propertySet: 'readable' as const };
      const paging = { maxNodes: 60_000, maxWrittenBytes: written / 3, ...(cursor ? { cursor } : {}) };
      const view = await lookAsync({ ...query, ...paging }, asker);
      expect(view).toMatchObject(
        view.truncated ? { exhausted: 'bytes', total: CROWD + 1 } : { total: CROWD + 1 },
      );
      seen.push(...names(view));
      sizes.push(JSON.stringify(view.instance).length);
      cursor = view.nextCursor;
    }
    expect(seen).toEqual(names(whole));
    expect(sizes.length).toBeGreaterThanOrEqual(3);
    // What is reckoned is near what it takes.
    expect(Math.max(...sizes) / (written / 3)).toBeLessThan(1.3);
    expect(Math.max(...sizes) / (written / 3)).toBeGreaterThan(0.7);
    const none = await lookAsync({ path: 'game.Workspace.Crowd', depth: 1, maxWrittenBytes: 1 }, asker);
    expect(none).toMatchObject({ truncated: true, nextCursor: '1' });
  });

  test('a snapshot is whole however many pages it takes, and compares equal', async () => {
    const asker = { session, signal: world.context.signal, options: {} };
    const snapshot = await takeSnapshotAsync('game.Workspace.Fat', asker);
    expect(Object.keys(snapshot.instances)).toHaveLength(FAT + 1);
    expect(await takeSnapshotAsync('game.Workspace.Fat', asker)).toEqual(snapshot);
  });
});
