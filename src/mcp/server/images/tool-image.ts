// A result that is a picture, sent as one: its bytes leave the data, where an agent would read them as text.
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { AnyCommand } from '../../../command/define-command.js';
import { scalePng } from './scale-png.js';

type ImageContent = Extract<CallToolResult['content'][number], { type: 'image' }>;

export interface ToolImage {
  readonly content: ImageContent;
  /** What is left of the data, with the size of the picture that was sent. */
  readonly data: unknown;
}

const PNG = [0x89, 0x50, 0x4e, 0x47];
const JPEG = [0xff, 0xd8, 0xff];

export function imageOf(command: AnyCommand, data: unknown, maxPixels: number): ToolImage | undefined {
  const bytes = command.binary?.(data);
  if (bytes === undefined) return undefined;
  if (beginsWith(bytes, JPEG)) return toolImage(bytes, bytes, 'image/jpeg', data, {});
  if (!beginsWith(bytes, PNG)) return undefined;
  const scaled = scalePng(bytes, maxPixels);
  const sent: Record<string, number> =
    scaled === undefined ? {} : { sentWidth: scaled.width, sentHeight: scaled.height };
  return toolImage(bytes, scaled?.png ?? bytes, 'image/png', data, sent);
}

function toolImage(
  original: Uint8Array,
  sent: Uint8Array,
  mimeType: string,
  data: unknown,
  facts: Record<string, number>,
): ToolImage {
  const base64 = Buffer.from(original).toString('base64');
  return {
    content: {
      type: 'image',
      data: sent === original ? base64 : Buffer.from(sent).toString('base64'),
      mimeType,
    },
    data: typeof data === 'object' && data !== null ? { ...without(data, base64), ...facts } : data,
  };
}

function without(data: object, base64: string): object {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => value !== base64 && !(value instanceof Uint8Array)),
  );
}

function beginsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}
