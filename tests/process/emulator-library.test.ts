// The emulated Studio as other programs import it from the built package.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import type * as Emulator from '../../src/emulator/index.js';
import { verifies } from '../support/verifies.js';

verifies('emulator.virtual-time', 'a program starts an emulated Studio and waits an hour in it', async () => {
  const file = join(ROOT, 'dist', 'emulator.js');
  const { startEmulatedStudioAsync }: typeof Emulator = await import(pathToFileURL(file).href);
  const studio = await startEmulatedStudioAsync({
    plugins: [{ name: 'Plug', files: { 'Main.server.luau': 'task.wait(3600) print("waited", os.clock())' } }],
    virtualTime: true,
  });
  onTestFinished(() => studio.terminateAsync());
  const line = await new Promise<string>((resolve) => studio.onOutput(({ body }) => resolve(body)));
  expect(line).toBe('waited 3600');
});
