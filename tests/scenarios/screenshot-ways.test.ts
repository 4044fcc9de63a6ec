// Pictures in Studios that lack what takes them best: the next way is taken, and where there is none, each is told.
import { expect, onTestFinished, test } from 'vitest';
import { pushedActions } from '../../src/app/pushed-actions.js';
import { decodePngAsync } from '../../src/command/pictures/png.js';
import { takePictureAsync } from '../../src/commands/viewport/screenshot/take-picture.js';
import { type OddStudio, startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { useConnection } from '../support/bridge.js';
import { verifiesTogether } from '../support/verifies.js';

async function takeAsync(studio: OddStudio) {
  const connection = await useConnection({ actions: pushedActions });
  const emulated = await startEmulatedStudioAsync({
    port: connection.port,
    placeName: 'Odd',
    plugins: [bridgePlugin],
    faults: { faults: [], studio },
  });
  onTestFinished(() => emulated.terminateAsync());
  const session = await connection.resolveSessionAsync({ target: 'Odd', waitMs: 15_000 });
  const asker = { session, signal: new AbortController().signal, options: {} };
  return await takePictureAsync({ ui: true }, asker);
}

const NOT_ALLOWED = {
  'StudioCaptureService.CanCaptureScreenshot': false,
  'StudioCaptureService.RequestScreenshotPermissionAsync': false,
};

verifiesTogether('viewport.screenshot', 'a Studio', () => {
  test.each<[string, OddStudio]>([
    ['without StudioCaptureService', { without: ['StudioCaptureService'] }],
    ['that does not permit it', { answers: NOT_ALLOWED }],
  ])('%s has its screen captured and opened as an image', async (_what, studio) => {
    const best = await takeAsync({});
    const picture = await takeAsync(studio);
    expect([best.via, picture.via]).toEqual(['StudioCaptureService', 'CaptureService']);
    const [expected, pixels] = await Promise.all(
      [best, picture].map(({ base64 }) => decodePngAsync(Buffer.from(base64, 'base64'))),
    );
    expect(pixels?.width).toBe(expected?.width);
    // Not by value: there are millions.
    expect(Buffer.compare(pixels?.rgba ?? Buffer.of(1), expected?.rgba ?? Buffer.of())).toBe(0);
  });

  test.each<[string, OddStudio, string]>([
    [
      'with neither service',
      { without: ['StudioCaptureService', 'CaptureService'] },
      'By StudioCaptureService: this Studio has no StudioCaptureService. By CaptureService: this Studio has no CaptureService.',
    ],
    [
      'that permits nothing and opens no images',
      { answers: NOT_ALLOWED, without: ['AssetService.CreateEditableImageAsync'] },
      'By StudioCaptureService: it is not permitted, or its window is not the active one. ' +
        'By CaptureService: CreateEditableImageAsync is not a valid member of AssetService',
    ],
  ])('%s says why of each way', async (_what, studio, why) => {
    await expect(takeAsync(studio)).rejects.toMatchObject({
      code: 'SCREENSHOT_FAILED',
      message: expect.stringContaining(`The viewport could not be captured. ${why}`),
    });
  });

  test.each<[string, OddStudio]>([
    ['StudioCaptureService', { minimised: true }],
    ['CaptureService', { minimised: true, without: ['StudioCaptureService'] }],
  ])('whose window is minimised gives no black picture by %s, but says so', async (_via, studio) => {
    await expect(takeAsync(studio)).rejects.toMatchObject({
      code: 'SCREENSHOT_FAILED',
      message: 'The picture is black in every pixel: Studio drew nothing.',
      details: { reason: 'black', width: 1280, height: 720 },
      hint: expect.stringContaining('window'),
    });
  });
});
