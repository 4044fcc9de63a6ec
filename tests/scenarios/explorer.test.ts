// Looking at instances in an emulated Studio, over a real socket: what comes back, what is left out, what is refused.
import { expect } from 'vitest';
import { BridgeSession } from '../../src/api/bridge-session.js';
import { queryDataModel } from '../../src/command/instances/tree.js';
import { explorerFind } from '../../src/commands/explorer/find/find.js';
import { explorerQuery } from '../../src/commands/explorer/query/query.js';
import { explorerServices } from '../../src/commands/explorer/services/services.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const BUILD = `
local holder = Instance.new("Folder")
holder.Name = "Holder"
holder:SetAttribute("Level", 3)
holder:AddTag("Home")
for index = 1, 3 do
  local part = Instance.new("Part")
  part.Name = "Brick"
  part.Position = Vector3.new(index, 0, 0)
  part.Parent = holder
end
local odd = Instance.new("Model")
odd.Name = 'a.b/"c" \\u{1F600}[2]'
odd.Parent = holder
holder.Parent = workspace
`;

const { runAsync, failAsync, luauAsync, session, connection } = await useStudioOfFileAsync();
await luauAsync(BUILD);

verifies(
  ['explorer.query', 'explorer.paths'],
  'a tree is told with properties, and every path leads back',
  async () => {
    const query = (input: object) => runAsync(explorerQuery, { ...input });
    const { instance } = await query({
      path: 'Workspace.Holder',
      children: true,
      properties: ['Position', 'Name'],
      attributes: true,
    });
    expect(instance).toMatchObject({
      path: 'game.Workspace.Holder',
      className: 'Folder',
      attributes: { Level: 3 },
      tags: ['Home'],
      childCount: 4,
      properties: { Name: 'Holder' },
    });
    expect(instance.children?.map(({ path }) => path)).toEqual([
      'game.Workspace.Holder.Brick',
      'game.Workspace.Holder.Brick[2]',
      'game.Workspace.Holder.Brick[3]',
      'game.Workspace.Holder.a\\.b/"c" 😀\\[2\\]',
    ]);
    expect(instance.children?.[2]?.properties.Position).toEqual({ type: 'Vector3', value: [3, 0, 0] });
    for (const { path, name, className } of instance.children ?? []) {
      const again = await query({ path });
      expect(again.instance).toMatchObject({ path, name, className });
    }
    const whole = await query({ path: 'Workspace.Holder.Brick[2].Position' });
    expect(explorerQuery.format(whole, { streamed: true })).toBe(
      'game.Workspace.Holder.Brick[2]  Part\n    Position = 2, 0, 0',
    );
  },
);

verifies('explorer.query', 'all properties are those that the engine lets read', async () => {
  const { instance } = await runAsync(explorerQuery, { path: 'Workspace', properties: ['*'] });
  expect(Object.keys(instance.properties).length).toBeGreaterThan(20);
  expect(instance.properties).toMatchObject({ Name: 'Workspace', ClassName: 'Workspace', Gravity: 196.2 });
});

verifies('explorer.budget', 'what is left out is told, and a cursor goes on', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 10; page++) {
    const view = await runAsync(explorerQuery, {
      path: 'Workspace.Holder',
      depth: 2,
      limit: 2,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(view.total).toBe(5);
    if (view.instance.isStub !== true) seen.push(view.instance.path);
    seen.push(...(view.instance.children ?? []).map(({ path }) => path));
    cursor = view.nextCursor;
    if (!view.truncated) break;
    expect(explorerQuery.format(view, { streamed: true })).toContain(
      `… not everything of 5 instances: --limit was reached. Go on with --cursor ${cursor}`,
    );
  }
  expect(seen.length).toBe(5);
  expect(new Set(seen).size).toBe(5);
});

verifies('explorer.bad-paths', 'what does not resolve is named, with what may have been meant', async () => {
  const missing = await failAsync(explorerQuery, { path: 'Workspace.Holder.Brik' });
  expect([missing.code, missing.message]).toEqual([
    'INSTANCE_NOT_FOUND',
    'No instance found at path: game.Workspace.Holder.Brik. game.Workspace.Holder is there, ' +
      'but nothing in it is called Brik; did you mean Brick?',
  ]);
  expect(missing.details).toMatchObject({ resolvedTo: 'game.Workspace.Holder', failedSegment: 'Brik' });
  const property = await failAsync(explorerQuery, {
    path: 'Workspace.Holder.Brick',
    properties: ['Postion'],
  });
  expect([property.code, property.message]).toEqual([
    'PROPERTY_NOT_FOUND',
    'game.Workspace.Holder.Brick is a Part, which has no property Postion. Did you mean Position?',
  ]);
  const find = await failAsync(explorerQuery, { path: 'Workspace', find: 'Nowhere', recursive: true });
  expect(find.message).toBe('Nothing called Nowhere is in game.Workspace.');
});

verifies('explorer.services', 'the services of the place are listed', async () => {
  const { services } = await runAsync(explorerServices);
  expect(services[0]).toMatchObject({ name: 'Workspace', path: 'game.Workspace' });
  const all = await runAsync(explorerServices, { all: true });
  expect(all.services.length).toBeGreaterThan(services.length);
});

verifies(
  'explorer.query',
  'whoever does not ask for the packed form gets the tree as the wire specifies it',
  async () => {
    const { instance } = await session.invokeAsync(queryDataModel, {
      path: 'game.Workspace.Holder',
      depth: 1,
    });
    expect(instance).toMatchObject({
      name: 'Holder',
      path: 'game.Workspace.Holder',
      properties: {
        ClassName: 'Folder',
        Name: 'Holder',
        Parent: { type: 'Instance', path: 'game.Workspace' },
      },
      childCount: 4,
      children: [{ path: 'game.Workspace.Holder.Brick' }, {}, { path: 'game.Workspace.Holder.Brick[3]' }, {}],
    });
  },
);

verifies('api.queries', 'the published session asks the same', async () => {
  const published = new BridgeSession(session, connection);
  const tree = await published.queryDataModelAsync({
    path: 'Workspace.Holder',
    depth: 1,
    properties: ['Name'],
  });
  expect([tree.name, tree.className, tree.children?.length]).toEqual(['Holder', 'Folder', 4]);
  const services = await published.queryDataModelAsync({ listServices: true });
  expect(services.children?.map(({ className }) => className)).toContain('Workspace');
  await published.execAsync('print("for the logs")');
  const logs = await published.queryLogsAsync({ tail: 1 });
  expect(logs.entries).toMatchObject([{ level: 'Print', body: 'for the logs' }]);
  expect((await published.queryLogsAsync({ head: 1, levels: ['Error'] })).entries).toEqual([]);
});

verifies('explorer.find', 'instances are found by whatever is known of them, page by page', async () => {
  const paths = async (input: object) => {
    const { instances } = await runAsync(explorerFind, { in: 'Workspace.Holder', ...input });
    return instances.map(({ path }) => path.replace('game.Workspace.Holder.', ''));
  };
  expect(await paths({ name: 'Brick' })).toEqual(['Brick', 'Brick[2]', 'Brick[3]']);
  expect(await paths({ name: 'Bri*', limit: 2 })).toEqual(['Brick', 'Brick[2]']);
  expect(await paths({ name: 'a.b*' })).toEqual(['a\\.b/"c" 😀\\[2\\]']);
  expect(await paths({ class: 'BasePart', property: ['Position=2, 0, 0'] })).toEqual(['Brick[2]']);
  expect(await paths({ selector: 'Model' })).toEqual(['a\\.b/"c" 😀\\[2\\]']);
  expect(await paths({ selector: 'BasePart', property: ['Material=Plastic'], limit: 1 })).toEqual(['Brick']);
  const tagged = await runAsync(explorerFind, { tag: 'Home', attribute: ['Level=3'] });
  expect(tagged).toMatchObject({ total: 1, truncated: false, instances: [{ className: 'Folder' }] });
  const page = await runAsync(explorerFind, { name: 'Brick', limit: 2 });
  expect(page).toMatchObject({ total: 3, truncated: true, nextCursor: '2' });
  expect(explorerFind.format(page, { streamed: true })).toContain(
    '… not everything of 3 instances: --limit was reached. Go on with --cursor 2',
  );
  const rest = await runAsync(explorerFind, { name: 'Brick', limit: 2, cursor: '2' });
  expect(rest.instances.map(({ path }) => path)).toEqual(['game.Workspace.Holder.Brick[3]']);
  expect((await failAsync(explorerFind, { selector: '>>>' })).message).toContain(
    'The selector cannot be used',
  );
  const misspelt = { in: 'Workspace.Holder', class: 'Part', property: ['Sise=1,1,1'] };
  expect(await failAsync(explorerFind, misspelt)).toMatchObject({
    code: 'PROPERTY_NOT_FOUND',
    message: 'Nothing that was looked at has a property Sise. Did you mean Size?',
  });
  await luauAsync(
    'local odd = Instance.new("Folder") odd.Name = "two\\nlines" odd.Parent = workspace.Holder',
  );
  const odd = await runAsync(explorerFind, { in: 'Workspace.Holder', name: 'two*' });
  expect(explorerFind.format(odd, { streamed: true })).toContain('Folder  game.Workspace.Holder.two\\nlines');
  expect((await runAsync(explorerQuery, { path: 'Workspace.Holder.two\\nlines' })).instance.name).toBe(
    'two\nlines',
  );
  expect((await failAsync(explorerFind, { class: 'basepart' })).message).toBe(
    'There is no class basepart. Did you mean BasePart?',
  );
  const garbage = await failAsync(explorerFind, { name: 'Brick', cursor: 'garbage' });
  expect(garbage.message).toContain('has to be what an answer before gave as its next cursor');
  expect((await failAsync(explorerFind, {})).message).toBe('There is nothing to search for.');
});
