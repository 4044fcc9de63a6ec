// The plugin's button and panel as a person uses them in an emulated Studio.
import { expect, onTestFinished } from 'vitest';
import { decodePngAsync } from '../src/command/pictures/png.js';
import { startEmulatedStudioAsync } from '../src/emulator/studio/start-emulated-studio.js';
import { bridgePlugin } from '../src/studio/plugin/plugin-files.js';
import { untilSessions, useConnection, useFreePort } from '../tests/support/bridge.js';
import { verifies } from '../tests/support/verifies.js';

async function useDesk(port: number) {
  const studio = await startEmulatedStudioAsync({ plugins: [bridgePlugin], port });
  onTestFinished(() => studio.terminateAsync());
  const { desk } = studio;
  await expect.poll(async () => (await desk.seeAsync()).buttons, { timeout: 5000 }).toHaveLength(1);
  const readAsync = async () => {
    const [window] = (await desk.seeAsync()).windows;
    return window?.items.map(({ text, isButton }) => (isButton ? `[${text}]` : text));
  };
  return { desk, readAsync };
}

verifies(
  'plugin.panel',
  'the button shows a panel, in which the attempts are counted until there is a host',
  async () => {
    const port = await useFreePort();
    const { desk, readAsync } = await useDesk(port);
    const before = await desk.seeAsync();
    expect(before.buttons).toEqual([
      {
        toolbar: 'StudioBridge',
        text: 'StudioBridge',
        tooltip: 'Show how StudioBridge is connected',
        isActive: false,
        isEnabled: true,
      },
    ]);
    const opened = await desk.pressAsync('studio');
    expect(opened.buttons[0]?.isActive).toBe(true);
    const attempts = new Set<string>();
    await expect
      .poll(
        async () => {
          const [title = '', detail = ''] = (await readAsync()) ?? [];
          if (title === 'Looking for a host' && /^Attempt \d+$/.test(detail)) attempts.add(detail);
          return attempts.size;
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(1);
    const connection = await useConnection({ port });
    await untilSessions(connection, 1);
    await expect
      .poll(readAsync, { timeout: 5000 })
      .toEqual([
        `Connected to 127.0.0.1:${port}`,
        'Not paired',
        '[Connect automatically: on]',
        expect.stringMatching(/^StudioBridge \d/),
      ]);
  },
);

verifies('plugin.panel', 'its switch disconnects this Studio and connects it again', async () => {
  const connection = await useConnection({ expectedSessions: 1 });
  const { desk, readAsync } = await useDesk(connection.port);
  await untilSessions(connection, 1);
  await desk.pressAsync('StudioBridge');
  await desk.clickAsync('Connect automatically');
  await untilSessions(connection, 0);
  // The host may see it go before its own panel does.
  await expect
    .poll(async () => (await readAsync())?.slice(0, 3), { timeout: 5000 })
    .toEqual(['Not connected', 'Switched off', '[Connect automatically: off]']);
  await desk.clickAsync('Connect automatically: off');
  await untilSessions(connection, 1);
  const closed = await desk.pressAsync('StudioBridge');
  expect([closed.buttons[0]?.isActive, closed.windows[0]?.isOpen]).toEqual([false, false]);
  await expect(desk.clickAsync('Connect')).rejects.toMatchObject({
    code: 'USAGE',
    message: 'There is no button in an open window.',
  });
});

verifies('plugin.panel', 'a picture of it can be looked at', async () => {
  const { desk } = await useDesk(await useFreePort());
  await desk.pressAsync('StudioBridge');
  const picture = await decodePngAsync(Buffer.from(await desk.drawAsync()));
  expect([picture.width, picture.height]).toEqual([280, 160]);
  const colours = new Set<number>();
  const pixels = new DataView(picture.rgba.buffer, picture.rgba.byteOffset, picture.rgba.byteLength);
  for (let at = 0; at < pixels.byteLength; at += 4) colours.add(pixels.getUint32(at));
  // The panel, its switch, and text on both.
  expect(colours.size).toBeGreaterThan(4);
  await expect(desk.drawAsync('Explorer')).rejects.toMatchObject({
    message: 'There is no open window called Explorer. There are: StudioBridge.',
  });
});
