// `Name=value` as people type it.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SerializedValue } from '../../protocol/values.js';

export function readAssignments(
  texts: readonly string[],
  label: string,
): Record<string, SerializedValue> | undefined {
  if (texts.length === 0) return undefined;
  const values = new Map<string, SerializedValue>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new BridgeError(
        'USAGE',
        `${label} has to be written as Name=value, not ${JSON.stringify(text)}.`,
      );
    }
    values.set(text.slice(0, at).trim(), readValue(text.slice(at + 1)));
  }
  return Object.fromEntries(values);
}

/** JSON where it is a tagged value, a list or a quoted text; any other text is for the property to read. */
function readValue(text: string): SerializedValue {
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
