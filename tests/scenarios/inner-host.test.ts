// The host of a run's own emulated Studio, which has no port: nothing names one, and a Studio that it lost comes back.
import { expect, onTestFinished } from 'vitest';
import { pushedActions } from '../../src/app/pushed-actions.js';
import { startWithPlaceAsync } from '../../src/emulator/studio/start-emulated-studio.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import type { Pipe } from '../../src/support/pipe.js';
import { useConnection } from '../support/bridge.js';
import { verifies } from '../support/verifies.js';

async function useInnerStudioAsync() {
  const pipes: Pipe[] = [];
  const connection = await useConnection({ isInner: true, actions: pushedActions });
  const admit = (pipe: Pipe) => {
    pipes.push(pipe);
    connection.admit?.(pipe);
  };
  const options = { port: connection.port, isInner: true, plugins: [bridgePlugin] };
  const studio = await startWithPlaceAsync(options, undefined, admit);
  onTestFinished(() => studio.terminateAsync());
  const session = await connection.resolveSessionAsync({ waitMs: 15_000 });
  const luauAsync = async (script: string) =>
    (await session.invokeAsync(execute, { script })).returnValues?.[0] ?? null;
  return { connection, pipes, luauAsync };
}

verifies(
  'process.inner-host',
  'a Studio whose connection the host closes asks for it and comes back',
  async () => {
    const { connection, pipes, luauAsync } = await useInnerStudioAsync();
    expect([connection.port, pipes.length]).toEqual([0, 1]);
    const isBack = new Promise((resolve) => connection.on('session-connected', resolve));
    pipes[0]?.close();
    await isBack;
    // One that asked for its health, and one that is its connection now.
    expect(pipes).toHaveLength(3);
    const lines = await luauAsync(`
    local lines = {}
    for _, entry in game:GetService("LogService"):GetLogHistory() do
      table.insert(lines, entry.message)
    end
    return lines
  `);
    expect(lines).toEqual([
      '[StudioBridge] connected to its own host',
      '[StudioBridge] lost its own host, looking for one',
      '[StudioBridge] connected to its own host',
    ]);
  },
);

verifies(
  'process.inner-host',
  'what is no port of the machine is not reached by scripts either',
  async () => {
    const { luauAsync } = await useInnerStudioAsync();
    expect(await luauAsync('return workspace:GetAttribute("StudioBridgePort")')).toBe(0);
    const ask = (path: string) =>
      luauAsync(`
      local ok, answer = pcall(function()
        return game:GetService("HttpService"):RequestAsync({ Url = "http://127.0.0.1:0${path}" })
      end)
      return if ok then answer.StatusCode .. " " .. answer.Body else answer
    `);
    expect(await ask('/health')).toMatch(/^200 \{"status":"ok","port":0,/);
    expect(await ask('/plugin')).toContain('Port 0 is not allowed');
  },
);
