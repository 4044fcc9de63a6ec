import { expect, onTestFinished, test } from 'vitest';
import { CloudDataModel } from './cloud-data-model.js';
import type { TaskOrder } from './task-runner.js';

async function runAsync(script: string, order: Partial<TaskOrder> = {}) {
  const lines: string[] = [];
  const dataModel = new CloudDataModel({
    order: {
      place: new Uint8Array(),
      placeId: 2,
      universeId: 1,
      version: 7,
      script,
      wantsBinaryOutput: false,
      ...order,
    },
    onLine: (message, type) => lines.push(`${type} ${message}`),
    scriptTimeLimitMs: 500,
  });
  onTestFinished(() => dataModel.dispose());
  dataModel.start();
  const outcome = await dataModel.outcome;
  dataModel.dispose();
  return { outcome, lines };
}

const returned = async (script: string) => {
  const { outcome } = await runAsync(script);
  return outcome.kind === 'returned' ? JSON.parse(outcome.results) : outcome;
};

test('what a script returns is JSON, with null for what JSON cannot carry', async () => {
  expect(await returned('return 1, "two", {a = {true, false}}, nil, workspace, 0/0, print')).toEqual([
    1,
    'two',
    { a: [true, false] },
    null,
    null,
    null,
    null,
  ]);
  expect(await returned('')).toEqual([]);
  expect(await returned('task.wait() return #game:GetService("Workspace"):GetChildren() >= 0')).toEqual([
    true,
  ]);
});

test('it is a server outside of Studio, which runs nothing by itself', async () => {
  const script = `local run = game:GetService("RunService")
    return run:IsStudio(), run:IsClient(), run:IsServer(), run:IsRunning(), run:IsRunMode(), game.PlaceVersion, game.PlaceId, game.GameId`;
  expect(await returned(script)).toEqual([false, false, true, false, false, 7, 2, 1]);
});

test('an error is told with the name of the chunk and the line', async () => {
  expect(await returned('error("boom")')).toEqual({ kind: 'failed', message: 'TaskScript:1: boom' });
  expect(await returned('local x = = 1')).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('TaskScript:1:'),
  });
  expect(await returned('local t = {} t.t = t return t')).toEqual({
    kind: 'failed',
    message: 'tables cannot be cyclic',
  });
  expect(await returned('while true do end')).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('Script timeout: exhausted allowed execution time'),
  });
});

test('lines have their types, and an error comes with its stack as one message', async () => {
  const { lines } = await runAsync(`
    print("a\\nb") warn("careful")
    task.spawn(function() error("in a thread") end)
    task.wait()`);
  expect(lines).toEqual([
    'OUTPUT a\nb',
    'WARNING careful',
    expect.stringMatching(/^ERROR TaskScript:3: in a thread\nStack Begin\n[\s\S]*\nStack End$/),
  ]);
});

test('binary data goes in and out', async () => {
  const script =
    'local input = ({...})[1].BinaryInput return { BinaryOutput = input, ReturnValues = { buffer.len(input) } }';
  const { outcome } = await runAsync(script, {
    binaryInput: Buffer.from([0, 255, 7]),
    wantsBinaryOutput: true,
  });
  expect(outcome).toEqual({ kind: 'returned', results: '[3]', binaryOutput: Buffer.from([0, 255, 7]) });
  const wrong = await runAsync('return 1, 2', { wantsBinaryOutput: true });
  expect(wrong.outcome).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('must return one table'),
  });
});

const PLACE = `<roblox version="4">
  <Item class="ReplicatedStorage"><Properties><string name="Name">ReplicatedStorage</string></Properties>
    <Item class="ModuleScript"><Properties><string name="Name">Shop</string><ProtectedString name="Source">return { price = 42 }</ProtectedString></Properties></Item>
  </Item>
  <Item class="ServerScriptService"><Properties><string name="Name">ServerScriptService</string></Properties>
    <Item class="Script"><Properties><string name="Name">Main</string><ProtectedString name="Source">error("must not run")</ProtectedString></Properties></Item>
  </Item>
</roblox>`;

test('the place is open, and none of its scripts run', async () => {
  const script =
    'task.wait() return require(game.ReplicatedStorage.Shop).price, #game.ServerScriptService:GetChildren()';
  const { outcome, lines } = await runAsync(script, { place: Buffer.from(PLACE) });
  expect(outcome).toMatchObject({ kind: 'returned', results: '[42,1]' });
  expect(lines).toEqual([]);
});

test('a place that cannot be read has no data model', async () => {
  await expect(runAsync('', { place: Buffer.from('no place') })).rejects.toThrow(
    'does not begin as a Roblox file does',
  );
});

test('it reaches neither a socket nor this machine', async () => {
  const script = `local http = game:GetService("HttpService")
    local _, stream = pcall(http.CreateWebStreamClient, http, Enum.WebStreamClientType.WebSocket, { Url = "ws://example.com" })
    local _, here = pcall(http.GetAsync, http, "http://127.0.0.1:9/")
    return stream, here`;
  expect(await returned(script)).toEqual([
    'CreateWebStreamClient can only be used in Studio',
    'HttpError: ConnectFail',
  ]);
});
