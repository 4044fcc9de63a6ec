// The camera of the viewport.
import * as z from 'zod/mini';
import { defineAction } from '../../protocol/define-action.js';
import { serializedValue } from '../../protocol/values.js';
import { wireObject } from '../../protocol/wire-object.js';
import { formatValue } from '../text/value-text.js';
import source from './camera.luau';

const numbers = z.optional(z.array(z.number()));

const result = wireObject({
  path: z.string(),
  cframe: serializedValue,
  focus: serializedValue,
  fieldOfView: z.number(),
  cameraType: z.string(),
  viewportSize: z.optional(serializedValue),
});

export const queryCamera = defineAction({
  request: 'queryCamera',
  response: 'queryCameraResult',
  capability: 'registerAction',
  timeoutMs: 10_000,
  readOnly: true,
  payload: wireObject({}),
  result,
  source,
});

export const moveCamera = defineAction({
  request: 'moveCamera',
  response: 'moveCameraResult',
  capability: 'registerAction',
  timeoutMs: 10_000,
  readOnly: false,
  payload: wireObject({
    position: numbers,
    /** What to look at: an instance, or a point. */
    path: z.optional(z.string()),
    point: numbers,
    distance: z.optional(z.number()),
    fieldOfView: z.optional(z.number()),
  }),
  result,
  source,
});

export function cameraText(view: z.output<typeof result>): string {
  const [x, y, z] = formatValue(view.cframe).split(', ');
  const [focusX, focusY, focusZ] = formatValue(view.focus).split(', ');
  return [
    `Position  ${x}, ${y}, ${z}`,
    `Focus     ${focusX}, ${focusY}, ${focusZ}`,
    `Field     ${view.fieldOfView} degrees`,
    `Type      ${view.cameraType}`,
    ...(view.viewportSize === undefined ? [] : [`Viewport  ${formatValue(view.viewportSize)}`]),
  ].join('\n');
}
