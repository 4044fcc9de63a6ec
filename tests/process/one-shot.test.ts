// The one-shot class of the library, on Roblox Studio as the stand-in plays it and on the emulated Studio.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, vi } from 'vitest';
import { StudioBridge } from '../../src/index.js';
import { type StandIn, useStandIn } from '../support/use-stand-in.js';
import { verifies } from '../support/verifies.js';

function useStudioOfLibrary(): StandIn {
  const studio = useStandIn({ program: 'RobloxStudio' });
  vi.stubEnv('STUDIO_BRIDGE_HOME', join(studio.folder, 'home'));
  vi.stubEnv('ROBLOX_STUDIO_PATH', studio.program);
  onTestFinished(() => void vi.unstubAllEnvs());
  return studio;
}

describe.each(['studio', 'emulator'] as const)('the one-shot class on the %s', (kind) => {
  verifies('library.one-shot-studio', 'starts it, tells the phases, streams output and ends it', async () => {
    const { folder } = useStudioOfLibrary();
    const placePath = join(folder, 'game.rbxlx');
    writeFileSync(
      placePath,
      '<roblox version="4"><Item class="Workspace" referent="1"><Properties><string name="Name">Workspace</string></Properties></Item></roblox>',
    );
    const phases: string[] = [];
    const bridge = new StudioBridge({
      placePath,
      emulator: kind === 'emulator',
      onPhase: (phase) => phases.push(phase),
    });
    await bridge.startAsync();
    expect(bridge.kind).toBe(kind);
    const lines: string[] = [];
    const result = await bridge.executeAsync({
      scriptContent: 'print("one") warn("two") return game.Name',
      timeoutMs: 90_000,
      onOutput: (level, body) => lines.push(`[${level}] ${body}`),
    });
    expect(result).toMatchObject({ success: true, logs: 'one\ntwo', returnValue: 'game.rbxlx' });
    expect(lines).toEqual(['[Print] one', '[Warning] two']);
    const failed = await bridge.executeAsync({ scriptContent: 'error("no")' });
    expect(failed).toMatchObject({ success: false });
    await bridge.stopAsync();
    expect(phases).toEqual(['launching', 'connecting', 'executing', 'done', 'executing', 'done']);
    const launches = join(folder, 'home', 'launches');
    expect(existsSync(launches) ? readdirSync(launches) : []).toEqual([]);
  });
});

describe('the one-shot class', () => {
  verifies(
    'library.one-shot-studio',
    'says why a Studio did not get ready, and why it went away',
    async () => {
      const studio = useStudioOfLibrary();
      studio.behave({ dialog: true });
      const blocked = new StudioBridge({ emulator: false, timeoutMs: 1000 });
      await expect(blocked.startAsync()).rejects.toMatchObject({ code: 'STUDIO_NOT_READY' });
      studio.behave({ crash: { line: 'boom' } });
      const bridge = new StudioBridge({ emulator: false });
      await bridge.startAsync();
      await expect(bridge.executeAsync({ scriptContent: 'print("boom") task.wait(9)' })).rejects.toThrow(
        'The Studio ended while the script ran.',
      );
      await bridge.stopAsync();
      expect(readdirSync(join(studio.folder, 'home', 'launches'))).toEqual([]);
    },
  );
});
