// `viewport look`: moves the camera.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { cameraText, moveCamera } from '../../../command/pictures/camera.js';
import { BridgeError } from '../../../protocol/bridge-error.js';

export const viewportLook = defineCommand({
  name: ['viewport', 'look'],
  summary: 'Move the camera, or make it look at something',
  description:
    'At an instance it looks from where it is, near enough that all of it is seen, unless --from or --distance say\n' +
    'otherwise. A point is three numbers: 0, 10, 0',
  examples: [
    { line: 'viewport look Workspace.House', about: 'See all of a model' },
    { line: `viewport look '0, 5, 0' --from '40, 30, 40'`, about: 'Look at a point from another' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  tool: {
    destructive: false,
    idempotent: true,
    fields: {
      at: 'What to look at: the path of an instance, or a point as 0,5,0',
      from: 'Where the camera is to be, as 40,30,40',
    },
  },
  positionals: ['at'],
  flags: { from: { value: 'point' }, fov: { value: 'degrees' }, distance: { value: 'studs' } },
  input: z.strictObject({
    at: z.optional(z.string().check(z.describe('What to look at: the path of an instance, or a point'))),
    from: z.optional(z.string().check(z.describe('Where the camera is to be'))),
    distance: z.optional(z.number().check(z.minimum(0), z.describe('How far from the instance'))),
    fov: z.optional(z.number().check(z.minimum(1), z.maximum(120), z.describe('Field of view'))),
  }),
  run({ at, from, distance, fov }, { session, signal, options }) {
    if (at === undefined && from === undefined && fov === undefined) {
      throw new BridgeError('USAGE', 'There is nothing to look at.', {
        hint: 'Give a path or a point, --from or --fov.',
      });
    }
    const point = at === undefined ? undefined : readPoint(at);
    const position = from === undefined ? undefined : readPoint(from);
    if (from !== undefined && position === undefined) {
      throw new BridgeError('USAGE', `--from has to be three numbers, not ${JSON.stringify(from)}.`);
    }
    return session.invokeAsync(
      moveCamera,
      {
        position,
        point,
        path: at === undefined || point ? undefined : toWirePath(at),
        distance,
        fieldOfView: fov,
      },
      { signal, timeoutMs: options.timeoutMs },
    );
  },
  format: cameraText,
});

function readPoint(text: string): number[] | undefined {
  const numbers = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number);
  return numbers.length === 3 && numbers.every(Number.isFinite) ? numbers : undefined;
}
