// A host in this process, an emulated Studio that is connected to it by a real socket, and commands that run in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { pushedActions } from '../../src/app/pushed-actions.js';
import { BridgeConnection } from '../../src/bridge/bridge-connection.js';
import type { BridgeSession } from '../../src/bridge/bridge-session.js';
import type { CommandContext } from '../../src/command/command-context.js';
import type { AnyCommand } from '../../src/command/define-command.js';
import { nodeFiles } from '../../src/command/node-files.js';
import { validateInput } from '../../src/command/validate-input.js';
import type { PlaceFiles } from '../../src/command/world/place-files.js';
import {
  type EmulatedStudio,
  type EmulatedStudioOptions,
  startEmulatedStudioAsync,
} from '../../src/emulator/index.js';
import { checkTarget, saveModel, savePlace, toBinaryModel } from '../../src/emulator/places/index.js';
import { BridgeError } from '../../src/protocol/bridge-error.js';
import { execute } from '../../src/protocol/core-actions.js';
import type { SerializedValue } from '../../src/protocol/values.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { systemClock } from '../../src/support/clock.js';
import { createFakeWorld, type FakeWorld } from './command-context.js';

export interface TestStudio {
  readonly connection: BridgeConnection;
  readonly studio: EmulatedStudio;
  readonly session: BridgeSession;
  /** What commands emitted and noted. */
  readonly world: FakeWorld;
  /** Runs Luau and returns its first value; a script that fails fails the test. */
  luauAsync(script: string): Promise<SerializedValue>;
  /** Runs a command with input as a tool would give it. */
  runAsync<Command extends AnyCommand>(
    command: Command,
    input?: Record<string, unknown>,
  ): Promise<Awaited<ReturnType<Command['run']>>>;
  /** The error that the command ends with. */
  failAsync(command: AnyCommand, input?: Record<string, unknown>): Promise<BridgeError>;
}

const placeFiles: PlaceFiles = {
  checkTargetAsync: async (path, kind, mayReplace) => checkTarget(path, kind, mayReplace),
  savePlaceAsync: async (path, parts) => savePlace(path, parts),
  saveModelAsync: async (path, model) => saveModel(path, model),
  toBinaryModelAsync: async (path, model) => toBinaryModel(path, model),
};

/** One for all tests of a file, asked for at its top: to start one takes longer than most tests. */
export async function useStudioOfFileAsync(
  placeName = 'Baseplate',
  parts: Partial<CommandContext> = {},
  options: Partial<EmulatedStudioOptions> = {},
): Promise<TestStudio> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'studio-bridge-'));
  const connection = await BridgeConnection.connectAsync({
    port: 0,
    clientVersion: '0.0.0-test',
    stateFolder,
    local: true,
    actions: pushedActions,
  });
  const studio = await startEmulatedStudioAsync({
    port: connection.port,
    placeName,
    plugins: [bridgePlugin],
    ...options,
  });
  afterAll(async () => {
    await studio.terminateAsync();
    await connection.disconnectAsync();
    rmSync(stateFolder, { recursive: true, force: true });
  });
  const session = await connection.resolveSessionAsync({ target: placeName, waitMs: 15_000 });
  const world = createFakeWorld({
    context: { clock: systemClock, files: nodeFiles, places: placeFiles, ...parts },
  });
  const runAsync: TestStudio['runAsync'] = async (command, raw = {}) => {
    const input = validateInput(command.input, raw);
    const prepared = await command.prepare?.(input, world.context);
    const data = await command.run(input, { ...world.context, connection, session }, prepared);
    return data as never;
  };
  return {
    connection,
    studio,
    session,
    world,
    runAsync,
    async luauAsync(script) {
      const done = await session.invokeAsync(execute, { script });
      expect(done.error).toBeUndefined();
      return done.returnValues?.[0] ?? null;
    },
    async failAsync(command, raw) {
      const error: unknown = await runAsync(command, raw).catch((reason: unknown) => reason);
      if (error instanceof BridgeError) return error;
      throw new Error(`${command.name.join(' ')} did not fail as it should.`, { cause: error });
    },
  };
}
