// The terminal from its start to its end.
import type { CommandContext } from '../command/command-context.js';
import type { TerminalRequest } from '../command/world/terminal-surface.js';
import { toBridgeError } from '../protocol/bridge-error.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import { createDeferred } from '../support/deferred.js';
import { Attachment, nameOf } from './attachment.js';
import { completeAsync } from './completer.js';
import { type DotParts, runDotLineAsync } from './dot-commands.js';
import { Editor, isDotCommand } from './editor.js';
import { evaluateAsync } from './evaluator.js';
import { History } from './history.js';
import { KEYBOARD_OFF, KEYBOARD_ON } from './keys.js';
import { Painter } from './painter.js';
import { paletteOf } from './palette.js';
import { pipedTexts } from './piped-input.js';
import type { Keyboard, TerminalWorld } from './terminal-world.js';
import { Transcript } from './transcript.js';

const KEY_HELP =
  'Enter begins a new line; Ctrl+Enter, Alt+Enter, F5 or an empty line runs.\n' +
  'Tab completes, Up goes back, Ctrl+C clears or ends what runs, Ctrl+D leaves.';

export async function runTerminalAsync(
  { script, emulator }: TerminalRequest,
  context: CommandContext,
  world: TerminalWorld,
): Promise<ExitCode> {
  const { keyboard, screen } = world;
  const palette = paletteOf(world.hasColours);
  const painter = new Painter(screen);
  const transcript = new Transcript(
    {
      result: (text) => (keyboard ? painter.printAbove(text) : world.writeResult(text)),
      diagnostics: (text) => (keyboard ? painter.printAbove(text) : world.writeDiagnostics(text)),
      get columns() {
        return screen.columns;
      },
      isInteractive: keyboard !== undefined,
    },
    palette,
  );
  const attachment = await Attachment.openAsync(context, emulator, {
    onLog: (entry) => transcript.log(entry),
    onNotice: (line) => transcript.notice(line),
  });
  const dots: DotParts = {
    world,
    attachment,
    transcript,
    keyHelp: KEY_HELP,
    clearScreen: () => painter.clearScreen(),
  };
  const running: { controller?: AbortController } = {};
  context.signal.addEventListener('abort', () => running.controller?.abort());

  /** Whether it succeeded, or that the terminal is to end. */
  const runAsync = async (text: string, chunkName?: string): Promise<boolean | 'exit'> => {
    const controller = new AbortController();
    running.controller = controller;
    if (context.signal.aborted) controller.abort();
    const { signal } = controller;
    try {
      if (isDotCommand(text)) return (await runDotLineAsync(text, dots, signal)) || 'exit';
      const session = await attachment.sessionAsync(signal);
      const { values, failure } = await evaluateAsync(text, session, {
        signal,
        timeoutMs: context.options.timeoutMs,
        onOutput: (entry) => transcript.log(entry),
        ...(chunkName === undefined ? {} : { chunkName }),
      });
      if (failure !== undefined) transcript.failure(failure);
      else transcript.values(values);
      return failure === undefined;
    } catch (error) {
      const { message, hint } = toBridgeError(error);
      transcript.failure(message);
      transcript.notice(hint);
      return false;
    } finally {
      delete running.controller;
    }
  };

  try {
    if (keyboard && attachment.info)
      transcript.notice(`Using ${nameOf(attachment.info)}, .help tells more.\n${KEY_HELP}`);
    const isScriptGood = script === undefined || (await runAsync(script.text, script.chunkName)) === true;
    if (!keyboard)
      return (await runPipedAsync(await world.readInputAsync(), runAsync)) && isScriptGood ? 0 : 1;
    const history = await History.openAsync(world.historyFile);
    await typeAsync(keyboard, {
      context,
      world,
      painter,
      palette,
      history,
      attachment,
      transcript,
      running,
      runAsync,
    });
    return 0;
  } finally {
    await attachment.closeAsync();
  }
}

async function runPipedAsync(
  input: string,
  runAsync: (text: string) => Promise<boolean | 'exit'>,
): Promise<boolean> {
  let isGood = true;
  for (const text of pipedTexts(input)) {
    const result = await runAsync(text);
    if (result === 'exit') break;
    isGood &&= result;
  }
  return isGood;
}

interface Typing {
  readonly context: CommandContext;
  readonly world: TerminalWorld;
  readonly painter: Painter;
  readonly palette: ReturnType<typeof paletteOf>;
  readonly history: History;
  readonly attachment: Attachment;
  readonly transcript: Transcript;
  readonly running: { controller?: AbortController };
  runAsync(text: string): Promise<boolean | 'exit'>;
}

async function typeAsync(keyboard: Keyboard, parts: Typing): Promise<void> {
  const { context, world, painter, palette, history, attachment, transcript, running, runAsync } = parts;
  const ended = createDeferred<void>();
  const editor = new Editor({
    clock: world.clock,
    screen: world.screen,
    painter,
    palette,
    history,
    async onRunAsync(text) {
      if ((await runAsync(text)) === 'exit') ended.resolve();
    },
    onInterrupt: () => running.controller?.abort(),
    onExit: () => ended.resolve(),
    onUnfold: () => transcript.unfold(),
    completeAsync: (before) => completeAsync(before, world, attachment, context.signal),
  });
  world.screen.write(KEYBOARD_ON);
  const stopListening = keyboard.listen((chunk) => editor.read(chunk));
  const stopResizing = world.screen.onResize(() => editor.redraw());
  const leave = () => ended.resolve();
  context.signal.addEventListener('abort', leave);
  try {
    editor.start();
    if (context.signal.aborted) leave();
    await ended.promise;
  } finally {
    context.signal.removeEventListener('abort', leave);
    stopResizing();
    stopListening();
    editor.end();
    world.screen.write(KEYBOARD_OFF);
  }
}
