// Emulated Studios with plans of faults, on a real host: what each does to whoever uses the bridge.
import { expect, onTestFinished } from 'vitest';
import { BridgeConnection } from '../../src/bridge/bridge-connection.js';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import type { StudioFault, StudioFaultPlan } from '../../src/support/studio-faults.js';
import { nextEvent } from '../support/bridge.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

async function useFaultyStudioAsync(plan: Partial<StudioFaultPlan> | StudioFault) {
  const host = await BridgeConnection.connectAsync({
    port: 0,
    clientVersion: '0.0.0-test',
    stateFolder: useTmp(),
    local: true,
  });
  const studio = await startEmulatedStudioAsync({
    port: host.port,
    placeName: 'Faulty',
    plugins: [bridgePlugin],
    faults: 'fault' in plan ? { faults: [plan] } : { faults: [], ...plan },
  });
  onTestFinished(async () => {
    await studio.terminateAsync();
    await host.disconnectAsync();
  });
  return { host, studio, resolve: () => host.resolveSessionAsync({ target: 'Faulty', waitMs: 15_000 }) };
}

verifies('emulator.faults', 'a connection that is cut on receipt of a script comes back', async () => {
  const { host, resolve } = await useFaultyStudioAsync({
    fault: 'cut',
    on: 'received',
    type: 'execute',
    nth: 2,
  });
  const session = await resolve();
  await session.invokeAsync(execute, { script: 'return 1' });
  const gone = nextEvent(host, 'session-disconnected');
  const lost = session.invokeAsync(execute, { script: 'return 2' }).catch((error: unknown) => error);
  await gone;
  const again = await resolve();
  await expect(again.invokeAsync(execute, { script: 'return 3' })).resolves.toMatchObject({
    returnValues: [3],
  });
  // Sent again to the same Studio, or told of as lost: never silence.
  const outcome = await lost;
  expect(outcome instanceof Error || (outcome as { success: boolean }).success).toBe(true);
});

verifies('emulator.faults', 'a Studio that crashes is gone for the host at once', async () => {
  const { host, studio, resolve } = await useFaultyStudioAsync({
    fault: 'crash',
    on: 'received',
    type: 'execute',
  });
  const session = await resolve();
  const gone = nextEvent(host, 'session-disconnected');
  void session.invokeAsync(execute, { script: 'return 1' }).catch(() => {});
  await gone;
  const { error } = await studio.exited;
  expect(error?.message).toBe('it crashed, as its plan of faults says');
});

verifies(
  'emulator.faults',
  'a request to a Studio that hangs runs out of time, and later ones work',
  async () => {
    const { resolve } = await useFaultyStudioAsync({
      fault: 'hang',
      on: 'received',
      type: 'execute',
      nth: 1,
      seconds: 0.5,
    });
    const session = await resolve();
    await expect(
      session.invokeAsync(execute, { script: 'return 1' }, { timeoutMs: 50 }),
    ).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(session.invokeAsync(execute, { script: 'return 2' })).resolves.toMatchObject({
      returnValues: [2],
    });
  },
);

verifies('emulator.faults', 'a plugin whose first attempts are refused goes on trying', async () => {
  const { resolve } = await useFaultyStudioAsync({
    faults: [
      { fault: 'refuse', on: 'request', url: '/health', nth: 1, status: 503 },
      { fault: 'refuse', on: 'connect', nth: 1 },
    ],
  });
  const session = await resolve();
  await expect(session.invokeAsync(execute, { script: 'return 1' })).resolves.toMatchObject({
    returnValues: [1],
  });
});

verifies('emulator.faults', 'a Studio can answer oddly, and lack what others have', async () => {
  const { resolve } = await useFaultyStudioAsync({
    studio: {
      teamCreate: true,
      answers: { 'RunService.IsRunMode': true },
      without: ['StudioTestService', 'RunService.Pause'],
    },
  });
  const session = await resolve();
  const { returnValues } = await session.invokeAsync(execute, {
    script: `
      local run = game:GetService("RunService")
      return run:IsServer(), run:IsRunMode(), (pcall(function() return run.Pause end)),
        (pcall(game.GetService, game, "StudioTestService"))`,
  });
  expect(returnValues).toEqual([false, true, false, false]);
});
