// An emulated Studio in its worker, with plugins of a few lines.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type EmulatedStudio,
  type EmulatedStudioOptions,
  prepareEmulatedStudio,
  startEmulatedStudioAsync,
  startWithPlaceAsync,
} from './start-emulated-studio.js';

async function useStudio(
  source: string,
  options: Partial<EmulatedStudioOptions> = {},
): Promise<{ studio: EmulatedStudio; lineAsync(part: string): Promise<string> }> {
  const studio = await startEmulatedStudioAsync({
    plugins: [{ name: 'Plug', files: { 'Main.server.luau': source } }],
    ...options,
  });
  onTestFinished(() => studio.terminateAsync());
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  studio.onOutput(({ level, body }) => {
    lines.push(`${level}: ${body}`);
    for (const check of waiting) check();
  });
  return {
    studio,
    lineAsync: (part) =>
      new Promise((resolve) => {
        const check = () => {
          const found = lines.find((line) => line.includes(part));
          if (found !== undefined) resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}

async function useSocketServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async nextSocketAsync(): Promise<WebSocket> {
      const [socket] = await once(server, 'connection');
      return socket;
    },
  };
}

const CONNECT = `
  local port = workspace:GetAttribute("StudioBridgePort")
  local client = game:GetService("HttpService"):CreateWebStreamClient(Enum.WebStreamClientType.WebSocket, {
    Url = "ws://127.0.0.1:" .. port,
  })
`;

test('what place it is, and that it is emulated', async () => {
  const { lineAsync } = await useStudio(
    `print("place", game.Name, game.PlaceId, game.GameId, workspace:GetAttribute("StudioBridgeOrigin"),
      workspace:GetAttribute("StudioBridgePort"), workspace:GetAttribute("Extra"))`,
    { port: 12345, placeName: 'Lobby', placeId: 7, gameId: 8, attributes: { Extra: true } },
  );
  expect(await lineAsync('place')).toBe('Print: place Lobby 7 8 emulator 12345 true');
});

test('by default it is a place that was never saved', async () => {
  const { lineAsync } = await useStudio(
    'print("place", game.Name, game.PlaceId, workspace:GetAttribute("StudioBridgePort"))',
  );
  expect(await lineAsync('place')).toBe('Print: place Place1 0 nil');
});

test('scripts are named as Studio names those of a plugin file', async () => {
  const { lineAsync } = await useStudio('error("named")');
  expect(await lineAsync('named')).toBe('Error: user_Plug.rbxmx.Plug.Main:1: named');
});

test('closing tells the plugins and closes the sockets in good order', async () => {
  const host = await useSocketServer();
  const { studio, lineAsync } = await useStudio(
    `${CONNECT}
    client.Opened:Connect(function() print("opened") end)
    plugin.Unloading:Connect(function() client:Send("goodbye") print("unloading") end)`,
    { port: host.port },
  );
  const socket = await host.nextSocketAsync();
  const messages: string[] = [];
  socket.on('message', (data) => messages.push(String(data)));
  const closed = once(socket, 'close');
  await lineAsync('opened');
  await studio.closeAsync();
  const [code] = await closed;
  expect({ code, messages }).toEqual({ code: 1005, messages: ['goodbye'] });
  expect(await studio.exited).toEqual({});
});

test('who asks again for it to close waits for the same end', async () => {
  const host = await useSocketServer();
  const { studio, lineAsync } = await useStudio(
    `${CONNECT}
    client.Opened:Connect(function() print("opened") end)
    plugin.Unloading:Connect(function() print("unloading") end)`,
    { port: host.port },
  );
  const socket = await host.nextSocketAsync();
  await lineAsync('opened');
  // It does not answer that the socket is to be closed, which is waited for.
  socket.pause();
  let isClosed = false;
  void studio.closeAsync();
  const again = studio.closeAsync().then(() => {
    isClosed = true;
  });
  await lineAsync('unloading');
  await new Promise(setImmediate);
  expect(isClosed).toBe(false);
  socket.resume();
  await again;
});

test('a start that fails leaves no thread behind', async () => {
  const readAsync = () => Promise.reject(new Error('not read'));
  await expect(startWithPlaceAsync({ plugins: [] }, readAsync)).rejects.toThrow('not read');
  // It would be the one that is used next, or keep the process alive.
  expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
});

test('a plugin that will not end does not keep it from closing', async () => {
  const { studio, lineAsync } = await useStudio('print("running") while true do end', {
    scriptTimeLimitMs: 200,
  });
  await lineAsync('running');
  await studio.closeAsync();
  expect(await studio.exited).toEqual({});
});

test('it can be ended at once, in whatever it is', async () => {
  // Longer than a test may take: its end is not waited for.
  const { studio, lineAsync } = await useStudio(
    'task.delay(0.05, function() print("running") while true do end end)',
    { scriptTimeLimitMs: 600_000 },
  );
  await lineAsync('running');
  await studio.terminateAsync();
  expect(await studio.exited).toEqual({});
});

test.each([
  ['a loop', 'while true do end'],
  ['a loop that protects itself', 'while true do pcall(function() while true do end end) end'],
])('%s without end is ended, and the Studio lives on', async (_name, body) => {
  const { lineAsync } = await useStudio(`task.delay(0.05, print, "alive") ${body}`, {
    scriptTimeLimitMs: 100,
  });
  expect(await lineAsync('Script timeout')).toBe(
    'Error: user_Plug.rbxmx.Plug.Main:1: Script timeout: exhausted allowed execution time',
  );
  expect(await lineAsync('alive')).toBe('Print: alive');
});

test('a script that exhausts the memory ends with an error, and the Studio lives on', async () => {
  const { lineAsync } = await useStudio(
    `task.delay(0.05, print, "alive")
    local kept = {}
    while true do table.insert(kept, string.rep("x", 1e6) .. #kept) end`,
    { memoryLimitBytes: 64 * 1024 * 1024 },
  );
  expect(await lineAsync('not enough memory')).toMatch(/^Error: /);
  expect(await lineAsync('alive')).toBe('Print: alive');
});

test('a prepared one is used by the next start', async () => {
  prepareEmulatedStudio();
  const { lineAsync, studio } = await useStudio('print("used", game.Name)', { placeName: 'Prepared' });
  expect(await lineAsync('used')).toBe('Print: used Prepared');
  await studio.closeAsync();
});

test('many at once, each by itself', async () => {
  const host = await useSocketServer();
  const connections = new Promise<void>((resolve) => {
    let count = 0;
    const next = async () => {
      await host.nextSocketAsync();
      if (++count < 4) await next();
      else resolve();
    };
    void next();
  });
  const studios = await Promise.all([1, 2, 3, 4].map(() => useStudio(CONNECT, { port: host.port })));
  await connections;
  await Promise.all(studios.map(({ studio }) => studio.closeAsync()));
});

const CLOCK = `
  print("begin", os.clock(), os.time(), math.random(1e6), game:GetService("HttpService"):GenerateGUID())
  -- Longer than Luau's own clock goes.
  task.wait(3600)
  print("end", os.clock() >= 3600, DateTime.now().UnixTimestamp)`;

test('virtual time passes while everybody waits, and a seed makes runs the same', async () => {
  const runAsync = async (seed: number) => {
    const { lineAsync } = await useStudio(CLOCK, { virtualTime: true, seed });
    return [await lineAsync('begin'), await lineAsync('end')];
  };
  const first = await runAsync(1);
  expect(first[1]).toMatch(/^Print: end true 17000036\d\d$/);
  expect(await runAsync(1)).toEqual(first);
  expect(await runAsync(2)).not.toEqual(first);
});

test("a tool's waits take real time and make no virtual time pass; its ids are its own", async () => {
  const source = `
    local started = os.clock()
    local frames = 0
    game:GetService("RunService").Heartbeat:Connect(function() frames += 1 end)
    task.wait(0.1)
    print("tool", os.clock() - started, frames > 1, frames < 20)
    print("id", game:GetService("HttpService"):GenerateGUID())`;
  const options = {
    plugins: [{ name: 'Tool', files: { 'Main.server.luau': source }, isTool: true }],
    virtualTime: true,
    seed: 1,
  };
  const { lineAsync } = await useStudio('', options);
  expect(await lineAsync('tool')).toBe('Print: tool 0 true true');
  const other = await useStudio('', options);
  expect(await other.lineAsync('id')).not.toBe(await lineAsync('id'));
});
