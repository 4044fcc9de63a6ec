// `emulator --operate`: what a person would do with the mouse in Studio's own windows, a line each.
import type { CommandContext } from '../../command/command-context.js';
import { BridgeError, toBridgeError } from '../../protocol/bridge-error.js';
import { delayAsync } from '../../support/delay.js';
import { whyNotWritten } from '../../support/file-errors.js';
import { saveFile } from '../../support/save-file.js';
import { shownName } from '../../support/shown-text.js';
import type { DeskView, StudioDesk } from '../../support/studio-desk.js';

/** A plugin takes a while to show what it has, and whoever pipes lines in cannot see when. */
const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 100;
const WORDS = 'press BUTTON, click TEXT, see, picture FILE [WINDOW], side edit|server|client|PLAYER';

/** Ends with the last line. What cannot be done is told, and the next line has its turn. */
export async function operateAsync(
  desk: StudioDesk,
  lines: AsyncIterable<string>,
  context: Pick<CommandContext, 'emit' | 'clock' | 'signal'>,
): Promise<void> {
  const { emit } = context;
  let side = desk;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    try {
      const named = /^side\s+(\S+)$/.exec(line.trim())?.[1];
      const meant = named === undefined ? side : desk.of(named);
      const done =
        named === undefined
          ? await actAsync(meant, line.trim(), context)
          : shown('side', await patientAsync(() => meant.seeAsync(), context));
      emit({ ...done, to: 'result' });
      side = meant;
    } catch (error) {
      const { code, message, hint } = toBridgeError(error);
      const data = { event: 'refused', line, error: { code, message, hint } };
      emit({ text: `${message} ${hint}`, data, to: 'diagnostics', level: 'Warning' });
    }
  }
}

async function actAsync(
  desk: StudioDesk,
  line: string,
  context: Patience,
): Promise<{ text: string; data: object }> {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  if (word === 'see') return shown('seen', await desk.seeAsync());
  if (word === 'press' && rest !== '')
    return shown('pressed', await patientAsync(() => desk.pressAsync(rest), context));
  if (word === 'click' && rest !== '')
    return shown('clicked', await patientAsync(() => desk.clickAsync(rest), context));
  if (word !== 'picture' || rest === '') {
    throw new BridgeError('USAGE', `${JSON.stringify(line)} is nothing that can be done.`, {
      hint: `There are: ${WORDS}`,
    });
  }
  const [path = '', ...title] = rest.split(' ');
  const draw = () => desk.drawAsync(title.length === 0 ? undefined : title.join(' '));
  const picture = await patientAsync(draw, context);
  try {
    saveFile(path, picture);
  } catch (error) {
    throw new BridgeError('FILE_NOT_WRITABLE', `Cannot write ${path}: ${whyNotWritten(error)}.`);
  }
  return { text: `Wrote ${path}.`, data: { event: 'pictured', path } };
}

type Patience = Pick<CommandContext, 'clock' | 'signal'>;

/** What is not there yet is tried again for a while. */
async function patientAsync<Result>(
  tryAsync: () => Promise<Result>,
  { clock, signal }: Patience,
): Promise<Result> {
  const deadline = clock.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await tryAsync();
    } catch (error) {
      const isOver = clock.now() >= deadline || signal.aborted;
      if (isOver || toBridgeError(error).code !== 'USAGE') throw error;
    }
    await delayAsync(clock, LOOK_AGAIN_MS);
  }
}

function shown(event: string, view: DeskView): { text: string; data: object } {
  return { text: deskText(view), data: { event, ...view } };
}

/** Buttons, and what can be read in the windows that are open. */
export function deskText({ buttons, windows }: DeskView): string {
  const shownButtons = buttons.map(({ text, isActive, isEnabled }) => {
    const state = isEnabled ? (isActive ? ', pressed' : '') : ', disabled';
    return `[${shownName(text)}]${state}`;
  });
  const open = windows.filter(({ isOpen }) => isOpen);
  return [
    `Toolbar: ${shownButtons.length === 0 ? 'nothing' : shownButtons.join(' ')}`,
    ...open.flatMap(({ title, items }) => [
      `Window ${shownName(title)}`,
      ...items.map(({ text, isButton }) => `  ${isButton ? `[${shownName(text)}]` : shownName(text)}`),
    ]),
  ].join('\n');
}
