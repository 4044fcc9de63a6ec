// Roblox's classes and enums, from the data that scripts/gen-reflection.ts writes.
import type { Operations } from './operations.js';
import { BRICK_COLORS } from './reflection.generated.js';
import { classTexts, enumTexts } from './reflection-text.js';

export function reflectionOperations(onNeeded?: (part: string) => void): Operations {
  return {
    /** Status 1: there is no such class. */
    'reflection.class': (_value, bytes) => {
      const name = bytes.toString();
      const text = classTexts()[name];
      if (text !== undefined) onNeeded?.(`class ${name}`);
      return reply(text);
    },
    'reflection.classNames': () => ({ bytes: Object.keys(classTexts()).join('\n') }),
    /** Status 1: there is no such enum. */
    'reflection.enum': (_value, bytes) => {
      const name = bytes.toString();
      const text = enumTexts()[name];
      if (text !== undefined) onNeeded?.(`enum ${name}`);
      return reply(text);
    },
    'reflection.brickColors': () => ({ bytes: BRICK_COLORS }),
    'reflection.enumNames': () => ({ bytes: Object.keys(enumTexts()).join('\n') }),
  };
}

const reply = (text: string | undefined) => (text === undefined ? { status: 1 } : { bytes: text });
