// Input that nobody types: a file or a pipe, as one text after the other. A text ends where a line leaves nothing open; a
// line that begins with a dot is a command.
import { isDotCommand } from './editor.js';
import { readInput } from './luau-input.js';

export function pipedTexts(input: string): string[] {
  const texts: string[] = [];
  let text = '';
  for (const line of input.replace(/\r\n?/g, '\n').split('\n')) {
    if (text === '' && line.trim() === '') continue;
    text = text === '' ? line : `${text}\n${line}`;
    if (!isDotCommand(text) && !readInput(text).isComplete) continue;
    texts.push(text);
    text = '';
  }
  return text === '' ? texts : [...texts, text];
}
