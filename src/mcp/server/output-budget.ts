// Cuts what is too long for an agent. Text is cut at a line; of a structure the long lists and texts are shortened, so
// that its shape stays and every part of it can be seen.

/** Bytes of the value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

export function cutText(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  // Not inside of a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const line = bytes.lastIndexOf(0x0a, end - 1);
  return bytes.subarray(0, line > maxBytes / 2 ? line : end).toString();
}

const FIRST_LIST = 256;
const FIRST_TEXT_BYTES = 8_192;
const FIRST_DEPTH = 32;

/** The value with its lists, texts and depths cut until it fits; the same one if it fits already. */
export function cutValue(value: unknown, maxBytes: number): unknown {
  if (jsonBytes(value) <= maxBytes) return value;
  for (let halvings = 0; halvings < 13; halvings++) {
    const share = 2 ** halvings;
    const cut = shorten(value, {
      list: Math.floor(FIRST_LIST / share),
      textBytes: Math.floor(FIRST_TEXT_BYTES / share),
      depth: Math.max(2, Math.floor(FIRST_DEPTH / Math.sqrt(share))),
    });
    if (jsonBytes(cut) <= maxBytes) return cut;
  }
  return undefined;
}

interface Limits {
  readonly list: number;
  readonly textBytes: number;
  readonly depth: number;
}

function shorten(value: unknown, limits: Limits): unknown {
  if (typeof value === 'string') {
    const kept = cutText(value, limits.textBytes);
    return kept === value ? value : `${kept}…`;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (limits.depth === 0) return Array.isArray(value) ? [] : {};
  const inner = { ...limits, depth: limits.depth - 1 };
  if (Array.isArray(value)) return value.slice(0, limits.list).map((item) => shorten(item, inner));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, Math.max(16, limits.list))
      .map(([key, item]) => [key, shorten(item, inner)]),
  );
}
