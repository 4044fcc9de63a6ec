// What this project takes for granted about Open Cloud, held against the emulated one always, and against Roblox' own where
// STUDIO_BRIDGE_CONTRACT_KEY, STUDIO_BRIDGE_CONTRACT_UNIVERSE and STUDIO_BRIDGE_CONTRACT_PLACE name a key and a place that
// may be overwritten. A difference between the two is a fault of the emulator.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildPlaceFile } from '../../src/emulator/index.js';
import { type CloudTask, OpenCloudClient, type PlaceId, versionOf } from '../../src/open-cloud/index.js';
import { PLACE, useOpenCloudAsync } from '../support/use-open-cloud.js';
import { useTmp } from '../support/use-tmp.js';
import { verifiesTogether } from '../support/verifies.js';

interface Service extends PlaceId {
  readonly client: OpenCloudClient;
}

const {
  STUDIO_BRIDGE_CONTRACT_KEY: key,
  STUDIO_BRIDGE_CONTRACT_UNIVERSE: universe,
  STUDIO_BRIDGE_CONTRACT_PLACE: place,
} = process.env;

async function emulatedAsync(): Promise<Service> {
  const { client } = await useOpenCloudAsync();
  return { client, ...PLACE };
}

async function realAsync(): Promise<Service> {
  const client = new OpenCloudClient({ apiKey: key ?? '' });
  return { client, universeId: Number(universe), placeId: Number(place) };
}

const SERVICES = [
  ['the emulated Open Cloud', emulatedAsync],
  ...(key && universe && place ? ([['Open Cloud', realAsync]] as const) : []),
] as const;

/** A place whose bytes are others each time. */
function placeBytes(mark: string): Uint8Array {
  const folder = useTmp();
  const file = join(folder, 'default.project.json');
  writeFileSync(
    file,
    JSON.stringify({
      name: mark,
      tree: { $className: 'DataModel', Workspace: { [mark]: { $className: 'Folder' } } },
    }),
  );
  return buildPlaceFile(file);
}

async function runAsync(
  { client, universeId, placeId }: Service,
  script: string,
  more = {},
): Promise<CloudTask> {
  const created = await client.createTaskAsync({ universeId, placeId, script, timeoutMs: 60_000, ...more });
  return await client.waitForTaskAsync(created.path);
}

for (const [name, openAsync] of SERVICES)
  verifiesTogether('cloud.contract', name, () => {
    const TIME = 180_000;

    test('an upload has a number, the same one for the same bytes, and tasks run on it', {
      timeout: TIME,
    }, async () => {
      const service = await openAsync();
      const { client, universeId, placeId } = service;
      const mark = `M${Date.now()}`;
      const bytes = placeBytes(mark);
      const upload = () => client.uploadPlaceAsync({ universeId, placeId, bytes, format: 'rbxl' });
      const version = await upload();
      expect(await upload()).toBe(version);
      const task = await runAsync(
        service,
        `return workspace:FindFirstChild("${mark}") ~= nil, game.PlaceVersion`,
        { version },
      );
      expect(task).toMatchObject({ state: 'COMPLETE', output: { results: [true, version] } });
      expect(versionOf(task)).toBe(version);
    });

    test('the path of a task has no leading part, and its session is the task itself', {
      timeout: TIME,
    }, async () => {
      const { path } = await runAsync(await openAsync(), 'return 1');
      expect(path).toMatch(
        /^universes\/\d+\/places\/\d+\/versions\/\d+\/luau-execution-sessions\/([^/]+)\/tasks\/\1$/,
      );
    });

    test('values are JSON, and what is none is null', { timeout: TIME }, async () => {
      const task = await runAsync(await openAsync(), 'return 1, "x", true, { a = { 1, 2 } }, workspace');
      expect(task.output?.results).toEqual([1, 'x', true, { a: [1, 2] }, null]);
    });

    test('an error names the chunk and the line, and there is no output beside it', {
      timeout: TIME,
    }, async () => {
      const task = await runAsync(await openAsync(), '\nerror("boom")');
      expect(task).toMatchObject({ state: 'FAILED', error: { code: 'SCRIPT_ERROR' } });
      expect(task.error?.message).toContain('TaskScript:2: boom');
      expect(task.output).toBeUndefined();
    });

    test('lines have their kinds, in their order, once the task is over', { timeout: TIME }, async () => {
      const service = await openAsync();
      const { path } = await runAsync(service, 'print("a\\nb") warn("c") print("d")');
      const lines = await service.client.listLogsAsync(path);
      expect(lines.map(({ message, messageType }) => [message, messageType])).toEqual([
        ['a\nb', 'OUTPUT'],
        ['c', 'WARNING'],
        ['d', 'OUTPUT'],
      ]);
    });

    test('of a long log the end is kept', { timeout: TIME }, async () => {
      const service = await openAsync();
      const { path } = await runAsync(service, 'for index = 1, 12000 do print("SEQ", index) end');
      const lines = await service.client.listLogsAsync(path);
      expect(lines.at(-1)?.message).toBe('SEQ 12000');
      expect(lines.length).toBeGreaterThan(5_000);
      expect(lines.length).toBeLessThan(12_000);
    });

    test('bytes go in and come out', { timeout: TIME }, async () => {
      const service = await openAsync();
      const { client, universeId } = service;
      const { path } = await client.sendBinaryInputAsync(universeId, Buffer.from('abc'));
      const script = 'local input = ... return { BinaryOutput = input.BinaryInput, ReturnValues = { 7 } }';
      const task = await runAsync(service, script, { binaryInput: path, binaryOutput: true });
      expect(task.output?.results).toEqual([7]);
      expect((await client.fetchBinaryOutputAsync(task))?.toString()).toBe('abc');
    });

    test('more than 4 MB of values is a failure of the task', { timeout: TIME }, async () => {
      const task = await runAsync(await openAsync(), 'return string.rep("x", 5 * 1024 * 1024)');
      expect(task.state).toBe('FAILED');
    });

    test('a server is no Studio, and has no sockets', { timeout: TIME }, async () => {
      const script =
        'local run = game:GetService("RunService") local ok = pcall(function() return game:GetService("HttpService"):CreateWebStreamClient(Enum.WebStreamClientType.WebSocket, { Url = "ws://localhost:1" }) end) return run:IsStudio(), run:IsServer(), run:IsClient(), ok';
      expect((await runAsync(await openAsync(), script)).output?.results).toEqual([
        false,
        true,
        false,
        false,
      ]);
    });

    test('what a script puts into a sorted map can be read and removed from outside', {
      timeout: TIME,
    }, async () => {
      const service = await openAsync();
      const { client, universeId } = service;
      const map = `contract-${Date.now()}`;
      await runAsync(
        service,
        `local map = game:GetService("MemoryStoreService"):GetSortedMap("${map}")
       for index = 1, 3 do map:SetAsync("00" .. index, { n = index }, 60) end`,
      );
      const items = await client.listSortedMapAsync(universeId, map, '001');
      expect(items).toMatchObject([
        { id: '002', value: { n: 2 } },
        { id: '003', value: { n: 3 } },
      ]);
      await client.deleteSortedMapItemAsync(universeId, map, '003');
      expect(await client.listSortedMapAsync(universeId, map, undefined)).toHaveLength(2);
    });
  });
