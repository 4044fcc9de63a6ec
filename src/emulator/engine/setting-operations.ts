// Plugin settings. They last as long as the emulated Studio: real ones are shared by all windows of a user and are
// known to be unreliable, so nothing may depend on finding them again.
import type { Operations } from './operations.js';

export function settingOperations(): Operations {
  const settings = new Map<string, string>();
  return {
    /** Status 1: it was never set. */
    'setting.read': (_value, bytes) => {
      const text = settings.get(bytes.toString());
      return text === undefined ? { status: 1 } : { bytes: text };
    },
    /** The plugin's name, the key and the JSON of the value, a line each. */
    'setting.write': (_value, bytes) => {
      const text = bytes.toString();
      const end = text.lastIndexOf('\n');
      settings.set(text.slice(0, end), text.slice(end + 1));
      return undefined;
    },
  };
}
