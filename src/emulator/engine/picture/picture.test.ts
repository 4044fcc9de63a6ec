import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { useEngine } from '../../../../tests/support/use-engine.js';
import { verifies } from '../../../../tests/support/verifies.js';
import { createVirtualClock } from '../virtual-clock.js';

const CAPTURE = `
  local function capture(options)
    local picture = game:GetService("StudioCaptureService"):CaptureScreenshot(options)
    while picture.BufferStatus == Enum.StudioCaptureBufferStatus.Pending do task.wait() end
    local bytes = game:GetService("EncodingService"):Base64Encode(picture:GetBuffer())
    print("PICTURE" .. buffer.tostring(bytes))
  end
`;

/** The bytes of the picture that a script takes with `capture(options)`. */
async function pictureOfAsync(script: string): Promise<Buffer> {
  const { run, lineAsync } = useEngine({ clock: createVirtualClock() });
  run(CAPTURE + script);
  return Buffer.from((await lineAsync('PICTURE')).slice('PICTURE'.length), 'base64');
}

const WIDTH = 1280;
const colorAt = (pixels: Buffer, x: number, y: number) => [
  ...pixels.subarray((y * WIDTH + x) * 4).subarray(0, 3),
];

const STAGE = `
  workspace.CurrentCamera.CFrame = CFrame.lookAt(Vector3.new(0, 4, 20), Vector3.zero)
  local function place(class, position, color, size)
    local part = Instance.new(class)
    part.Anchored = true
    part.Position = position
    part.Color = color
    part.Size = size or Vector3.new(4, 4, 4)
    part.Parent = workspace
    return part
  end
`;

test('a part is where the camera sees it, in its colour', async () => {
  const pixels = await pictureOfAsync(`${STAGE}
    place("Part", Vector3.zero, Color3.new(1, 0, 0))
    capture({})`);
  const [red = 0, green = 0, blue = 0] = colorAt(pixels, 640, 360);
  expect(red).toBeGreaterThan(100);
  expect(green + blue).toBeLessThan(20);
  const [skyRed = 0, , skyBlue = 0] = colorAt(pixels, 100, 100);
  expect(skyBlue).toBeGreaterThan(skyRed);
});

test('nearer parts cover farther ones, and transparent ones let them through', async () => {
  const script = (transparency: number) => `${STAGE}
    place("Part", Vector3.new(0, 0, -10), Color3.new(0, 1, 0), Vector3.new(20, 20, 1))
    place("Part", Vector3.zero, Color3.new(1, 0, 0)).Transparency = ${transparency}
    capture({})`;
  const [, solidGreen = 0] = colorAt(await pictureOfAsync(script(0)), 640, 360);
  const [clearRed = 0, clearGreen = 0] = colorAt(await pictureOfAsync(script(0.5)), 640, 360);
  const [hiddenRed = 0] = colorAt(await pictureOfAsync(script(1)), 640, 360);
  expect(solidGreen).toBeLessThan(10);
  expect(clearGreen).toBeGreaterThan(50);
  expect(clearRed).toBeGreaterThan(50);
  expect(hiddenRed).toBeLessThan(10);
});

test('frames and text lie on top, by layer and ZIndex', async () => {
  const pixels = await pictureOfAsync(`
    local gui = Instance.new("ScreenGui")
    gui.IgnoreGuiInset = true
    local function frame(color, z)
      local made = Instance.new("TextLabel")
      made.Size = UDim2.fromOffset(100, 100)
      made.BackgroundColor3 = color
      made.BorderSizePixel = 0
      made.ZIndex = z
      made.Text = ""
      made.Parent = gui
      return made
    end
    frame(Color3.new(0, 0, 1), 2)
    frame(Color3.new(1, 0, 0), 1)
    local label = frame(Color3.new(1, 1, 1), 1)
    label.Position = UDim2.fromOffset(200, 0)
    label.Text = "MMMM"
    label.TextSize = 40
    label.TextColor3 = Color3.new(0, 0, 0)
    gui.Parent = game.StarterGui
    capture({})`);
  expect(colorAt(pixels, 50, 50)).toEqual([0, 0, 255]);
  const row = Array.from({ length: 100 }, (_, x) => colorAt(pixels, 200 + x, 50)[0] ?? 0);
  expect(row.filter((value) => value === 0).length).toBeGreaterThan(10);
  expect(row.filter((value) => value === 255).length).toBeGreaterThan(10);
});

test('UICaptureMode.None leaves the screen out', async () => {
  const pixels = await pictureOfAsync(`
    local gui = Instance.new("ScreenGui")
    local frame = Instance.new("Frame")
    frame.Size = UDim2.fromScale(1, 1)
    frame.BackgroundColor3 = Color3.new(1, 0, 0)
    frame.Parent = gui
    gui.Parent = game.StarterGui
    capture({ UICaptureMode = Enum.UICaptureMode.None })`);
  expect(colorAt(pixels, 640, 360)).not.toEqual([255, 0, 0]);
});

verifies('emulator.picture', 'PNG in the size that is asked for, marked as an emulated view', async () => {
  const png = await pictureOfAsync(`${STAGE}
    place("Part", Vector3.zero, Color3.new(1, 0, 0)).Shape = Enum.PartType.Ball
    place("WedgePart", Vector3.new(6, 0, 0), Color3.new(0, 1, 0))
    capture({
      Format = Enum.StudioCaptureScreenshotFormat.PNG,
      OutputSize = Vector2.new(320, 180),
      ResampleMode = Enum.ResamplerMode.Default,
    })`);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([320, 180]);
  expect(png.includes('studio-bridge: emulated view')).toBe(true);
  const start = png.indexOf('IDAT') + 4;
  const data = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  expect(data.length).toBe((320 * 4 + 1) * 180);
});
