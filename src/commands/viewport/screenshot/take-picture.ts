// A picture of the viewport, in the form and size that was asked for.
import * as z from 'zod/mini';
import type { Asker } from '../../../command/instances/look.js';
import {
  decodePngAsync,
  encodePngAsync,
  fittingSize,
  isBlack,
  shrink,
} from '../../../command/pictures/png.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { wireObject } from '../../../protocol/wire-object.js';
import source from './screenshot.luau';

export const captureScreenshot = defineAction({
  request: 'captureScreenshot',
  response: 'screenshotResult',
  capability: 'captureScreenshot',
  timeoutMs: 15_000,
  readOnly: true,
  payload: wireObject({ format: z.optional(z.literal('png')), ui: z.optional(z.boolean()) }),
  result: wireObject({
    /** Base64. */
    data: z.string(),
    /** `rgba`: raw pixels, row by row. */
    format: z.enum(['png', 'rgba']),
    width: z.number(),
    height: z.number(),
    /** The service that took it. */
    via: z.optional(z.string()),
  }),
  source,
});

export interface Screenshot {
  readonly base64: string;
  readonly format: 'png';
  readonly width: number;
  readonly height: number;
  readonly via?: string;
}

export interface PictureOptions {
  /** The most pixels a side; the proportions stay. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Whether the interface is in the picture. */
  readonly ui: boolean;
}

export async function takePictureAsync(
  { width, height, ui }: PictureOptions,
  { session, signal, options }: Asker,
): Promise<Screenshot> {
  const answer = await session.invokeAsync(
    captureScreenshot,
    { format: 'png', ui },
    { signal, timeoutMs: options.timeoutMs },
  );
  const bytes = Buffer.from(answer.data, 'base64');
  const taken =
    answer.format === 'png'
      ? await decodePngAsync(bytes)
      : { width: answer.width, height: answer.height, rgba: demandPixels(bytes, answer) };
  if (isBlack(taken)) {
    throw new BridgeError('SCREENSHOT_FAILED', 'The picture is black in every pixel: Studio drew nothing.', {
      details: { reason: 'black', width: taken.width, height: taken.height },
      hint: 'Bring the Studio window to the front, let it draw a viewport, then try again.',
    });
  }
  const size = fittingSize(taken, { width, height });
  const isAsWanted = answer.format === 'png' && size.width === taken.width;
  const png = isAsWanted ? bytes : Buffer.from(await encodePngAsync(shrink(taken, size)));
  return {
    base64: png.toString('base64'),
    format: 'png',
    ...size,
    ...(answer.via === undefined ? {} : { via: answer.via }),
  };
}

function demandPixels(bytes: Buffer, { width, height }: { width: number; height: number }): Uint8Array {
  if (bytes.length === width * height * 4) return bytes;
  throw new BridgeError(
    'SCREENSHOT_FAILED',
    `The picture is not whole: ${bytes.length} bytes came for ${width} by ${height} pixels.`,
  );
}
