// The engine's own modules in Luau, and the sources of plugins: both are handed over when they are first needed.
import prelude from 'luau-tree:./prelude';
import type { Operations } from './operations.js';

export function moduleOperations(sources: SourceShelf, onNeeded?: (part: string) => void): Operations {
  return {
    'module.read': (_value, bytes) => {
      const name = bytes.toString();
      const text = prelude[`${name}.luau`];
      if (text !== undefined) onNeeded?.(`module ${name}`);
      return text === undefined ? { status: 1 } : { bytes: text };
    },
    'model.source': (index) => ({ bytes: sources.get(index) }),
  };
}

export const readBootSource = () => prelude['boot.luau'] ?? '';

/** Texts that Luau asks for by number. */
export class SourceShelf {
  private readonly texts: (string | Uint8Array)[] = [];

  add(text: string | Uint8Array): number {
    return this.texts.push(text) - 1;
  }

  get(index: number): string | Uint8Array {
    return this.texts[index] ?? '';
  }
}
