// `play input`: what a player would do, in a client of a play test.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { clientAsync } from '../../../command/play/play-client.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { wireObject } from '../../../protocol/wire-object.js';
import source from './input.luau';

const MARGIN_MS = 10_000;
const button = z.enum(['left', 'right', 'middle']);

export const playInputAction = defineAction({
  request: 'playInput',
  response: 'playInputResult',
  capability: 'registerAction',
  timeoutMs: 30_000,
  readOnly: false,
  payload: wireObject({
    keys: z.optional(z.array(z.string())),
    holdSeconds: z.optional(z.number()),
    point: z.optional(z.array(z.number())),
    button: z.optional(button),
    delta: z.optional(z.array(z.number())),
    text: z.optional(z.string()),
  }),
  result: wireObject({ sent: z.number() }),
  source,
});

export const playInput = defineCommand({
  name: ['play', 'input'],
  summary: 'Press keys, move the mouse and type in a client of a play test',
  description: 'Keys that are given together are held together. Points are pixels from the top left corner.',
  examples: [
    { line: 'play input --key W,Space --hold 2s', about: 'Walk and jump for two seconds' },
    { line: 'play input --click 400,300', about: 'Click' },
    { line: `play input --text 'hello' --player Player2`, about: 'Type as the second player' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  tool: {
    destructive: false,
    fields: {
      key: 'Keys to press together, as Enum.KeyCode names them: W, Space',
      hold: 'How long they are held, in ms',
      click: 'Where to click, in pixels from the top left: 400,300',
      move: 'Where to move the mouse, in pixels: 400,300',
    },
  },
  positionals: [],
  flags: {
    key: { short: 'k', value: 'keys' },
    hold: { value: 'time', isDuration: true },
    click: { value: 'x,y' },
    move: { value: 'x,y' },
    delta: { value: 'x,y' },
    button: { value: 'button' },
    player: { value: 'name' },
  },
  input: z.strictObject({
    key: z._default(
      z.array(z.string()).check(z.describe('Keys to press, by their names in Enum.KeyCode')),
      [],
    ),
    hold: z._default(z.int().check(z.minimum(0), z.maximum(60_000), z.describe('How long')), 0),
    click: z.optional(z.string().check(z.describe('Where to click'))),
    move: z.optional(z.string().check(z.describe('Where to move the mouse'))),
    delta: z.optional(z.string().check(z.describe('How far to move a mouse that is locked'))),
    button: z._default(button.check(z.describe('Which button clicks')), 'left'),
    text: z.optional(z.string().check(z.describe('Text to type'))),
    player: z.optional(z.string().check(z.describe('Which player, where there are several'))),
  }),
  async run({ key, hold, click, move, delta, button: which, text, player }, context) {
    if (key.length === 0 && [click, move, delta, text].every((one) => one === undefined)) {
      throw new BridgeError('USAGE', 'There is nothing to do.', {
        hint: 'Give --key, --click, --move, --delta or --text.',
      });
    }
    const client = await clientAsync(player, context);
    return await client.invokeAsync(
      playInputAction,
      {
        keys: key,
        holdSeconds: hold / 1000,
        point: readPoint(click ?? move),
        button: click === undefined ? undefined : which,
        delta: readPoint(delta),
        text,
      },
      { signal: context.signal, timeoutMs: (context.options.timeoutMs ?? MARGIN_MS) + hold },
    );
  },
  format: ({ sent }) => `${sent} ${sent === 1 ? 'event' : 'events'} sent.`,
});

function readPoint(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(/[\s,]+/).map(Number);
  if (numbers.length === 2 && numbers.every(Number.isFinite)) return numbers;
  throw new BridgeError('USAGE', `A point has to be two numbers, as 400,300, not ${JSON.stringify(text)}.`);
}
