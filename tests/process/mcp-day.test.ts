// A working day of an agent, by tools alone: it starts a Studio with a project, finds what is wrong, mends it, proves it
// by tests and in a play test, and takes back what it does not want.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { expect } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import {
  callAsync,
  useHttpClientAsync,
  useHttpServerAsync,
  useStdioClientAsync,
} from '../support/use-mcp.js';
import { verifies } from '../support/verifies.js';

const CART = 'ReplicatedStorage.Shared.Cart';

const FILES: Readonly<Record<string, string>> = {
  'default.project.json': JSON.stringify({
    name: 'Shop',
    tree: {
      $className: 'DataModel',
      ReplicatedStorage: { Shared: { $path: 'shared' } },
      ServerScriptService: { Main: { $path: 'main.server.luau' } },
    },
  }),
  'shared/Cart.luau':
    'local Cart = {}\nfunction Cart.total(items)\n\tlocal sum = 0\n\tfor _, item in items do\n\t\tsum += item.price\n\tend\n\treturn sum\nend\nreturn Cart\n',
  'shared/Cart.spec.luau':
    'local Cart = require(script.Parent.Cart)\nreturn {\n\t["counts"] = function()\n\t\tassert(Cart.total({ { price = 2, count = 3 } }) == 6, "not 6")\n\tend,\n}\n',
  'main.server.luau':
    'game:GetService("Players").PlayerAdded:Connect(function(player)\n\tlocal coins = nil\n\tprint(player.Name, coins.Value)\nend)\n',
};

function writeProject(folder: string): string {
  mkdirSync(join(folder, 'shared'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  return join(folder, 'default.project.json');
}

async function workAsync(client: Client, project: string): Promise<void> {
  const tryAsync = (name: string, given: object = {}) => callAsync(client, `studio_${name}`, { ...given });
  const doAsync = async (name: string, given: object = {}) => {
    const result = await tryAsync(name, given);
    expect(result.envelope.ok, `${name}: ${result.text}`).toBe(true);
    return { ...result, data: Object(result.envelope.data) };
  };

  const launched = await doAsync('process_launch', { place: project, emulator: true });
  expect(launched.data).toMatchObject({ kind: 'emulator', placeName: 'Shop', connected: true });

  // What is wrong with the cart: the tests run in a Studio of their own, not in the one that is open.
  const failing = await tryAsync('test', { place: project });
  expect(failing).toMatchObject({ isError: true, envelope: { ok: false, data: { exitCode: 1 } } });
  expect(failing.envelope.session).toBeUndefined();
  expect(failing.text).toContain('shared/Cart.spec.luau:4');
  const found = await doAsync('script_grep', { text: 'item.price' });
  expect(found.data.matches).toMatchObject([{ path: `game.${CART}`, line: 5 }]);
  expect((await doAsync('script_read', { path: CART, numbers: true })).text).toContain(
    '5  \t\tsum += item.price',
  );
  const broken = await tryAsync('script_edit', { path: CART, old: 'return sum', new: 'return sum +' });
  expect(broken.envelope.error).toMatchObject({ code: 'SCRIPT_LOAD_ERROR' });
  const missed = await tryAsync('script_edit', { path: CART, old: 'no such text', new: '' });
  expect(missed.envelope.error).toMatchObject({ hint: 'Look at what is in Studio, and mend the arguments.' });
  const edits = [{ old: 'item.price', new: 'item.price * item.count' }];
  expect((await doAsync('script_edit', { path: CART, edits })).text).toContain(
    '+ \t\tsum += item.price * item.count',
  );
  const sum = { code: `return require(game.${CART}).total({ { price = 2, count = 3 } })` };
  expect((await doAsync('console_exec', sum)).data.returnValue).toBe(6);

  // What is wrong in the game.
  expect((await doAsync('play_start')).data.sessions).toMatchObject([
    { context: 'server' },
    { context: 'client' },
  ]);
  await doAsync('wait_for', { context: 'server', log: 'attempt to index nil', since: 0 });
  const errors = await doAsync('console_logs', { context: 'server', levels: ['Error'] });
  expect(errors.text).toContain('ServerScriptService.Main:3: attempt to index nil');
  expect((await doAsync('console_logs', { levels: 'Error' })).text).toBe('Nothing was found.');
  await doAsync('play_input', { key: 'W', hold: 50 });
  expect(
    (await doAsync('console_exec', { context: 'client', code: 'return game.Players.LocalPlayer.Name' })).data
      .returnValue,
  ).toBe('Player1');
  const picture = await doAsync('viewport_screenshot', { context: 'client' });
  expect(picture.content.map(({ type }) => type)).toEqual(['text', 'image']);
  expect((await doAsync('play_stop')).data.isRunning).toBe(false);
  await doAsync('script_edit', { path: 'ServerScriptService.Main', old: 'nil', new: '{ Value = 3 }' });
  await doAsync('play_start');
  await doAsync('wait_for', { context: 'server', log: 'Player1 3', since: 0 });
  await doAsync('play_stop');

  // Building, and taking back.
  const { envelope: before } = await doAsync('explorer_snapshot');
  const properties = { Size: [4, 1, 2], Anchored: true, Color: '#ff8800' };
  await doAsync('explorer_create', { class: 'Part', name: 'Counter', properties, attribute: { Level: 3 } });
  const asked = { path: 'Workspace.Counter', properties: ['Size'], attributes: true };
  expect((await doAsync('explorer_query', asked)).data.instance).toMatchObject({
    properties: { Size: { value: [4, 1, 2] } },
    attributes: { Level: 3 },
  });
  const changes = [{ op: 'set', path: 'Workspace.Counter', properties: { Transparency: 0.5 } }];
  await doAsync('explorer_edit', { changes });
  expect((await doAsync('explorer_diff', { before: before.file })).text).toContain(
    '+ game.Workspace.Counter',
  );
  const model = await doAsync('place_export', { paths: 'Workspace.Counter' });
  expect(readFileSync(String(model.envelope.file)).toString('latin1', 0, 8)).toBe('<roblox!');
  await doAsync('explorer_undo', { steps: 2 });
  expect((await doAsync('explorer_diff', { before: before.file })).data.differences).toEqual([]);
  const kept = await tryAsync('process_close');
  expect(kept.envelope.error).toMatchObject({ code: 'UNSAVED_CHANGES' });
  await doAsync('process_close', { force: true });
}

const ALL = ['--tools', 'all'];

verifies('mcp.working-day', 'a client of the newer revision works a day over standard streams', async () => {
  const cli = useCli();
  const { client } = await useStdioClientAsync({ ...cli, port: await freePortAsync() }, 'modern', ALL);
  const nobody = await callAsync(client, 'studio_script_grep', { text: 'x' });
  expect(nobody.envelope.error?.hint).toContain('start one with studio_process_launch');
  await workAsync(client, writeProject(join(cli.home, 'shop')));
});

verifies('mcp.working-day', 'a client of the older revision works a day over HTTP', async () => {
  const cli = useCli();
  const port = await freePortAsync();
  const server = await useHttpServerAsync({ ...cli, port }, ['--port', String(port), ...ALL]);
  await workAsync(await useHttpClientAsync(server, 'legacy'), writeProject(join(cli.home, 'shop')));
});
