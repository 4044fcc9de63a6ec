// The camera and pictures of an emulated Studio.
import { expect } from 'vitest';
import { BridgeSession } from '../../src/api/bridge-session.js';
import { viewportCamera } from '../../src/commands/viewport/camera/camera.js';
import { viewportLook } from '../../src/commands/viewport/look/look.js';
import { viewportScreenshot } from '../../src/commands/viewport/screenshot/screenshot.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const { runAsync, failAsync, luauAsync, session, connection } = await useStudioOfFileAsync('Viewport');
await luauAsync(`
  local part = Instance.new("Part")
  part.Name, part.Size, part.Position = "House", Vector3.new(10, 10, 10), Vector3.new(0, 5, 0)
  part.Parent = workspace
  Instance.new("Folder", workspace).Name = "Nowhere"
`);

verifies('viewport.camera', 'the camera is shown, moved and made to look at things', async () => {
  const moved = await runAsync(viewportLook, { at: '0, 0, 0', from: '0, 0, 30', fov: 60 });
  expect(viewportLook.format(moved, { streamed: true })).toContain(
    'Position  0, 0, 30\nFocus     0, 0, 0\nField     60 degrees',
  );
  const shown = await runAsync(viewportCamera);
  expect(shown).toMatchObject({ fieldOfView: 60, focus: { type: 'CFrame' } });
  const house = await runAsync(viewportLook, { at: 'Workspace.House' });
  expect(house.focus).toMatchObject({ value: [0, 5, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1] });
  const refused = async (input: Record<string, unknown>) => (await failAsync(viewportLook, input)).message;
  expect(await refused({ at: 'Workspace.Nowhere' })).toBe(
    'game.Workspace.Nowhere is a Folder, which is nowhere in space.',
  );
  expect(await refused({ from: '1, 2' })).toBe('--from has to be three numbers, not "1, 2".');
  expect(await refused({})).toBe('There is nothing to look at.');
});

verifies('viewport.screenshot', 'the viewport is pictured, in the size that was asked for', async () => {
  const whole = await runAsync(viewportScreenshot);
  expect(whole).toMatchObject({ format: 'png', via: 'StudioCaptureService' });
  const picture = await new BridgeSession(session, connection).captureScreenshotAsync({ width: 100 });
  expect([picture.width, picture.height]).toEqual([100, Math.round((100 * whole.height) / whole.width)]);
  expect(Buffer.from(picture.base64, 'base64').subarray(1, 4).toString()).toBe('PNG');
});
